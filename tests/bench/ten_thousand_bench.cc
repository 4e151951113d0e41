// A portfolio of 10,000 projects over 40 years: validated, compiled and appraised with every metric.
#include <sys/resource.h>

#include <cmath>
#include <stdexcept>

#include "engine/model/validate.h"
#include "tests/bench/bench.h"
#include "tests/support/sample_request.h"

namespace calanque::bench {
namespace {

constexpr int kProjects = 10'000;

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

}  // namespace

Report TenThousandProjects() {
  const model::AppraisalRequest request = testing::RandomRequest(1, kProjects, 40);
  double total = 0.0;
  double sum = 0.0;
  double size = 0.0;
  const auto appraise = [&] {
    if (!model::Validate(request).empty()) throw std::runtime_error("the request is not valid");
    const plan::Plan plan = testing::CompileOrThrow(request);
    const auto cells = testing::EvaluateOrThrow(plan);
    total = testing::ValueOf(plan, cells, "npv_amount", "", "economy");
    sum = 0.0;
    size = 0.0;
    for (const run::Cell& cell : cells) {
      if (cell.metric->name != "npv_amount" || cell.view != metric::View::kIncremental) continue;
      if (cell.project == run::kWholePortfolio || cell.perspective != 0) continue;
      sum += std::get<double>(cell.outcome);
      size += std::abs(std::get<double>(cell.outcome));
    }
  };
  const double seconds = MedianSeconds(3, 1, appraise);
  Report report;
  report.expected = "the projects' NPVs add up to the portfolio's";
  report.answer = std::abs(total - sum) <= 1e-9 * size ? report.expected : Digits(total) + " against " + Digits(sum);
  report.figures = {{"10,000 projects x 40 years, all metrics", seconds, "s", 2.0},
                    {"peak memory of this process", PeakMegabytes(), "MB", 1000.0}};
  return report;
}

}  // namespace calanque::bench
