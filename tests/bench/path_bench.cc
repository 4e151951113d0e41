// A million futures of one operator company: tax, reserves, lock-up and the waterfall on each of them, debts as agreed.
#include <cmath>
#include <thread>
#include <vector>

#include "engine/company/evaluate.h"
#include "engine/company/path.h"
#include "tests/bench/bench.h"
#include "tests/bench/sample_company.h"

namespace calanque::bench {
namespace {

constexpr int kPathsPerBatch = 20'000;

/// A revenue that differs from path to path, cheap to make: what is timed is the company.
class Futures {
 public:
  Futures(const SampleCompany& sample, const company::Workspace& base)
      : base_revenue_(base.rows[company::Row::kRevenue].begin(), base.rows[company::Row::kRevenue].end()),
        revenue_(base_revenue_),
        discount_(base_revenue_.size()),
        paths_(sample.terms, sample.flows, base, {}) {
    for (std::size_t t = 0; t < discount_.size(); ++t) discount_[t] = std::pow(1.1, -static_cast<double>(t));
  }

  /// Mean equity NPV of `count` paths.
  double Run(int count) {
    double sum = 0.0;
    company::PathFlows path;
    path.revenue = revenue_;
    for (int i = 0; i < count; ++i) {
      const double factor = 0.8 + 0.4 * static_cast<double>(i % 1000) / 999.0;
      for (std::size_t t = 0; t < revenue_.size(); ++t) revenue_[t] = factor * base_revenue_[t];
      paths_.Evaluate(path);
      sum += paths_.Measure(discount_).equity_npv_amount;
    }
    return sum / count;
  }

  double Expected() {
    paths_.Evaluate({});
    return paths_.Measure(discount_).equity_npv_amount;
  }

 private:
  std::vector<double> base_revenue_, revenue_, discount_;
  company::PathEvaluator paths_;
};

}  // namespace

Report CompanyPaths() {
  const SampleCompany sample(1);
  company::Workspace base(sample.terms);
  const auto run = company::Evaluate(sample.terms, sample.flows, sample.decision, base);
  Futures one(sample, base);
  Futures two(sample, base);
  double npv = 0.0;
  const auto equity = base.rows[company::Row::kEquityCashFlow];
  for (std::size_t t = 0; t < equity.size(); ++t) npv += equity[t] * std::pow(1.1, -static_cast<double>(t));
  Report report;
  report.expected = "the base case's equity NPV " + Digits(npv);
  report.answer = run ? "the base case's equity NPV " + Digits(one.Expected()) : run.error().message;
  const double alone = MedianSeconds(9, 1, [&] { Keep(one.Run(kPathsPerBatch)); });
  const double together = MedianSeconds(9, 1, [&] {
    const std::jthread other([&] { Keep(two.Run(kPathsPerBatch)); });
    Keep(one.Run(kPathsPerBatch));
  });
  report.figures = {{"company_paths_per_second_one_core", kPathsPerBatch / alone, "1/s", 5e5, true},
                    {"company_paths_per_second_two_cores", 2 * kPathsPerBatch / together, "1/s", 1e6, true}};
  return report;
}

}  // namespace calanque::bench
