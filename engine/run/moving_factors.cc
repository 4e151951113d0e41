#include "engine/run/moving_factors.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace calanque::run {

void AddTo(MovingRow& row, Signature signature, std::size_t point_count, std::size_t point, double value) {
  auto part = std::find_if(row.begin(), row.end(), [&](const Part& known) { return known.signature == signature; });
  if (part == row.end()) {
    row.push_back({signature, std::vector<double>(point_count, 0.0)});
    part = row.end() - 1;
  }
  part->values[point] += value;
}

bool IsMoved(const MovingRow& row) {
  return std::any_of(row.begin(), row.end(), [](const Part& part) { return part.signature != Signature{}; });
}

MovingFactors::MovingFactors(const model::AppraisalRequest& request, const plan::Plan& plan,
                             const DriverBindings& bindings, std::span<const risk::DriverRows> driver_rows,
                             SignatureTable& table)
    : request_(request),
      plan_(plan),
      bindings_(bindings),
      driver_rows_(driver_rows),
      table_(table),
      point_count_(static_cast<std::size_t>(plan.schema.axis.point_count())),
      rows_(plan.factor_names.size()) {
  const std::string& general_index = request.assumptions.general_index_curve_id;
  if (request.options.price_basis == model::PriceBasis::kReal && !general_index.empty()) {
    deflator_ = table_.Reciprocal(OfIndex(general_index, request.options.valuation_date));
  }
}

std::span<const double> MovingFactors::Values(plan::FactorIndex factor) const {
  return std::span(plan_.factors).subspan(factor * point_count_, point_count_);
}

Signature MovingFactors::OfDriver(std::uint32_t driver, std::size_t project) {
  const risk::DriverRows& rows = driver_rows_[driver];
  switch (rows.kind) {
    case risk::RowKind::kYearFactor:
      return table_.OfYears(rows.first_row);
    case risk::RowKind::kEventAmount:
      return table_.OfEvent(rows.first_row);
    case risk::RowKind::kProjectFactor:
    case risk::RowKind::kProjectDelay:
      break;
  }
  CALANQUE_CHECK(project < rows.row_of_project.size() && rows.row_of_project[project] != risk::kNoRow,
                 "a driver that does not reach its project");
  return table_.OfScalar(rows.row_of_project[project]);
}

Signature MovingFactors::OfSharedDriver(std::uint32_t driver, std::optional<int> pinned_year) {
  const risk::DriverRows& rows = driver_rows_[driver];
  if (rows.kind != risk::RowKind::kYearFactor) return table_.OfScalar(rows.first_row);
  return pinned_year ? table_.OfYear(rows.first_row, *pinned_year) : table_.OfYears(rows.first_row);
}

Signature MovingFactors::OfCurve(std::string_view curve_id, std::optional<int> pinned_year) {
  Signature product;
  std::vector<std::uint32_t> seen;
  for (const CurveLink& link : CurveChain(request_.assumptions, curve_id)) {
    for (const std::uint32_t driver : DriverBindings::Of(bindings_.on_curve, link.curve_id)) {
      if (std::find(seen.begin(), seen.end(), driver) != seen.end()) continue;
      seen.push_back(driver);
      product = table_.Product(product, OfSharedDriver(driver, pinned_year));
    }
  }
  return product;
}

Signature MovingFactors::OfIndex(std::string_view curve_id, time::Date base_date) {
  const Signature index = OfCurve(curve_id);
  if (base_date <= request_.options.valuation_date) return index;
  const auto& axis = plan_.schema.axis;
  const int base_year = std::clamp(time::YearOf(base_date) - axis.first_year, 0, axis.year_count - 1);
  return table_.Product(index, table_.Reciprocal(OfCurve(curve_id, base_year)));
}

MovingRow MovingFactors::CurveRow(plan::FactorIndex factor, std::string_view curve_id) {
  // From the curve down to its root; an addend moves with the drivers of its own curve and of those above it.
  const Signature all = OfCurve(curve_id);
  MovingRow row = {{all, {Values(factor).begin(), Values(factor).end()}}};
  Signature above;
  std::vector<std::uint32_t> seen;
  double multiplier = 1.0;
  for (const CurveLink& link : CurveChain(request_.assumptions, curve_id)) {
    for (const std::uint32_t driver : DriverBindings::Of(bindings_.on_curve, link.curve_id)) {
      if (std::find(seen.begin(), seen.end(), driver) != seen.end()) continue;
      seen.push_back(driver);
      above = table_.Product(above, OfSharedDriver(driver, std::nullopt));
    }
    const double fixed = multiplier * link.addend;
    multiplier *= link.multiplier;
    if (fixed == 0.0 || above == all) continue;
    for (std::size_t i = 0; i < point_count_; ++i) {
      AddTo(row, above, point_count_, i, fixed);
      row.front().values[i] -= fixed;
    }
  }
  return row;
}

MovingRow MovingFactors::Product(const plan::FactorStep& step) {
  const MovingRow left = Row(step.left);
  const MovingRow& right = Row(step.right);
  MovingRow out;
  for (const Part& a : left) {
    for (const Part& b : right) {
      const Signature signature = table_.Product(a.signature, b.signature);
      for (std::size_t i = 0; i < point_count_; ++i) {
        AddTo(out, signature, point_count_, i, a.values[i] * b.values[i]);
      }
    }
  }
  return out;
}

const MovingRow& MovingFactors::Row(plan::FactorIndex factor) {
  if (rows_[factor]) return *rows_[factor];
  const plan::FactorName& name = plan_.factor_names[factor];
  const auto whole = [&](Signature signature) {
    return MovingRow{{signature, {Values(factor).begin(), Values(factor).end()}}};
  };
  MovingRow row;
  switch (name.kind) {
    case plan::FactorKind::kOnes:
      row = whole({});
      break;
    case plan::FactorKind::kCurve:
      row = CurveRow(factor, name.curve_id);
      break;
    case plan::FactorKind::kIndexRatio:
      row = whole(OfIndex(name.curve_id, name.base_date));
      break;
    case plan::FactorKind::kDeflator:
      row = whole(deflator_);
      break;
    case plan::FactorKind::kProduct: {
      const auto step = std::find_if(plan_.factor_steps.begin(), plan_.factor_steps.end(),
                                     [&](const plan::FactorStep& candidate) { return candidate.out == factor; });
      CALANQUE_CHECK(step != plan_.factor_steps.end(), "a product without its step");
      row = Product(*step);
      break;
    }
  }
  rows_[factor] = std::move(row);
  return *rows_[factor];
}

Signature MovingFactors::Discount(std::size_t perspective) {
  const auto& perspectives = request_.portfolio.perspectives;
  const auto owner = std::find_if(perspectives.begin(), perspectives.end(), [&](const model::Perspective& candidate) {
    return candidate.id == plan_.perspectives[perspective].id;
  });
  CALANQUE_CHECK(owner != perspectives.end(), "a compiled perspective that the request does not have");
  const auto& rates = request_.assumptions.discount_rates;
  const auto rate = std::find_if(rates.begin(), rates.end(),
                                 [&](const auto& candidate) { return candidate.id == owner->discount_rate_id; });
  CALANQUE_CHECK(rate != rates.end(), "unknown discount rate after validation");
  Signature product;
  for (const std::uint32_t driver : DriverBindings::Of(bindings_.on_discount_rate, rate->id)) {
    product = table_.Product(product, OfSharedDriver(driver, std::nullopt));
  }
  const std::string& general_index = request_.assumptions.general_index_curve_id;
  if (rate->basis == request_.options.price_basis || general_index.empty()) return product;
  const Signature index = OfIndex(general_index, request_.options.valuation_date);
  return table_.Product(product, rate->basis == model::PriceBasis::kReal ? table_.Reciprocal(index) : index);
}

}  // namespace calanque::run
