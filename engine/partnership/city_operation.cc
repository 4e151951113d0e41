#include "engine/partnership/city_operation.h"

#include <algorithm>

#include "engine/kernel/series.h"
#include "engine/partnership/by_year.h"

namespace calanque::partnership {
namespace {

using ledger::Category;

/// What `city` pays in `category` less what it receives, but for its contract with `operator_id` (empty: none).
std::vector<double> NetSpending(const std::vector<ContractColumn>& columns, Category category, const std::string& city,
                                const std::string& operator_id, std::size_t period_count) {
  std::vector<double> net(period_count);
  for (const ContractColumn& column : columns) {
    if (column.category != category) continue;
    const bool is_paid = column.payer_party_id == city;
    const std::string& other = is_paid ? column.payee_party_id : column.payer_party_id;
    if ((!is_paid && column.payee_party_id != city) || (!operator_id.empty() && other == operator_id)) continue;
    kernel::AccumulateScaled(net, column.amounts, is_paid ? 1.0 : -1.0);
  }
  return net;
}

}  // namespace

std::vector<double> CityOperationYears::AddedToGrossSavings() const {
  std::vector<double> added = energy_saved;
  kernel::AccumulateScaled(added, own_running, -1.0);
  kernel::Accumulate(added, added_receipts);
  return added;
}

CityOperationYears FindCityOperation(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                                     const BuiltMode& built) {
  const Window& window = built.ledger.input.window;
  const auto periods = static_cast<std::size_t>(window.period_count);
  const std::string& city = project.setting->public_party_id;
  // Without a company there is no contract that finances the works: what the city pays anybody is its own running.
  const std::string operator_id = built.company ? project.setting->operator_party_id : std::string();
  const auto& columns = built.ledger.columns;
  const auto running = NetSpending(columns, Category::kOperatingCost, city, operator_id, periods);
  const auto energy = NetSpending(columns, Category::kEnergy, city, operator_id, periods);
  const auto revenue = NetSpending(columns, Category::kRevenue, city, operator_id, periods);
  std::vector<double> energy_saved(periods);
  std::vector<double> own_running(periods);
  std::vector<double> receipts(periods);
  // Before operation the project's spending belongs to its works.
  for (auto p = static_cast<std::size_t>(window.operation_start); p < periods; ++p) {
    energy_saved[p] = flows.energy_without_amounts[p] - energy[p];
    own_running[p] = (1.0 + mode.vat_rate_fraction) * (running[p] - flows.operating_without_amounts[p]);
    receipts[p] = -revenue[p] - flows.revenue_without_amounts[p];
    if (built.company) receipts[p] += std::max(-built.contract_payments[p], 0.0);
  }
  const ByYear fold(project);
  return {fold.Sum(energy_saved), fold.Sum(own_running), fold.Sum(receipts)};
}

}  // namespace calanque::partnership
