// Answers as CSV (RFC 4180): one row per figure, for spreadsheets and programs.
#pragma once

#include <string>
#include <string_view>

#include "calanque/v1/appraisal_service.pb.h"

namespace calanque::cli {

/// A text field: quoted where RFC 4180 asks for it; a leading = + - @ TAB CR or LF gets an apostrophe before it, since
/// spreadsheets would run the text as a formula (OWASP, CSV injection).
std::string CsvText(std::string_view text);

/// metric,project,perspective,view,unit,row,year,value,failure; `row` is a table's row label, or 1, 2, ... where a cell
/// has several numbers (rates of return)
std::string AppraisalCsv(const v1::AppraisePortfolioResponse& response);

/// metric,perspective,view,unit,case,value,difference,failure
std::string ComparisonCsv(const v1::ComparePortfoliosResponse& response);

/// kind,item,display_name,side,payer,payee,category,unit,date,years,amount,discount_factor,sign; one row per column and
/// point
std::string ExplanationCsv(const v1::ExplainResponse& response);

/// name,unit,description,source
std::string MetricsCsv(const v1::ListMetricsResponse& response);

}  // namespace calanque::cli
