#include "engine/partnership/mode_exposure.h"

#include <cmath>

#include "engine/kernel/discount.h"
#include "engine/partnership/company_terms.h"
#include "engine/partnership/modes/concession.h"
#include "engine/partnership/risk_cost.h"

namespace calanque::partnership {
namespace {

/// A benefit that falls short is made good out of operation.
CompanyFlow FlowOf(model::RiskBase base) {
  switch (base) {
    case model::RiskBase::kWorks:
      return CompanyFlow::kWorks;
    case model::RiskBase::kMaintenance:
      return CompanyFlow::kMaintenance;
    case model::RiskBase::kOperatingCost:
    case model::RiskBase::kSavings:
    case model::RiskBase::kRevenue:
      break;
  }
  return CompanyFlow::kOperatingCost;
}

class Compiler {
 public:
  Compiler(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode, const BuiltMode& built)
      : project_(project), flows_(flows), mode_(mode), built_(built), axis_(project.plan->schema.axis) {
    const double rate = project.setting->discount_rate_nominal_per_year;
    for (int p = 0; p < axis_.period_count; ++p) {
      discount_factors_.push_back(kernel::CompoundDiscountFactor(rate, axis_.years[static_cast<std::size_t>(p)]));
    }
  }

  LineExposure Line(const model::RiskLine& line, bool users_bear_revenue) const {
    LineExposure exposure;
    const std::vector<double> base = BaseOf(project_, flows_, line.base, mode_.delay_period_count);
    const double transferred_fraction = TransferredIn(line, mode_.id);
    exposure.city_present_amount.resize(line.is_redrawn_each_year ? static_cast<std::size_t>(axis_.year_count) : 1);
    for (std::size_t p = 0; p < base.size(); ++p) {
      exposure.deviation_of_period.push_back(
          line.is_redrawn_each_year ? static_cast<std::uint32_t>(axis_.year_indices[p]) : 0U);
    }
    if (line.base == model::RiskBase::kRevenue && users_bear_revenue) {
      exposure.moves_users = true;
      return exposure;
    }
    for (std::size_t p = 0; p < base.size(); ++p) {
      exposure.city_present_amount[exposure.deviation_of_period[p]] +=
          (1.0 - transferred_fraction) * base[p] * discount_factors_[p];
    }
    if (built_.company && transferred_fraction > 0.0) AddCompany(line.base, base, transferred_fraction, exposure);
    return exposure;
  }

  RevenueExposure Revenue(const model::Concession& concession) const {
    RevenueExposure revenue;
    const OutlineInput& input = built_.ledger.input;
    revenue.bands = BandsOf(concession);
    revenue.base_amounts = input.revenue_amounts;
    revenue.guaranteed_amounts = LevelRow(input.window, concession.minimum_revenue_amount_per_year);
    revenue.discount_factors = discount_factors_;
    revenue.operation_start = input.window.operation_start;
    revenue.contract_end = input.window.contract_end;
    revenue.year_count = static_cast<std::size_t>(axis_.year_count);
    for (int p = 0; p < axis_.period_count; ++p) {
      revenue.year_of_period.push_back(static_cast<std::uint32_t>(axis_.year_indices[static_cast<std::size_t>(p)]));
    }
    revenue.expected_amounts = input.revenue_amounts;
    revenue.expected_factor = concession.expected_revenue_factor;
    for (double& amount : revenue.expected_amounts) amount *= concession.expected_revenue_factor;
    return revenue;
  }

  [[nodiscard]] const std::vector<double>& discount_factors() const { return discount_factors_; }

 private:
  /// Point t of the company is period t - 1 of the grid. Before operation only works are its business.
  void AddCompany(model::RiskBase base_kind, const std::vector<double>& base, double transferred_fraction,
                  LineExposure& exposure) const {
    exposure.company_flow = FlowOf(base_kind);
    const auto end = static_cast<std::size_t>(built_.company->terms.construction_end);
    exposure.company_amounts.resize(static_cast<std::size_t>(built_.company->terms.point_count));
    for (std::size_t t = 1; t < exposure.company_amounts.size(); ++t) {
      if (exposure.company_flow != CompanyFlow::kWorks && t <= end) continue;
      exposure.company_amounts[t] = transferred_fraction * base[t - 1];
    }
  }

  const Project& project_;
  const ProjectFlows& flows_;
  const model::DeliveryMode& mode_;
  const BuiltMode& built_;
  const ledger::PointAxis& axis_;
  std::vector<double> discount_factors_;
};

void AddCompanyTerms(const model::DeliveryMode& mode, const BuiltMode& built, ModeExposure& exposure) {
  const company::Terms& terms = built.company->terms;
  exposure.construction_end = static_cast<std::size_t>(terms.construction_end);
  exposure.company_flows = built.company->flows();
  exposure.public_equity_fraction = built.ledger.outline.public_equity_fraction;
  for (const model::Tranche& tranche : mode.company->tranches) {
    exposure.floating_fractions.push_back(1.0 - tranche.rate.hedged_fraction);
  }
  const double target = mode.company->target_equity_irr_per_year.value_or(0.0);
  const double growth = 1.0 + kernel::RatePerPeriod(target, terms.periods_per_year);
  double factor = 1.0;
  for (int t = 0; t < terms.point_count; ++t, factor /= growth) exposure.equity_discount_factors.push_back(factor);
}

}  // namespace

ModeExposure CompileExposure(const Project& project, const ProjectFlows& flows, const ComparisonTerms& terms,
                             const model::DeliveryMode& mode, const BuiltMode& built, const ProjectFutures* futures) {
  const Compiler compiler(project, flows, mode, built);
  const double rate = project.setting->discount_rate_nominal_per_year;
  ModeExposure exposure;
  exposure.base_cost_present_amount =
      PresentValue(project, built.city_cost_amounts, built.city_cost_opening_amount, rate) +
      PresentValue(project, LevelRow(built.ledger.input.window, mode.competitive_neutrality_amount_per_year), rate);
  const auto* concession = std::get_if<model::Concession>(&mode.contract);
  for (const model::RiskLine& line : terms.risks) exposure.lines.push_back(compiler.Line(line, concession != nullptr));
  if (concession != nullptr) exposure.revenue = compiler.Revenue(*concession);
  exposure.discount_factors = compiler.discount_factors();
  if (built.company) AddCompanyTerms(mode, built, exposure);
  if (futures != nullptr) exposure.market = CompileMarketExposure(project, *futures, mode, built);
  return exposure;
}

}  // namespace calanque::partnership
