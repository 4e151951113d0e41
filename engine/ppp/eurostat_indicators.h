// Figures that a statistician looks at when a partnership is read under ESA 2010. Findings with their numbers; whether
// the asset is on or off the government's balance sheet is for the statistical office alone.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace calanque::ppp {

/// Ratios that can be computed.
enum class StatisticalRatio {
  kGovernmentFinance,  ///< Government finance and guarantees of finance / capital cost, at completion.
  kGuaranteedRevenue,  ///< Present value of revenue that government guarantees / capital cost.
  kMaximumDeduction,   ///< Most that can be deducted / charge, of the same period.
};

/// What a guide says of a ratio. Themes and thresholds are data.
struct StatisticalRule {
  StatisticalRatio ratio = StatisticalRatio::kGovernmentFinance;
  std::string theme;                ///< "Financing", "Payment mechanism"; printed.
  double threshold_fraction = 0.0;  ///< >= 0; 0.5 of capital cost for government finance.
};

/// Amounts in currency, >= 0; capital cost and charge above 0 for their ratios to exist.
struct StatisticalFigures {
  double capital_cost_amount = 0.0;
  double government_finance_amount = 0.0;  ///< Grants, loans, equity and guaranteed debt, at completion.
  double guaranteed_revenue_amount = 0.0;  ///< Present value at completion.
  double charge_amount = 0.0;              ///< Per period.
  double maximum_deduction_amount = 0.0;   ///< Per the same period.
};

/// A ratio beside its threshold.
struct StatisticalMeasure {
  double value_fraction = 0.0;
  bool is_above_threshold = false;  ///< Strictly. What it means differs by theme.
  bool operator==(const StatisticalMeasure&) const = default;
};

/// One line of the checklist.
struct StatisticalFinding {
  StatisticalRatio ratio = StatisticalRatio::kGovernmentFinance;
  std::string theme;
  double threshold_fraction = 0.0;
  Result<StatisticalMeasure> measure = StatisticalMeasure{};  ///< None where the denominator is 0.
};

/// One finding per rule, in their order.
///
/// Errors  kInvalidInput naming the field.
/// Source  EPEC and Eurostat, A Guide to the Statistical Treatment of PPPs (September 2016): government financing above
///         half of the capital cost; a guarantee read from deductions that are too weak.
Result<std::vector<StatisticalFinding>> FindStatisticalRatios(const StatisticalFigures& figures,
                                                              std::span<const StatisticalRule> rules);

}  // namespace calanque::ppp
