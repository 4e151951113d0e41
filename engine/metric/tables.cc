// The flows themselves, by calendar year.
#include <algorithm>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

Outcome NetCashFlowByYear(const Input& input) {
  Scratch flows(PointCount(input));
  AddUp(*input.amounts, kCash, flows.span());
  return SeriesByYear(input, flows.span());
}

Outcome CashFlowByCategory(const Input& input) {
  const std::size_t year_count = YearCount(input);
  const auto has_flows = [&](ledger::Category category) {
    if (!input.amounts->IsUsed(category)) return false;
    const auto row = input.amounts->Row(category);
    return std::any_of(row.begin(), row.end(), [](double amount) { return amount != 0.0; });
  };
  YearTable table{std::pmr::vector<std::string_view>(input.memory), Numbers(input.memory)};
  table.row_labels.reserve(ledger::kCategoryCount);
  table.values.reserve(ledger::kCategoryCount * year_count);
  (kCash | kEconomic).ForEach([&](ledger::Category category) {
    if (!has_flows(category)) return;
    table.row_labels.emplace_back(ledger::CategoryName(category));
    table.values.resize(table.values.size() + year_count);
    FoldIntoYears(input, input.amounts->Row(category), std::span(table.values).last(year_count));
  });
  return table;
}

Outcome PartyNetFlowByYear(const Input& input) {
  const std::size_t year_count = YearCount(input);
  const std::size_t point_count = PointCount(input);
  const std::size_t party_count = input.party_names.size();
  YearTable table{{input.party_names.begin(), input.party_names.end(), input.memory},
                  Numbers(party_count * year_count, 0.0, input.memory)};
  for (std::size_t party = 0; party < party_count; ++party) {
    FoldIntoYears(input, input.party_net_amounts.subspan(party * point_count, point_count),
                  std::span(table.values).subspan(party * year_count, year_count));
  }
  return table;
}

Outcome EnergyConsumedByYear(const Input& input) { return SeriesByYear(input, input.energy_consumed_mwh); }
Outcome EnergyProducedByYear(const Input& input) { return SeriesByYear(input, input.energy_produced_mwh); }

}  // namespace calanque::metric
