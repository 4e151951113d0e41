#include "tests/bench/risk_scalar.h"

#include <algorithm>
#include <cmath>

namespace calanque::bench {

void EvaluateScalar(const ScalarJob& job, Kept& kept) {
  double growth[kYears];
  double discount[kYears];
  for (std::size_t t = 0; t < kYears; ++t) {
    growth[t] = std::pow(1.02, static_cast<double>(t) + 1.0);
    discount[t] = std::pow(1.05, -static_cast<double>(t) - 1.0);
  }
  for (std::size_t path = 0; path < kPaths; ++path) {
    const double* row = job.factors.data() + path * job.row_count;
    const double* gas = row + job.first_row[0];
    const double* carbon = row + job.first_row[1];
    const double* index = row + job.first_row[2];
    const double* rate = row + job.first_row[3];
    const double performance = row[job.performance_row];
    double* flows = kept.flows.data() + path * kYears;
    std::fill_n(flows, kYears, 0.0);
    for (std::size_t i = 0; i < kProjects; ++i) {
      const double scale = ScaleOf(i);
      const double overrun = row[job.overrun_row[i]];
      double npv = 0.0;
      for (std::size_t t = 0; t < kYears; ++t) {
        const double prices = growth[t] * index[t];
        double flow = scale * 1e4 * performance * (80.0 * gas[t] + 20.0 * carbon[t]) - scale * 1e5 * prices;
        if (t < 2) flow -= scale * 4e6 * overrun * prices;
        flows[t] += flow;
        npv += flow * (discount[t] * rate[t]);
      }
      kept.npv[path * kProjects + i] = npv;
    }
  }
}

}  // namespace calanque::bench
