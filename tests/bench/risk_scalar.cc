#include "tests/bench/risk_scalar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace calanque::bench {
namespace {

/// Where the factors of one path stand.
struct PathFactors {
  const double* gas;
  const double* carbon;
  const double* index;
  const double* rate;
  double performance;
};

struct Years {
  Years() {
    for (std::size_t t = 0; t < kYears; ++t) {
      growth[t] = std::pow(1.02, static_cast<double>(t) + 1.0);
      discount[t] = std::pow(1.05, -static_cast<double>(t) - 1.0);
    }
  }
  double growth[kYears];
  double discount[kYears];
};

/// `overrun(project)` is its factor.
template <typename Overrun>
void EvaluatePath(const Years& years, const PathFactors& path, Overrun overrun, double* flows, double* npvs) {
  std::fill_n(flows, kYears, 0.0);
  for (std::size_t i = 0; i < kProjects; ++i) {
    const double scale = ScaleOf(i);
    const double costlier = overrun(i);
    double npv = 0.0;
    for (std::size_t t = 0; t < kYears; ++t) {
      const double prices = years.growth[t] * path.index[t];
      double flow =
          scale * 1e4 * path.performance * (80.0 * path.gas[t] + 20.0 * path.carbon[t]) - scale * 1e5 * prices;
      if (t < 2) flow -= scale * 4e6 * costlier * prices;
      flows[t] += flow;
      npv += flow * (years.discount[t] * path.rate[t]);
    }
    npvs[i] = npv;
  }
}

/// Draws of one path, as risk_reference.py draws them.
class Drawer {
 public:
  explicit Drawer(std::uint64_t seed) : engine_(seed) {
    // Cholesky factor of four ones with 0.3 beside them.
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = i == j ? 1.0 : 0.3;
        for (std::size_t k = 0; k < j; ++k) sum -= factor_[i][k] * factor_[j][k];
        factor_[i][j] = i == j ? std::sqrt(sum) : sum / factor_[j][j];
      }
    }
  }

  void Draw() {
    double walks[2] = {};
    double rates[2] = {};
    double logs[2] = {};
    for (std::size_t t = 0; t < kYears; ++t) {
      const double time = static_cast<double>(t) + 0.5;
      const double step = t == 0 ? 0.5 : 1.0;
      double independent[4];
      for (double& number : independent) number = normal_(engine_);
      double shocks[4] = {};
      for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j <= i; ++j) shocks[i] += factor_[i][j] * independent[j];
        shocks[i] *= std::sqrt(step);
      }
      for (std::size_t i = 0; i < 2; ++i) {
        walks[i] += shocks[i];
        logs[i] += rates[i] * step;
        rates[i] = rates[i] * (t == 0 ? decay_of_half_ : decay_) + 0.01 * shocks[2 + i];
      }
      gas[t] = std::exp(0.2 * walks[0] - 0.02 * time);
      carbon[t] = std::exp(0.3 * walks[1] - 0.045 * time);
      index[t] = std::exp(logs[0]);
      rate[t] = std::exp(-logs[1]);
    }
    const double shared = normal_(engine_);
    for (double& factor : overrun) factor = std::exp(0.3 * std::sqrt(0.5) * (shared + normal_(engine_)));
    performance = 0.7 + 0.4 * uniform_(engine_);
  }

  std::array<double, kYears> gas, carbon, index, rate;
  std::array<double, kProjects> overrun;
  double performance = 1.0;

 private:
  std::mt19937_64 engine_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  double factor_[4][4] = {};
  double decay_ = std::exp(-0.3);
  double decay_of_half_ = std::exp(-0.15);
};

}  // namespace

void EvaluateScalar(const ScalarJob& job, Kept& kept) {
  const Years years;
  for (std::size_t path = 0; path < kPaths; ++path) {
    const double* row = job.factors.data() + path * job.row_count;
    const PathFactors factors = {row + job.first_row[0], row + job.first_row[1], row + job.first_row[2],
                                 row + job.first_row[3], row[job.performance_row]};
    EvaluatePath(
        years, factors, [&](std::size_t project) { return row[job.overrun_row[project]]; },
        kept.flows.data() + path * kYears, kept.npv.data() + path * kProjects);
  }
}

void DrawAndEvaluateScalar(std::uint64_t seed, Kept& kept) {
  const Years years;
  Drawer drawn(seed);
  for (std::size_t path = 0; path < kPaths; ++path) {
    drawn.Draw();
    EvaluatePath(
        years, {drawn.gas.data(), drawn.carbon.data(), drawn.index.data(), drawn.rate.data(), drawn.performance},
        [&](std::size_t project) { return drawn.overrun[project]; }, kept.flows.data() + path * kYears,
        kept.npv.data() + path * kProjects);
  }
}

}  // namespace calanque::bench
