#include "engine/plan/factor_table.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/kernel/series.h"

namespace calanque::plan {
FactorTable::FactorTable(const model::AppraisalRequest& request, const ledger::PointAxis& axis)
    : request_(&request),
      curves_(request.assumptions),
      point_count_(static_cast<std::size_t>(axis.point_count())),
      general_index_ratio_(point_count_, 1.0) {
  const auto& grid = request.options.grid;
  const double start_decimal_year = time::DecimalYear(grid.start);
  flow_decimal_years_.reserve(point_count_);
  middle_decimal_years_.reserve(point_count_);
  for (int point = 0; point < axis.point_count(); ++point) {
    if (point < axis.period_count) {
      flow_decimal_years_.push_back(start_decimal_year + grid.FlowYearsFromStart(point, request.options.flow_timing));
      middle_decimal_years_.push_back(start_decimal_year + grid.FlowYearsFromStart(point, time::FlowTiming::kMiddle));
    } else {
      const double decimal_year = time::DecimalYear(axis.dates[static_cast<std::size_t>(point)]);
      flow_decimal_years_.push_back(decimal_year);
      middle_decimal_years_.push_back(decimal_year);
    }
  }
  AddRow(std::vector<double>(point_count_, 1.0), {"one", "", FactorKind::kOnes, {}});
  if (request.assumptions.general_index_curve_id.empty()) return;
  general_index_ratio_ = IndexRatio(curves_.IndexOf(request.assumptions.general_index_curve_id),
                                    time::DecimalYear(request.options.valuation_date));
  if (request.options.price_basis == model::PriceBasis::kReal) {
    std::vector<double> deflator(point_count_);
    std::transform(general_index_ratio_.begin(), general_index_ratio_.end(), deflator.begin(),
                   [](double ratio) { return 1.0 / ratio; });
    deflator_ =
        AddRow(std::move(deflator), {"money of the valuation date per nominal money", "", FactorKind::kDeflator, {}});
  }
}

FactorIndex FactorTable::AddRow(std::vector<double> row, FactorName name) {
  names_.push_back(std::move(name));
  rows_.insert(rows_.end(), row.begin(), row.end());
  return static_cast<FactorIndex>(rows_.size() / point_count_ - 1);
}

FactorIndex FactorTable::Product(FactorIndex left, FactorIndex right, FactorName name) {
  if (left == Ones()) return right;
  if (right == Ones()) return left;
  const FactorIndex out = AddRow(std::vector<double>(point_count_, 0.0), std::move(name));
  steps_.push_back({out, left, right});
  return out;
}

std::vector<double> FactorTable::IndexRatio(std::uint32_t curve, double base_decimal_year) const {
  const double base = curves_.Value(curve, base_decimal_year);
  std::vector<double> ratio;
  ratio.reserve(point_count_);
  for (const double decimal_year : flow_decimal_years_) ratio.push_back(curves_.Value(curve, decimal_year) / base);
  return ratio;
}

FactorIndex FactorTable::Curve(std::string_view id) {
  const std::uint32_t curve = curves_.IndexOf(id);
  const auto known = row_by_curve_.find(curve);
  if (known != row_by_curve_.end()) return known->second;
  std::vector<double> values;
  values.reserve(point_count_);
  for (const double decimal_year : middle_decimal_years_) values.push_back(curves_.Value(curve, decimal_year));
  return row_by_curve_[curve] =
             AddRow(std::move(values), {"curve " + std::string(id), std::string(id), FactorKind::kCurve, {}});
}

FactorIndex FactorTable::Prices(const model::PriceTerms& terms) {
  if (terms.basis == model::PriceBasis::kNominal) return deflator_;
  const std::string& index_id =
      terms.index_curve_id.empty() ? request_->assumptions.general_index_curve_id : terms.index_curve_id;
  const time::Date base_date = terms.price_base_date.value_or(request_->options.valuation_date);
  const std::uint32_t curve = curves_.IndexOf(index_id);
  const std::pair<std::uint32_t, std::int64_t> key{curve, base_date.time_since_epoch().count()};
  const auto known = row_by_index_and_base_.find(key);
  if (known != row_by_index_and_base_.end()) return known->second;
  const FactorName name{"index " + index_id + " since " + time::FormatIsoDate(base_date), index_id,
                        FactorKind::kIndexRatio, base_date};
  const FactorIndex index = AddRow(IndexRatio(curve, time::DecimalYear(base_date)), name);
  return row_by_index_and_base_[key] =
             Product(index, deflator_, {name.text + ", in the run's prices", index_id, FactorKind::kProduct, {}});
}

FactorIndex FactorTable::MoneyCurve(std::string_view id) {
  const std::uint32_t curve = curves_.IndexOf(id);
  const auto known = money_row_by_curve_.find(curve);
  if (known != money_row_by_curve_.end()) return known->second;
  const auto& terms = curves_.At(curve).price_terms;
  const FactorIndex row =
      Product(Curve(id), terms ? Prices(*terms) : deflator_,
              {"price " + std::string(id) + " in the run's prices", std::string(id), FactorKind::kProduct, {}});
  return money_row_by_curve_[curve] = row;
}

void RunFactorSteps(const std::vector<FactorStep>& steps, std::size_t point_count, std::vector<double>& rows) {
  const auto row = [&](FactorIndex factor) { return std::span(rows).subspan(factor * point_count, point_count); };
  for (const FactorStep& step : steps) kernel::MultiplyInto(row(step.out), row(step.left), row(step.right));
}

void FactorTable::MoveInto(Plan& plan) && {
  RunFactorSteps(steps_, point_count_, rows_);
  plan.factors = std::move(rows_);
  plan.factor_names = std::move(names_);
  plan.factor_steps = std::move(steps_);
}

}  // namespace calanque::plan
