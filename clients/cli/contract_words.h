// Words of contract tables: as they stand in CSV files and on pages.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "calanque/v1/contract_tables.pb.h"

namespace calanque::cli {

inline constexpr std::array<std::pair<std::string_view, v1::ContractMeaning>, 14> kContractMeanings = {{
    {"capital", v1::CONTRACT_MEANING_CAPITAL},
    {"operation", v1::CONTRACT_MEANING_OPERATION},
    {"impact", v1::CONTRACT_MEANING_IMPACT},
    {"cost_per_tonne", v1::CONTRACT_MEANING_COST_PER_TONNE},
    {"capital_per_annual_tonne", v1::CONTRACT_MEANING_CAPITAL_PER_ANNUAL_TONNE},
    {"present_capital", v1::CONTRACT_MEANING_PRESENT_CAPITAL},
    {"present_operation", v1::CONTRACT_MEANING_PRESENT_OPERATION},
    {"present_co_benefit", v1::CONTRACT_MEANING_PRESENT_CO_BENEFIT},
    {"present_total", v1::CONTRACT_MEANING_PRESENT_TOTAL},
    {"stakeholder_cost", v1::CONTRACT_MEANING_STAKEHOLDER_COST},
    {"total_cost", v1::CONTRACT_MEANING_TOTAL_COST},
    {"covered_fraction", v1::CONTRACT_MEANING_COVERED_FRACTION},
    {"energy", v1::CONTRACT_MEANING_ENERGY},
    {"amount_per_inhabitant", v1::CONTRACT_MEANING_AMOUNT_PER_INHABITANT},
}};

inline constexpr std::array<std::pair<std::string_view, v1::ContractTableKind>, 8> kContractTableKinds = {{
    {"T6", v1::CONTRACT_TABLE_KIND_T6},
    {"T7", v1::CONTRACT_TABLE_KIND_T7},
    {"T8", v1::CONTRACT_TABLE_KIND_T8},
    {"T9", v1::CONTRACT_TABLE_KIND_T9},
    {"B-1.1a", v1::CONTRACT_TABLE_KIND_B_1_1A},
    {"B-1.1b", v1::CONTRACT_TABLE_KIND_B_1_1B},
    {"B-3.2", v1::CONTRACT_TABLE_KIND_B_3_2},
    {"C-3.2", v1::CONTRACT_TABLE_KIND_C_3_2},
}};

inline constexpr std::array<std::pair<std::string_view, v1::ContractView>, 3> kContractViews = {{
    {"", v1::CONTRACT_VIEW_UNSPECIFIED},
    {"total", v1::CONTRACT_VIEW_TOTAL},
    {"incremental", v1::CONTRACT_VIEW_INCREMENTAL},
}};

inline constexpr std::array<std::pair<std::string_view, v1::ContractRule>, 9> kContractRules = {{
    {"sum", v1::CONTRACT_RULE_SUM},
    {"unit", v1::CONTRACT_RULE_UNIT},
    {"cost-per-tonne", v1::CONTRACT_RULE_COST_PER_TONNE},
    {"total-or-incremental", v1::CONTRACT_RULE_VIEW},
    {"perimeter", v1::CONTRACT_RULE_PERIMETER},
    {"base-year", v1::CONTRACT_RULE_BASE_YEAR},
    {"repeated-row", v1::CONTRACT_RULE_REPEATED_ROW},
    {"constant-ratio", v1::CONTRACT_RULE_CONSTANT_RATIO},
    {"impossible-share", v1::CONTRACT_RULE_IMPOSSIBLE_SHARE},
}};

inline constexpr std::array<std::pair<std::string_view, v1::FindingSeverity>, 3> kFindingSeverities = {{
    {"notice", v1::FINDING_SEVERITY_NOTICE},
    {"warning", v1::FINDING_SEVERITY_WARNING},
    {"error", v1::FINDING_SEVERITY_ERROR},
}};

/// The word of a value; "" where there is none.
template <typename Words, typename Value>
std::string WordOf(const Words& words, Value value) {
  for (const auto& [word, meant] : words) {
    if (meant == value) return std::string(word);
  }
  return "";
}

}  // namespace calanque::cli
