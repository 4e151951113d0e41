#include "engine/partnership/modes/guaranteed_savings.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::GuaranteedSavingsContract& mode, const OutlineInput& input) {
  Outline outline;
  outline.expected_savings_fraction = mode.expected_savings_fraction;
  outline.columns = GuaranteeColumns(input, mode.guaranteed_savings_fraction, mode.expected_savings_fraction);
  outline.columns.push_back({"fee for the guarantee", input.setting->public_party_id, input.setting->operator_party_id,
                             ledger::Category::kOperatingCost, LevelRow(input.window, mode.fee_amount_per_year)});
  return outline;
}

}  // namespace calanque::partnership
