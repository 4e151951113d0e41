// The flows themselves, by calendar year.
#include <cstddef>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

Outcome NetCashFlowByYear(const Input& input) { return SeriesByYear(input, input.cash_flow_amounts); }

Outcome CashFlowByCategory(const Input& input) {
  const std::size_t year_count = YearCount(input);
  std::size_t count = 0;
  input.amounts->ForEachUsed([&](ledger::Category) { ++count; });
  const auto labels = Allocate<std::string_view>(input, count);
  const auto values = Allocate<double>(input, count * year_count);
  std::size_t row = 0;
  input.amounts->ForEachUsed([&](ledger::Category category) {
    FoldIntoYears(input, input.amounts->Row(category), values.subspan(row * year_count, year_count));
    labels[row++] = ledger::CategoryName(category);
  });
  return YearTable{labels, values};
}

Outcome PartyNetFlowByYear(const Input& input) {
  const std::size_t year_count = YearCount(input);
  const std::size_t party_count = input.party_names.size();
  const auto values = Allocate<double>(input, party_count * year_count);
  for (std::size_t party = 0; party < party_count; ++party) {
    FoldRowIntoYears(input, *input.party_net_amounts, party, values.subspan(party * year_count, year_count));
  }
  return YearTable{input.party_names, values};
}

Outcome EnergyConsumedByYear(const Input& input) {
  return SeriesByYear(input, *input.physical, ledger::PhysicalKind::kEnergyConsumed);
}
Outcome EnergyProducedByYear(const Input& input) {
  return SeriesByYear(input, *input.physical, ledger::PhysicalKind::kEnergyProduced);
}

}  // namespace calanque::metric
