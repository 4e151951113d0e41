// Metrics asked for by name that the appraisal page has no place for.
#pragma once

#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "clients/cli/footnotes.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Calendar years to show of many: the first, every fifth, the last.
std::vector<int> ChosenYears(int first_year, int count);

/// One block per metric and perspective: single figures and series as a row per project, tables by year for the
/// portfolio (the projects' stand in CSV and JSON). Money in the unit that fits the block's largest amount; missing
/// figures are noted in `notes`. Cells without a perspective have a block of their own.
std::string OtherFigures(const v1::AppraisePortfolioResponse& response, const std::string& metric_name,
                         const std::vector<std::string>& perspective_ids, const TextStyle& style, Footnotes& notes);

}  // namespace calanque::cli
