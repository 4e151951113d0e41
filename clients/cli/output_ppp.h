// Partnerships as tables for people and CSV for programs.
#pragma once

#include <string>

#include "calanque/v1/ppp_service.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Headline figures, loans, cost by year, what must be published.
std::string StructureTable(const v1::StructureProjectResponse& response, const TextStyle& style);
/// Modes side by side, the comparator's layers at each rate, what turns the comparison, published totals.
std::string ModesTable(const v1::CompareDeliveryModesResponse& response, const TextStyle& style);
/// The term, then the mode at it.
std::string SolveTable(const v1::SolveTermsResponse& response, const TextStyle& style);

/// section,mode,name,detail,party_from,party_to,unit,date,value,failure; one row per number
std::string ModeCsv(const v1::StructuredMode& mode, const std::string& currency_code);
/// The modes' rows, then the comparator: section "comparator", name per layer, date empty, rate as detail.
std::string ModesCsv(const v1::CompareDeliveryModesResponse& response);

/// Text of a figure with its unit: "5.2 %", "12.3 MEUR", "1.25"; why there is none.
std::string FigureText(const v1::Figure& figure);

}  // namespace calanque::cli
