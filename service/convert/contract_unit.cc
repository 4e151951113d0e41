#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "service/convert/contract_tables.h"

namespace calanque::service {
namespace {

using portfolio::ContractMeaning;

template <std::size_t N>
std::optional<double> Find(const std::array<std::pair<std::string_view, double>, N>& units, std::string_view unit) {
  const auto found =
      std::find_if(units.begin(), units.end(), [unit](const auto& entry) { return entry.first == unit; });
  if (found == units.end()) return std::nullopt;
  return found->second;
}

std::optional<double> MoneyScale(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 4> kPrefixes = {
      {{"", 1.0}, {"k ", 1e3}, {"M ", 1e6}, {"bn ", 1e9}}};
  if (unit.size() < 3) return std::nullopt;
  const std::string_view currency = unit.substr(unit.size() - 3);
  if (!std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return std::nullopt;
  return Find(kPrefixes, unit.substr(0, unit.size() - 3));
}

std::optional<double> TonneScale(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 3> kUnits = {{{"t", 1.0}, {"kt", 1e3}, {"Mt", 1e6}}};
  return Find(kUnits, unit);
}

std::optional<double> MoneyPerTonneScale(std::string_view unit) {
  const std::size_t slash = unit.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto money = MoneyScale(unit.substr(0, slash));
  const auto tonnes = TonneScale(unit.substr(slash + 1));
  if (!money || !tonnes) return std::nullopt;
  return *money / *tonnes;
}

std::optional<double> EnergyScale(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 4> kUnits = {
      {{"kWh", 1e-3}, {"MWh", 1.0}, {"GWh", 1e3}, {"TWh", 1e6}}};
  return Find(kUnits, unit);
}

std::optional<double> FractionScale(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 2> kUnits = {{{"fraction", 1.0}, {"percent", 0.01}}};
  return Find(kUnits, unit);
}

}  // namespace

std::optional<double> ContractUnitScale(ContractMeaning meaning, std::string_view unit) {
  switch (meaning) {
    case ContractMeaning::kImpact:
      return TonneScale(unit);
    case ContractMeaning::kCostPerTonne:
    case ContractMeaning::kCapitalPerTonne:
      return MoneyPerTonneScale(unit);
    case ContractMeaning::kEnergy:
      return EnergyScale(unit);
    case ContractMeaning::kCoveredFraction:
      return FractionScale(unit);
    default:
      return MoneyScale(unit);
  }
}

}  // namespace calanque::service
