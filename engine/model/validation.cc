#include "engine/model/validation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace calanque::model {
namespace {

constexpr double kShareTolerance = 1e-9;
constexpr std::size_t kMaxIdLength = 64;

bool IsWellFormed(std::string_view id) {
  const auto is_first = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (id.empty() || id.size() > kMaxIdLength || !is_first(id.front())) return false;
  return std::all_of(id.begin(), id.end(), [&](char c) { return is_first(c) || c == '_' || c == '.' || c == '-'; });
}

/// Levenshtein distance; ids are short.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::string Join(const std::string& parent, std::string_view name) {
  return parent.empty() ? std::string(name) : parent + "." + std::string(name);
}

std::string Join(const std::string& parent, std::string_view name, std::size_t index) {
  return Join(parent, name) + "[" + std::to_string(index) + "]";
}

std::string NumberText(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

void IdSet::Add(const std::string& id, std::size_t position, const std::string& path, Failures& failures) {
  if (!IsWellFormed(id)) {
    failures.push_back({Reason::kInvalidInput, Join(path, "id"),
                        (id.empty() ? "is missing" : "'" + id + "' is malformed") +
                            std::string("; expected lower-case letters, digits, '_', '.' and '-', at most 64, the first a "
                                        "letter or digit")});
    return;
  }
  if (!positions_.emplace(id, position).second) {
    failures.push_back({Reason::kInvalidInput, Join(path, "id"),
                        "'" + id + "' stands twice; expected every " + std::string(kind_) + " id once"});
  }
}

std::optional<std::size_t> IdSet::Find(std::string_view id) const {
  const auto found = positions_.find(id);
  return found == positions_.end() ? std::nullopt : std::optional(found->second);
}

std::string IdSet::Nearest(std::string_view id) const {
  constexpr std::size_t kMostTried = 2000;  // A suggestion is not worth quadratic work on a huge list.
  std::string_view best;
  std::size_t best_distance = id.size() / 3 + 2;
  std::size_t tried = 0;
  for (const auto& [known, position] : positions_) {
    if (++tried > kMostTried || id.size() > kMaxIdLength) break;
    const std::size_t distance = EditDistance(id, known);
    if (distance < best_distance || (distance == best_distance && !best.empty() && known < best)) {
      best_distance = distance;
      best = known;
    }
  }
  return best.empty() ? "" : "; did you mean '" + std::string(best) + "'?";
}

void IdSet::Require(const std::string& id, const std::string& path, Failures& failures) const {
  if (Has(id)) return;
  failures.push_back({Reason::kInvalidInput, path,
                      id.empty() ? "is missing; expected the id of a " + std::string(kind_)
                                 : "unknown " + std::string(kind_) + " '" + id + "'" + Nearest(id)});
}

void ValidationContext::Range(double value, double low, double high, const std::string& path, std::string_view name,
                              std::string_view expected) {
  if (value >= low && value <= high) return;
  Fail(Join(path, name), "is " + NumberText(value) + "; expected " + std::string(expected));
}

void ValidationContext::Growth(double value, const std::string& path, std::string_view name) {
  if (value > -1.0 && value <= 10.0) return;
  Fail(Join(path, name), "is " + NumberText(value) + "; expected a fraction per year above -1 and at most 10 (2 % is 0.02)");
}

void ValidationContext::Profile(const YearlyProfile& profile, const std::string& path) {
  double sum = 0.0;
  for (std::size_t i = 0; i < profile.fractions.size(); ++i) {
    const double share = profile.fractions[i];
    if (share < 0.0 || share > 1.0) {
      Fail(Join(path, "fractions", i), "is " + NumberText(share) + "; expected a fraction from 0 to 1");
    }
    sum += share;
  }
  if (profile.fractions.empty()) {
    Fail(Join(path, "fractions"), "is empty; expected one share a year, summing to 1");
  } else if (std::abs(sum - 1.0) > kShareTolerance) {
    Fail(Join(path, "fractions"), "sum to " + NumberText(sum) + "; expected 1");
  }
  if (!has_grid) return;
  if (profile.start_date < grid_start) {
    Fail(Join(path, "start_date"), time::FormatIsoDate(profile.start_date) + " is before the start of the grid, " +
                                       time::FormatIsoDate(grid_start));
  } else if (profile.start_date >= horizon) {
    Fail(Join(path, "start_date"), time::FormatIsoDate(profile.start_date) + " is at or after the horizon, " +
                                       time::FormatIsoDate(horizon));
  }
}

void ValidationContext::Span(const ActiveSpan& span, const std::string& path) {
  if (span.end_date && *span.end_date <= span.start_date) {
    Fail(Join(path, "end_date"), time::FormatIsoDate(*span.end_date) + " is not after the start, " +
                                     time::FormatIsoDate(span.start_date));
  }
  if (!has_grid) return;
  if (span.start_date < grid_start) {
    Fail(Join(path, "start_date"), time::FormatIsoDate(span.start_date) + " is before the start of the grid, " +
                                       time::FormatIsoDate(grid_start));
  } else if (span.start_date >= horizon) {
    Fail(Join(path, "start_date"), time::FormatIsoDate(span.start_date) + " is at or after the horizon, " +
                                       time::FormatIsoDate(horizon));
  }
}

void ValidationContext::Terms(const PriceTerms& terms, const std::string& path) {
  if (terms.basis == PriceBasis::kNominal) {
    if (terms.price_base_date) {
      Fail(Join(path, "price_base_date"), "is set on nominal terms; expected PRICE_BASIS_REAL, or no base date");
    }
    if (!terms.index_curve_id.empty()) {
      Fail(Join(path, "index_curve_id"), "is set on nominal terms; expected PRICE_BASIS_REAL, or no index");
    }
    return;
  }
  curves.RequireIfSet(terms.index_curve_id, Join(path, "index_curve_id"), failures);
  if (terms.index_curve_id.empty() && request.assumptions.general_index_curve_id.empty()) {
    Fail(Join(path, "index_curve_id"),
         "is missing on real terms; expected an index, or assumptions.general_index_curve_id");
  }
}

bool ValidationContext::IsOutside(std::string_view party_id) const {
  const auto position = parties.Find(party_id);
  return position && request.portfolio.parties[*position].is_outside;
}

}  // namespace calanque::model
