// A risk model against a request: which driver moves which curve, rate, item and project.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/request.h"
#include "engine/model/risk.h"
#include "engine/plan/plan.h"
#include "engine/risk/sampler.h"

namespace calanque::run {

inline constexpr std::uint32_t kNoDriver = 0xFFFFFFFFU;

/// Drivers are positions in RiskModel::drivers.
struct DriverBindings {
  using DriversById = std::map<std::string, std::vector<std::uint32_t>, std::less<>>;

  DriversById on_curve;                            ///< By curve: those that name it (as price or as index).
  DriversById on_discount_rate;                    ///< By rate.
  DriversById on_base_rate;                        ///< By curve: those that are added to the yearly rates it gives.
  std::vector<std::uint32_t> quantity_drivers;     ///< With a QuantityTarget.
  std::vector<std::uint32_t> delay_of_project;     ///< By project: the one that delays it, or kNoDriver.
  std::vector<std::uint32_t> events;               ///< With an EventTarget.
  std::vector<std::vector<std::uint8_t>> reaches;  ///< [driver][project]: of quantity and delay drivers.
  risk::SamplerSetting setting;

  /// Drivers that name a curve or rate; empty where none does.
  [[nodiscard]] static const std::vector<std::uint32_t>& Of(const DriversById& map, std::string_view id);
};

/// A curve and what it makes of the one it is derived from: multiplier x base + addend.
struct CurveLink {
  std::string_view curve_id;
  double multiplier = 1.0;
  double addend = 0.0;
};

/// The curve, the one it is derived from, and so on to one that stands by itself. Ids view the assumptions.
std::vector<CurveLink> CurveChain(const model::Assumptions& assumptions, std::string_view curve_id);

/// Domain  a risk model that passed model::ValidateRisk against the request.
/// Errors  kInvalidInput where a driver moves an index that is derived with an addend, which only the plan can show;
///         paths from the root of the risk model.
Result<DriverBindings, Failures> BindDrivers(const model::AppraisalRequest& request, const plan::Plan& plan,
                                             const model::RiskModel& risk);

}  // namespace calanque::run
