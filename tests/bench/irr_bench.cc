// IRR of 40 yearly flows against QuantLib's CashFlows::yield (the name of its IRR since 1.0) on the same flows in the
// same run.
#include <cmath>
#include <ql/cashflows/cashflows.hpp>
#include <ql/cashflows/simplecashflow.hpp>
#include <ql/settings.hpp>
#include <ql/time/daycounters/thirty360.hpp>
#include <vector>

#include "engine/kernel/rates_of_return.h"
#include "tests/bench/bench.h"

namespace calanque::bench {
namespace {

constexpr int kYears = 40;

/// 1,000 out, then a growing income: 40 flows in all.
std::vector<double> Flows() {
  std::vector<double> flows = {-1000.0};
  for (int year = 1; year < kYears; ++year) flows.push_back(60.0 + 1.5 * year);
  return flows;
}

QuantLib::Leg MakeLeg(const std::vector<double>& flows, const QuantLib::Date& start) {
  QuantLib::Leg leg;
  for (int year = 0; year < kYears; ++year) {
    leg.push_back(QuantLib::ext::make_shared<QuantLib::SimpleCashFlow>(flows[static_cast<std::size_t>(year)],
                                                                       start + year * QuantLib::Years));
  }
  return leg;
}

}  // namespace

Report IrrAgainstQuantLib() {
  const std::vector<double> flows = Flows();
  const QuantLib::Date start(1, QuantLib::January, 2025);
  QuantLib::Settings::instance().evaluationDate() = start;
  const QuantLib::Leg leg = MakeLeg(flows, start);
  const QuantLib::Thirty360 day_count(QuantLib::Thirty360::BondBasis);
  const auto theirs = [&] {
    return QuantLib::CashFlows::yield(leg, 0.0, day_count, QuantLib::Compounded, QuantLib::Annual, true, start, start,
                                      1e-10, 100, 0.05);
  };
  const auto ours = [&] { return kernel::FindRatesEquallySpaced(1.0, flows); };

  const double our_rate = ours()->values[0];
  const double their_rate = theirs();
  double residual = 0.0;
  for (int year = 0; year < kYears; ++year) {
    residual += flows[static_cast<std::size_t>(year)] * std::pow(1.0 + our_rate, -year);
  }
  Report report;
  // QuantLib's Newton steps use the modified duration for the derivative and stop some 5e-8 from the root; ours is held
  // to its present value instead.
  report.expected = "QuantLib's rate within 1e-6, and a present value of 0 within 1e-9";
  report.answer = std::abs(our_rate - their_rate) < 1e-6 && std::abs(residual) < 1e-9
                      ? report.expected
                      : "rates " + Digits(our_rate) + " and " + Digits(their_rate) + ", residual " + Digits(residual);
  const auto [our_seconds, their_seconds] = MedianSecondsInTurn(
      15, 20000, [&] { Keep(ours()); }, 500, [&] { Keep(theirs()); });
  report.figures = {{"times QuantLib's speed", their_seconds / our_seconds, "x", 20.0, true},
                    {"one IRR of 40 flows", our_seconds * 1e6, "us", 5.0}};
  return report;
}

}  // namespace calanque::bench
