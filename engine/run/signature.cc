#include "engine/run/signature.h"

#include <algorithm>
#include <utility>

namespace calanque::run {
namespace {

bool IsSameFactor(const YearElement& a, const YearElement& b) {
  return a.first_row == b.first_row && a.year == b.year && a.is_absolute == b.is_absolute;
}
bool IsSameFactor(const ScalarElement& a, const ScalarElement& b) { return a.row == b.row; }

/// Sorts, adds up the exponents of equal factors, drops those that cancel.
template <typename Element>
void Normalise(std::vector<Element>& elements) {
  std::vector<Element> merged;
  for (const Element& element : elements) {
    const auto same =
        std::find_if(merged.begin(), merged.end(), [&](const Element& known) { return IsSameFactor(known, element); });
    if (same == merged.end()) {
      merged.push_back(element);
    } else {
      same->exponent += element.exponent;
    }
  }
  std::erase_if(merged, [](const Element& element) { return element.exponent == 0; });
  std::sort(merged.begin(), merged.end());
  elements = std::move(merged);
}

template <typename Product>
std::uint32_t InternIn(std::map<Product, std::uint32_t>& ids, std::vector<Product>& products, Product product) {
  Normalise(product.elements);
  const auto [known, is_new] = ids.emplace(product, static_cast<std::uint32_t>(products.size()));
  if (is_new) products.push_back(std::move(product));
  return known->second;
}

}  // namespace

SignatureTable::SignatureTable() {
  Intern(YearProduct{});
  Intern(ScalarProduct{});
}

std::uint32_t SignatureTable::Intern(YearProduct product) { return InternIn(year_ids_, years_, std::move(product)); }
std::uint32_t SignatureTable::Intern(ScalarProduct product) {
  return InternIn(scalar_ids_, scalars_, std::move(product));
}

Signature SignatureTable::OfYears(std::uint32_t first_row) { return {Intern(YearProduct{{{first_row}}, false}), 0}; }

Signature SignatureTable::OfYear(std::uint32_t first_row, int year_index) {
  return {Intern(YearProduct{{{first_row, 1, year_index, true}}, false}), 0};
}

Signature SignatureTable::OfEvent(std::uint32_t first_row) { return {Intern(YearProduct{{{first_row}}, true}), 0}; }

Signature SignatureTable::OfScalar(std::uint32_t row, double expected, std::uint32_t level) {
  return {0, Intern(ScalarProduct{{{row, 1}}, expected, level})};
}

Signature SignatureTable::Product(Signature left, Signature right) {
  if (left == Signature{}) return right;
  if (right == Signature{}) return left;
  YearProduct year = years_[left.year];
  const YearProduct& other_year = years_[right.year];
  year.elements.insert(year.elements.end(), other_year.elements.begin(), other_year.elements.end());
  year.is_event = year.is_event || other_year.is_event;
  ScalarProduct scalar = scalars_[left.scalar];
  const ScalarProduct& other_scalar = scalars_[right.scalar];
  scalar.elements.insert(scalar.elements.end(), other_scalar.elements.begin(), other_scalar.elements.end());
  scalar.expected *= other_scalar.expected;
  scalar.level = std::max(scalar.level, other_scalar.level);
  const std::uint32_t year_id = Intern(std::move(year));
  return {year_id, Intern(std::move(scalar))};
}

Signature SignatureTable::Reciprocal(Signature signature) {
  YearProduct year = years_[signature.year];
  for (YearElement& element : year.elements) element.exponent = -element.exponent;
  ScalarProduct scalar = scalars_[signature.scalar];
  for (ScalarElement& element : scalar.elements) element.exponent = -element.exponent;
  const std::uint32_t year_id = Intern(std::move(year));
  return {year_id, Intern(std::move(scalar))};
}

Signature SignatureTable::Later(Signature signature, int years) {
  YearProduct year = years_[signature.year];
  for (YearElement& element : year.elements) {
    if (!element.is_absolute) element.year += years;
  }
  return {Intern(std::move(year)), signature.scalar};
}

Signature SignatureTable::Pinned(Signature signature, int year_index) {
  YearProduct year = years_[signature.year];
  for (YearElement& element : year.elements) {
    if (element.is_absolute) continue;
    element.year = year_index - element.year;
    element.is_absolute = true;
  }
  return {Intern(std::move(year)), signature.scalar};
}

}  // namespace calanque::run
