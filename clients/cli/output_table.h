// Answers as pages that people read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// What the page shows of an answer; names only, the figures come from the answer.
struct AppraisalPage {
  std::string title;                         ///< The portfolio's name.
  std::vector<std::string> perspective_ids;  ///< One block of figures each; the first also has the tables.
  int target_year = 0;                       ///< Of the portfolio's baseline; 0: none is stated.
};

/// Headline figures, cost per tonne, financing, projects, who pays and who benefits; reasons of missing figures;
/// conventions. Money in units or millions, said in each heading; rounding happens here only.
std::string AppraisalTable(const v1::AppraisePortfolioResponse& response, const AppraisalPage& page,
                           const TextStyle& style);

/// One row per metric, a column per case, differences to the first case; cautions and warnings before them.
std::string ComparisonTable(const v1::ComparePortfoliosResponse& response, const TextStyle& style);

/// The project's figures, then each column with formula, inputs and sources.
std::string ExplanationTable(const v1::ExplainResponse& response, const v1::ExplainRequest& request,
                             const TextStyle& style);

/// Name, unit, description.
std::string MetricsTable(const v1::ListMetricsResponse& response, const TextStyle& style);

/// One figure for people: percent for rates, scaled money, "n/a" for a failure.
std::string ReadableValue(const v1::MetricCell& cell);

/// A number in its unit for people: percent for "1/year" and "fraction", else about four digits.
std::string ReadableNumber(double value, std::string_view unit);

}  // namespace calanque::cli
