#include "engine/partnership/modes/concession.h"

#include <limits>

#include "engine/ppp/revenue_sharing.h"

namespace calanque::partnership {

ppp::RevenueBands BandsOf(const model::Concession& mode) {
  ppp::RevenueBands bands;
  bands.lower_ratio = mode.lower_band_fraction;
  bands.upper_ratio = mode.upper_band_fraction > 0.0 ? mode.upper_band_fraction : std::numeric_limits<double>::max();
  bands.grantor_pays_fraction = mode.city_pays_fraction;
  bands.grantor_takes_fraction = mode.upper_band_fraction > 0.0 ? mode.city_takes_fraction : 0.0;
  return bands;
}

Result<Outline> OutlineMode(const model::Concession& mode, const OutlineInput& input) {
  Outline outline;
  outline.operator_builds = outline.operator_operates = outline.operator_has_revenue = outline.needs_company = true;
  if (mode.subsidy) {
    outline.charge = &*mode.subsidy;
    outline.charge_name = "subsidy";
    outline.charge_period_count = input.window.contract_end - input.window.operation_start;
  }
  const std::size_t periods = input.revenue_amounts.size();
  std::vector<double> actual = input.revenue_amounts;
  for (double& amount : actual) amount *= mode.expected_revenue_factor;
  std::vector<double> paid(periods);
  std::vector<double> received(periods);
  const ppp::RevenueBands bands = BandsOf(mode);
  if (auto wrong = ppp::WriteRevenueSharing(bands, input.revenue_amounts, actual, paid, received)) {
    return std::move(*wrong);
  }
  std::vector<double> guarantee(periods);
  std::vector<double> shared = actual;
  for (std::size_t p = 0; p < periods; ++p) shared[p] += paid[p] - received[p];
  const auto guaranteed = LevelRow(input.window, mode.minimum_revenue_amount_per_year);
  if (auto wrong = ppp::WriteMinimumRevenueGuarantee({}, guaranteed, shared, guarantee)) return std::move(*wrong);
  const ppp::GuaranteedRevenue revenue{bands, input.revenue_amounts, guaranteed};
  outline.expected_call_amounts.resize(periods);
  outline.guarantee_exposure_amounts.resize(periods);
  if (auto wrong =
          ppp::WriteExpectedCalls(revenue, actual, mode.revenue_volatility_fraction, outline.expected_call_amounts)) {
    return std::move(*wrong);
  }
  if (auto wrong = ppp::WriteGuaranteeExposure(revenue, outline.guarantee_exposure_amounts)) return std::move(*wrong);
  const auto& city = input.setting->public_party_id;
  const auto& company = input.setting->operator_party_id;
  std::vector<double> beyond(periods);
  for (std::size_t p = 0; p < periods; ++p) beyond[p] = actual[p] - input.revenue_amounts[p];
  outline.revenue_beyond_base_amounts = std::move(beyond);
  outline.columns.push_back({"revenue sharing below the band", city, company, ledger::Category::kRevenue, paid});
  outline.columns.push_back({"revenue sharing above the band", company, city, ledger::Category::kRevenue, received});
  outline.columns.push_back({"minimum revenue guarantee", city, company, ledger::Category::kRevenue, guarantee});
  return outline;
}

}  // namespace calanque::partnership
