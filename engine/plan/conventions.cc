#include "engine/plan/conventions.h"

namespace calanque::plan {
namespace {

std::string Timing(const model::AppraisalOptions& options) {
  const char* timing = options.flow_timing == time::FlowTiming::kStart ? "on the first day"
                       : options.flow_timing == time::FlowTiming::kEnd ? "at the end"
                                                                       : "in the middle";
  return std::to_string(options.grid.period_count) + " periods of " + std::to_string(options.grid.months_per_period) +
         " months from " + time::FormatIsoDate(options.grid.start) + "; flows are paid " + timing +
         " of their period; present values are at " + time::FormatIsoDate(options.valuation_date) + ".";
}

std::string Prices(const model::AppraisalOptions& options) {
  if (options.price_basis == model::PriceBasis::kNominal) return "Amounts are nominal: money of the day it is paid.";
  return "Amounts are real: money of " + time::FormatIsoDate(options.valuation_date) + ".";
}

}  // namespace

std::vector<std::string> ConventionStatements(const model::AppraisalRequest& request) {
  std::vector<std::string> statements;
  statements.reserve(6);
  statements.push_back(Timing(request.options));
  statements.push_back(Prices(request.options));
  statements.emplace_back(
      "A yearly price or factor is read at the middle of each period, an index at the date of the flow; dated flows "
      "discount by Act/365F, periods by whole periods.");
  statements.emplace_back(
      "Incremental = with the project - without it; inflow over the perspective's border is positive; what passes "
      "inside nets out.");
  statements.emplace_back(
      "Tonnes are avoided tonnes; abatement costs A1 to A6 stand side by side, A4 (discounted cost over discounted "
      "tonnes) is the default; they leave out financing, co-benefits and carbon value.");
  statements.emplace_back("The financing gap counts committed sources only.");
  return statements;
}

}  // namespace calanque::plan
