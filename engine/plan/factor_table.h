// Rows of market values by point: prices, indices, factors. Every curve and every price basis is read once.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/curve/value_curve.h"
#include "engine/ledger/point_axis.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"

namespace calanque::plan {

/// Builds factor rows on demand; asking twice gives the same row.
///
/// A curve is read at the middle of each period (a yearly figure is the figure of its year); an index is read at the
/// date of the flow, so that (1 + nominal) = (1 + real)(1 + inflation) holds exactly. In a run in real prices every
/// nominal row is divided by the general index since the valuation date.
class FactorTable {
 public:
  FactorTable(const model::AppraisalRequest& request, const ledger::PointAxis& axis);

  /// All ones.
  [[nodiscard]] static FactorIndex Ones() { return 0; }
  /// Nominal money to the run's prices; ones in a nominal run.
  [[nodiscard]] FactorIndex Deflator() const { return deflator_; }
  /// The curve's values, as they are.
  FactorIndex Curve(std::string_view id);
  /// Turns an amount under these terms into the run's prices.
  FactorIndex Prices(const model::PriceTerms& terms);
  /// The curve's values as money in the run's prices.
  FactorIndex MoneyCurve(std::string_view id);

  /// General index at the flow's date over its value at the valuation date, by point; ones where there is no index.
  [[nodiscard]] const std::vector<double>& general_index_ratio() const { return general_index_ratio_; }

  [[nodiscard]] std::size_t row_count() const { return names_.size(); }

  /// Hands rows and steps over to the plan; the table is spent. Steps run once to fill the rows they write.
  void MoveInto(Plan& plan) &&;

 private:
  FactorIndex AddRow(std::vector<double> row, FactorName name);
  FactorIndex Product(FactorIndex left, FactorIndex right, FactorName name);
  std::vector<double> IndexRatio(std::uint32_t curve, double base_decimal_year) const;

  const model::AppraisalRequest* request_;
  curve::ValueCurves curves_;
  std::size_t point_count_;
  std::vector<double> flow_decimal_years_;
  std::vector<double> middle_decimal_years_;
  std::vector<double> general_index_ratio_;
  FactorIndex deflator_ = 0;
  std::vector<double> rows_;
  std::vector<FactorName> names_;
  std::vector<FactorStep> steps_;
  std::map<std::uint32_t, FactorIndex> row_by_curve_;
  std::map<std::uint32_t, FactorIndex> money_row_by_curve_;
  std::map<std::pair<std::uint32_t, std::int64_t>, FactorIndex> row_by_index_and_base_;
};

}  // namespace calanque::plan
