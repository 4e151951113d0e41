#include "engine/run/combine_years.h"

#include <algorithm>
#include <bit>
#include <cmath>
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

/// What all weights are divided by: the largest, so that no proportion is beyond 1.
double ScaleOf(std::span<const Term> year) {
  return std::max_element(year.begin(), year.end(),
                          [](const Term& a, const Term& b) { return std::abs(a.weight) < std::abs(b.weight); })
      ->weight;
}

/// Rows of a year, then the proportions of their weights.
using Pattern = std::vector<std::uint64_t>;

Pattern PatternOf(std::span<const Term> year, double scale) {
  Pattern pattern;
  for (const Term& term : year) pattern.push_back(term.row);
  for (const Term& term : year) pattern.push_back(Rounded(term.weight / scale));
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

using Uses = std::map<Pattern, Use>;

/// By year, then row; what cancelled is gone.
void Tidy(Terms& sum, std::span<const BasisRow> basis) {
  std::erase_if(sum, [](const Term& term) { return term.weight == 0.0; });
  std::sort(sum.begin(), sum.end(), [&](const Term& a, const Term& b) {
    return std::pair(basis[a.row].year, a.row) < std::pair(basis[b.row].year, b.row);
  });
}

/// Patterns that are used often enough.
Uses UsesIn(const std::vector<Terms>& sums, std::span<const BasisRow> basis, const StopPoll& stop) {
  Uses uses;
  for (const Terms& sum : sums) {
    if (stop()) return uses;
    ForEachYear(sum, basis, [&](std::span<const Term> year) {
      if (year.size() < 2) return;
      const double scale = ScaleOf(year);
      Use& use = uses[PatternOf(year, scale)];
      if (use.count++ > 0) return;
      for (const Term& term : year) use.proportions.push_back({term.row, term.weight / scale});
    });
  }
  std::erase_if(uses, [](const auto& entry) {
    const Use& use = entry.second;
    return use.count * (use.proportions.size() - 1) < use.proportions.size() + kFewestSaved;
  });
  return uses;
}

}  // namespace

CombinedYears CombineYears(std::vector<Terms> sums, std::span<const BasisRow> basis, const StopPoll& stop) {
  for (Terms& sum : sums) {
    if (stop()) return {};
    Tidy(sum, basis);
  }
  Uses uses = UsesIn(sums, basis, stop);
  std::vector<Terms> combined;
  for (auto& [pattern, use] : uses) {
    use.row = static_cast<std::uint32_t>(combined.size());
    combined.push_back(std::move(use.proportions));
  }
  CombinedYears made;
  made.combined = kernel::RowSums(std::move(combined), stop);
  for (Terms& sum : sums) {
    if (stop()) return {};
    Terms shorter;
    ForEachYear(sum, basis, [&](std::span<const Term> year) {
      const double scale = ScaleOf(year);
      const auto use = year.size() < 2 ? uses.end() : uses.find(PatternOf(year, scale));
      if (use == uses.end()) {
        shorter.insert(shorter.end(), year.begin(), year.end());
      } else {
        const std::uint32_t behind_basis = made.combined.OutRow(use->second.row);
        shorter.push_back({static_cast<std::uint32_t>(basis.size()) + behind_basis, scale});
      }
    });
    sum = std::move(shorter);
  }
  made.sums = kernel::RowSums(std::move(sums), stop);
  return made;
}

}  // namespace calanque::run
