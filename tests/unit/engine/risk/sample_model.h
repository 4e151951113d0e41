// Risk models that tests start from, and samples of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/risk/sampler.h"

namespace calanque::risk::testing {

inline model::RiskDriver Driver(std::string id, model::DriverShape shape, model::DriverTarget target,
                                double own_share_fraction = 0.0) {
  model::RiskDriver driver;
  driver.id = std::move(id);
  driver.shape = std::move(shape);
  driver.target = std::move(target);
  driver.own_share_fraction = own_share_fraction;
  return driver;
}

/// Middles of `year_count` years from the valuation date.
inline SamplerSetting Setting(const model::RiskModel& model, int year_count, std::size_t project_count) {
  SamplerSetting setting;
  setting.first_year = 2025;
  setting.project_count = project_count;
  for (int year = 0; year < year_count; ++year) setting.year_times.push_back(year + 0.5);
  for (const model::RiskDriver& driver : model.drivers) {
    std::vector<std::uint32_t> projects;
    const bool reaches = std::holds_alternative<model::QuantityTarget>(driver.target) ||
                         std::holds_alternative<model::DelayTarget>(driver.target);
    if (reaches && std::holds_alternative<model::Draw>(driver.shape)) {
      for (std::uint32_t project = 0; project < project_count; ++project) projects.push_back(project);
    }
    setting.projects_of_driver.push_back(std::move(projects));
  }
  return setting;
}

/// One driver of every shape: 0 gas (GBM), 1 carbon (mean-reverting), 2 inflation, 3 rate (discounting), 4 overrun
/// (shared and own), 5 delay (shared), 6 saving (triangular, own), 7 flood (event, later years), 8 tariff (a draw of a
/// curve).
inline model::RiskModel EveryShape() {
  model::RiskModel model;
  model.drivers = {
      Driver("gas", model::GeometricBrownian{0.01, 0.2}, model::CurveTarget{{"gas-price"}}),
      Driver("carbon", model::MeanRevertingLog{0.3, 0.25}, model::CurveTarget{{"carbon-value"}}),
      Driver("inflation", model::MeanRevertingRate{0.01, 0.3}, model::IndexTarget{{"hicp"}}),
      Driver("rate", model::MeanRevertingRate{0.012, 0.05}, model::DiscountTarget{{"real"}}),
      Driver("overrun", model::Draw{model::Lognormal{1.1, 0.25}},
             model::QuantityTarget{{model::QuantityKind::kInvestment}, {}, {}}, 0.6),
      Driver("delay", model::Draw{model::Discrete{{0.5, 0.3, 0.2}, {0.0, 1.0, 2.0}}}, model::DelayTarget{}),
      Driver("saving", model::Draw{model::Triangular{0.7, 1.0, 1.05}},
             model::QuantityTarget{{model::QuantityKind::kEnergySaved}, {}, {}}, 1.0),
      Driver("flood", model::Event{0.1, model::Uniform{100.0, 300.0}},
             model::EventTarget{"p", "city", "supplier", ledger::Category::kOperatingCost, {}, 2028, 0}),
      Driver("tariff", model::Draw{model::Pert{0.8, 1.0, 1.4, 4.0}}, model::CurveTarget{{"tariff"}}),
  };
  model.correlations = {{"gas", "carbon", 0.5},    {"inflation", "rate", 0.7}, {"gas", "inflation", 0.3},
                        {"gas", "overrun", 0.4},   {"overrun", "delay", 0.6},  {"inflation", "overrun", 0.2},
                        {"tariff", "carbon", -0.3}};
  return model;
}

inline model::SimulationOptions Options(model::Sampling sampling, std::int64_t path_count, bool is_antithetic = false) {
  model::SimulationOptions options;
  options.seed = 20261125;
  options.path_count = path_count;
  options.sampling = sampling;
  options.is_antithetic = is_antithetic;
  return options;
}

/// All paths as one block.
inline FactorBlock Sample(const Sampler& sampler, std::uint64_t first_path, std::size_t path_count) {
  FactorBlock block(sampler.row_count(), path_count);
  Sampler::Workspace workspace = sampler.MakeWorkspace(path_count);
  sampler.Fill(first_path, workspace, block);
  return block;
}

inline bool IsSameBits(std::span<const double> a, std::span<const double> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

inline double MeanOf(std::span<const double> x) {
  double sum = 0.0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

inline double CovarianceOf(std::span<const double> x, std::span<const double> y) {
  const double mean_x = MeanOf(x);
  const double mean_y = MeanOf(y);
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean_x) * (y[i] - mean_y);
  return sum / static_cast<double>(x.size());
}

inline double CorrelationOf(std::span<const double> x, std::span<const double> y) {
  return CovarianceOf(x, y) / std::sqrt(CovarianceOf(x, x) * CovarianceOf(y, y));
}

}  // namespace calanque::risk::testing
