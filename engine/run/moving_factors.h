// The factor rows of a plan under risk: which part of each is multiplied by what.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/request.h"
#include "engine/plan/plan.h"
#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/signature.h"

namespace calanque::run {

/// Values by point that are multiplied by one signature.
struct Part {
  Signature signature;
  std::vector<double> values;
};
/// A row on a path: the sum of its parts, each times the product its signature stands for.
using MovingRow = std::vector<Part>;

/// Adds to a part of a row; makes it where there is none yet.
void AddTo(MovingRow& row, Signature signature, std::size_t point_count, std::size_t point, double value);

/// Whether any part is multiplied by something.
bool IsMoved(const MovingRow& row);

/// What drivers do, as signatures. Everything it is made from outlives it.
class MovingFactors {
 public:
  MovingFactors(const model::AppraisalRequest& request, const plan::Plan& plan, const DriverBindings& bindings,
                std::span<const risk::DriverRows> driver_rows, SignatureTable& table);

  /// A row of the plan's factor table.
  const MovingRow& Row(plan::FactorIndex factor);
  /// What turns nominal money into the run's prices.
  [[nodiscard]] Signature Deflator() const { return deflator_; }
  /// What multiplies the discount factors of a perspective of the plan.
  Signature Discount(std::size_t perspective);
  /// What a driver multiplies in a project; `project` counts in the portfolio that the drivers were bound to.
  Signature OfDriver(std::uint32_t driver, std::size_t project);

 private:
  Signature OfSharedDriver(std::uint32_t driver, std::optional<int> pinned_year);
  Signature OfCurve(std::string_view curve_id, std::optional<int> pinned_year = std::nullopt);
  /// An index since a base date: divided by the factor of the base's year where that lies ahead.
  Signature OfIndex(std::string_view curve_id, time::Date base_date);
  MovingRow CurveRow(plan::FactorIndex factor, std::string_view curve_id);
  MovingRow Product(const plan::FactorStep& step);
  [[nodiscard]] std::span<const double> Values(plan::FactorIndex factor) const;

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  const DriverBindings& bindings_;
  std::span<const risk::DriverRows> driver_rows_;
  SignatureTable& table_;
  std::size_t point_count_;
  Signature deflator_;
  std::vector<std::optional<MovingRow>> rows_;
};

}  // namespace calanque::run
