// What is drawn for all delivery modes: the register's lines and the drivers of a risk model, by one sampler.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/partnership/simulate_modes.h"
#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"

namespace calanque::partnership {

/// How the draw of a line becomes its deviation: scale x (draw - offset), or the same on every path.
struct LineDraw {
  double scale = 1.0;
  double offset = 0.0;
  double constant = 0.0;
  std::size_t driver = kNoDriver;
  std::vector<std::uint32_t> rows;  ///< Of the sampler's block, by deviation.
  static constexpr std::size_t kNoDriver = static_cast<std::size_t>(-1);
};

/// The register and the risk model as one: a driver per line that is drawn, in the register's order, then the drivers
/// of the risk model. So a line draws the same numbers whether or not prices move beside it.
class ModeDrivers {
 public:
  /// Domain  terms that passed ValidateModeRisk. Errors  as run::BindDrivers, paths from "risk_model".
  static Result<ModeDrivers, Failures> Make(const Project& project, const ComparisonTerms& terms,
                                            const ModeRiskTerms& risk);

  [[nodiscard]] const model::RiskModel& model() const { return model_; }
  [[nodiscard]] const risk::SamplerSetting& setting() const { return setting_; }
  [[nodiscard]] const std::vector<LineDraw>& draws() const { return draws_; }
  /// Of the risk model's drivers, by their positions in it.
  [[nodiscard]] const run::DriverBindings& bindings() const { return bindings_; }
  /// Where the sampler puts the risk model's drivers.
  [[nodiscard]] std::span<const risk::DriverRows> MarketRows(const risk::Sampler& sampler) const {
    return sampler.drivers().subspan(line_driver_count_);
  }

  /// Finds each line's rows in the sampler's blocks.
  void Place(const risk::Sampler& sampler);

 private:
  void AddLine(const model::RiskLine& line, const ComparisonTerms& terms, std::uint32_t years);
  void AddMarket(const model::RiskModel& market);

  model::RiskModel model_;
  risk::SamplerSetting setting_;
  run::DriverBindings bindings_;
  std::vector<LineDraw> draws_;
  std::size_t line_driver_count_ = 0;
};

}  // namespace calanque::partnership
