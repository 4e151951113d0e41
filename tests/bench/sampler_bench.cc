// The drivers of the reference job: energy and carbon price, inflation and rate over 30 years, overrun (shared and own)
// and performance (own) of 40 projects, 10,000 paths. Beside them, in the same run, what no sampler can do without: a
// uniform number, its normal and an exponential for each factor.
#include <bit>
#include <cstdint>
#include <vector>

#include "engine/kernel/normals.h"
#include "engine/kernel/vector_math.h"
#include "engine/risk/sampler.h"
#include "tests/bench/bench.h"

namespace calanque::bench {
namespace {

constexpr std::size_t kPathsPerBlock = 256;
constexpr std::uint64_t kBlocks = 39;
constexpr std::size_t kYears = 30;
constexpr std::uint32_t kProjects = 40;

model::RiskDriver Driver(const char* id, model::DriverShape shape, model::DriverTarget target, double own = 0.0) {
  model::RiskDriver driver;
  driver.id = id;
  driver.shape = std::move(shape);
  driver.target = std::move(target);
  driver.own_share_fraction = own;
  return driver;
}

risk::Sampler ReferenceDrivers(model::Sampling sampling) {
  model::RiskModel model;
  model.drivers = {
      Driver("energy", model::GeometricBrownian{0.0, 0.2}, model::CurveTarget{{"energy"}}),
      Driver("carbon", model::GeometricBrownian{0.0, 0.25}, model::CurveTarget{{"carbon"}}),
      Driver("inflation", model::MeanRevertingRate{0.01, 0.3}, model::IndexTarget{{"prices"}}),
      Driver("rate", model::MeanRevertingRate{0.01, 0.1}, model::DiscountTarget{{"rate"}}),
      Driver("overrun", model::Draw{model::Lognormal{1.1, 0.25}}, model::QuantityTarget(), 0.6),
      Driver("performance", model::Draw{model::Triangular{0.7, 0.95, 1.05}}, model::QuantityTarget(), 1.0),
  };
  model.correlations = {{"energy", "carbon", 0.5},  {"energy", "inflation", 0.4}, {"inflation", "rate", 0.6},
                        {"energy", "overrun", 0.2}, {"carbon", "rate", 0.1},      {"overrun", "inflation", 0.3}};
  risk::SamplerSetting setting;
  setting.first_year = 2025;
  setting.project_count = kProjects;
  for (std::size_t year = 0; year < kYears; ++year) setting.year_times.push_back(static_cast<double>(year) + 0.5);
  setting.projects_of_driver.resize(model.drivers.size());
  for (std::uint32_t project = 0; project < kProjects; ++project) {
    setting.projects_of_driver[4].push_back(project);
    setting.projects_of_driver[5].push_back(project);
  }
  model::SimulationOptions options;
  options.seed = 1;
  options.path_count = kBlocks * kPathsPerBlock;
  options.sampling = sampling;
  return risk::Sampler::Make(model, setting, options).value();
}

std::uint64_t Digest(std::uint64_t digest, const risk::FactorBlock& block) {
  for (std::size_t row = 0; row < block.row_count(); ++row) {
    for (const double number : block.Row(row)) {
      digest = (digest ^ std::bit_cast<std::uint64_t>(number)) * 0x100000001b3U;
    }
  }
  return digest;
}

}  // namespace

Report RiskDrivers() {
  const risk::Sampler pseudo_random = ReferenceDrivers(model::Sampling::kPseudoRandom);
  const risk::Sampler sobol = ReferenceDrivers(model::Sampling::kSobol);
  risk::FactorBlock block(pseudo_random.row_count(), kPathsPerBlock);
  risk::Sampler::Workspace workspace = pseudo_random.MakeWorkspace(kPathsPerBlock);
  const auto fill = [&](const risk::Sampler& sampler, auto&& visit) {
    for (std::uint64_t i = 0; i < kBlocks; ++i) {
      sampler.Fill(i * kPathsPerBlock, workspace, block);
      visit();
    }
  };
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const risk::Sampler* sampler : {&pseudo_random, &sobol}) {
    fill(*sampler, [&] { digest = Digest(digest, block); });
  }
  Report report;
  report.expected = "the bits of every processor, digest 5479568125981944120";
  report.answer = "the bits of every processor, digest " + std::to_string(digest);

  const auto keep = [&] { Keep(block); };
  const auto least = [&] {
    for (std::uint64_t i = 0; i < kBlocks; ++i) {
      for (std::size_t row = 0; row < block.row_count(); ++row) {
        kernel::FillNormals(1, row, i * kPathsPerBlock, block.Row(row));
        kernel::Exp(block.Row(row), block.Row(row));
      }
      keep();
    }
  };
  const auto [drawn, unavoidable] = MedianSecondsInTurn(
      15, 1, [&] { fill(pseudo_random, keep); }, 1, least);
  const double placed = MedianSeconds(15, 1, [&] { fill(sobol, keep); });
  report.figures = {{"pseudo_random_milliseconds", drawn * 1e3, "ms", 10.0},
                    {"sobol_milliseconds", placed * 1e3, "ms", 10.0},
                    {"times_bare_normals_and_exponentials", drawn / unavoidable, "times", 1.2}};
  return report;
}

}  // namespace calanque::bench
