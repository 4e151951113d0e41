#include "engine/run/combine_years.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <utility>

namespace calanque::run {
namespace {

using Term = kernel::RowSums::Term;
using Terms = std::vector<Term>;

/// So many products must be saved that a row of its own is worth its memory.
constexpr std::size_t kFewestSaved = 8;

/// The proportion but for the last 8 of its 52 bits, where roundings of different amounts show.
std::uint64_t Rounded(double proportion) { return (std::bit_cast<std::uint64_t>(proportion) + 0x80U) >> 8U; }

/// Rows of a year, then the proportions of their weights.
using Pattern = std::vector<std::uint64_t>;

Pattern PatternOf(std::span<const Term> year) {
  Pattern pattern;
  for (const Term& term : year) pattern.push_back(term.row);
  for (const Term& term : year.subspan(1)) pattern.push_back(Rounded(term.weight / year.front().weight));
  return pattern;
}

struct Use {
  std::size_t count = 0;
  Terms proportions;  ///< Of the first that uses it.
  std::uint32_t row = 0;
};

/// Calls visit(terms of one calendar year) for each year of a sum whose terms are sorted by year.
template <typename Visit>
void ForEachYear(const Terms& sum, std::span<const BasisRow> basis, Visit visit) {
  for (std::size_t first = 0; first < sum.size();) {
    std::size_t end = first + 1;
    while (end < sum.size() && basis[sum[end].row].year == basis[sum[first].row].year) ++end;
    visit(std::span(sum).subspan(first, end - first));
    first = end;
  }
}

}  // namespace

CombinedYears CombineYears(std::vector<Terms> sums, std::span<const BasisRow> basis) {
  std::map<Pattern, Use> uses;
  for (Terms& sum : sums) {
    std::sort(sum.begin(), sum.end(), [&](const Term& a, const Term& b) {
      return std::pair(basis[a.row].year, a.row) < std::pair(basis[b.row].year, b.row);
    });
    ForEachYear(sum, basis, [&](std::span<const Term> year) {
      if (year.size() < 2) return;
      Use& use = uses[PatternOf(year)];
      if (use.count++ > 0) return;
      for (const Term& term : year) use.proportions.push_back({term.row, term.weight / year.front().weight});
    });
  }

  CombinedYears made;
  std::vector<Terms> combined;
  std::erase_if(uses, [](const auto& entry) {
    const Use& use = entry.second;
    return use.count * (use.proportions.size() - 1) < use.proportions.size() + kFewestSaved;
  });
  for (auto& [pattern, use] : uses) {
    use.row = static_cast<std::uint32_t>(combined.size());
    combined.push_back(std::move(use.proportions));
  }
  made.combined = kernel::RowSums(std::move(combined));

  for (Terms& sum : sums) {
    Terms shorter;
    ForEachYear(sum, basis, [&](std::span<const Term> year) {
      const auto use = year.size() < 2 ? uses.end() : uses.find(PatternOf(year));
      if (use == uses.end()) {
        shorter.insert(shorter.end(), year.begin(), year.end());
        return;
      }
      const std::uint32_t behind_basis = made.combined.OutRow(use->second.row);
      shorter.push_back({static_cast<std::uint32_t>(basis.size()) + behind_basis, year.front().weight});
    });
    sum = std::move(shorter);
  }
  made.sums = kernel::RowSums(std::move(sums));
  return made;
}

}  // namespace calanque::run
