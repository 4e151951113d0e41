#include "engine/model/validation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace calanque::model {
namespace {

constexpr double kShareTolerance = 1e-9;
constexpr double kMaxRatePerYear = 10.0;
constexpr std::size_t kMaxIdLength = 64;
constexpr std::size_t kMaxFailures = 10'000;
constexpr int kMaxPeriods = 1200;
constexpr int kLastYear = 2300;
constexpr int kMaxDerivedDepth = 32;

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

/// Text that came in, fit for a message: a bounded part of it.
std::string Quoted(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  return "'" + std::string(text.substr(0, kLongest)) + (text.size() > kLongest ? "...'" : "'");
}

}  // namespace

std::string NumberText(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

bool IsSound(const time::PeriodGrid& grid) {
  return grid.period_count >= 1 && grid.period_count <= kMaxPeriods && time::YearOf(grid.Horizon()) <= kLastYear;
}

void IdSet::Index() {
  positions_.reserve(ids_.size());
  for (std::size_t i = positions_.size(); i < ids_.size(); ++i) positions_.emplace(ids_[i], i);
}

std::optional<std::size_t> IdSet::Find(std::string_view id) const {
  if (ids_.size() > kMostSearched) {
    const auto found = positions_.find(id);
    return found == positions_.end() ? std::nullopt : std::optional(found->second);
  }
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  return found == ids_.end() ? std::nullopt : std::optional<std::size_t>(found - ids_.begin());
}

std::string_view IdSet::Nearest(std::string_view id) const {
  constexpr std::size_t kMostTried = 10'000;
  if (id.size() > kMaxIdLength) return {};
  std::string_view best;
  std::size_t best_distance = id.size() / 3 + 1;
  std::size_t tried = 0;
  for (const std::string_view known : ids_) {
    if (++tried > kMostTried) break;
    if (known.empty() || known.size() > kMaxIdLength) continue;
    const std::size_t distance = EditDistance(id, known);
    const bool is_first = best.empty() && distance == best_distance;
    if (distance < best_distance || is_first || (distance == best_distance && known < best)) {
      best_distance = distance;
      best = known;
    }
  }
  return best;
}

ValidationContext::ValidationContext(const AppraisalRequest& request_in, const StopPoll& stop)
    : request(request_in), is_stopped(stop) {
  const Portfolio& portfolio = request.portfolio;
  parties.Fill(portfolio.parties);
  perspectives.Fill(portfolio.perspectives);
  projects.Fill(portfolio.projects);
  financing_sources.Fill(portfolio.financing_sources);
  if (portfolio.baseline) sectors.Fill(portfolio.baseline->sectors);
  curves.Fill(request.assumptions.curves);
  carriers.Fill(request.assumptions.carriers);
  discount_rates.Fill(request.assumptions.discount_rates);
  const time::PeriodGrid& grid = request.options.grid;
  if (!IsSound(grid)) return;
  periods.emplace(grid);
  first_year = time::YearOf(grid.start);
  last_year = time::YearOf(grid.StartOf(grid.period_count - 1));
}

void ValidationContext::Fail(const FieldPath& path, std::string message) {
  if (failures_.size() < kMaxFailures) failures_.push_back({Reason::kInvalidInput, path.Render(), std::move(message)});
}

void ValidationContext::CheckId(const IdSet& ids, const std::string& id, std::size_t position,
                                const FieldPath& element) {
  if (!IsWellFormed(id)) {
    Fail(element / "id",
         (id.empty() ? "is missing" : Quoted(id) + " is malformed") +
             "; expected lower-case letters, digits, '_', '.' and '-', at most 64, the first a letter or digit");
  } else if (ids.Find(id) != position) {
    Fail(element / "id", "'" + id + "' stands twice; expected every " + std::string(ids.kind()) + " id once");
  }
}

void ValidationContext::RequireOnce(const IdSet& ids, Places& places, const std::string& id, const FieldPath& path) {
  Require(ids, id, path);
  if (id.empty()) return;
  const auto [place, is_new] = places.try_emplace(id);
  if (is_new) {
    place->second = path.Render();
  } else {
    Fail(path, "'" + id + "' stands at " + place->second + " already; expected it once");
  }
}

void ValidationContext::Count(int value, int low, int high, const FieldPath& path) {
  Range(value, low, high, path, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
}

void ValidationContext::GridYear(int year, const FieldPath& path) {
  Range(year, first_year, last_year, path,
        "a calendar year of the grid, " + std::to_string(first_year) + " to " + std::to_string(last_year));
}

void ValidationContext::Require(const IdSet& ids, const std::string& id, const FieldPath& path) {
  if (ids.Find(id)) return;
  const std::string kind(ids.kind());
  if (id.empty()) {
    Fail(path, "is missing; expected the id of a " + kind);
    return;
  }
  const std::string_view nearest = suggestions_left_-- > 0 ? ids.Nearest(id) : std::string_view();
  Fail(path,
       "unknown " + kind + " " + Quoted(id) +
           (nearest.empty() ? "; expected the id of a " + kind : "; did you mean '" + std::string(nearest) + "'?"));
}

void ValidationContext::Range(double value, double low, double high, const FieldPath& path, std::string_view expected) {
  if (value >= low && value <= high) return;
  Fail(path, "is " + NumberText(value) + "; expected " + std::string(expected));
}

void ValidationContext::Fractions(const std::vector<double>& values, const FieldPath& path) {
  for (std::size_t i = 0; i < values.size(); ++i) Fraction(values[i], path[i]);
}

void ValidationContext::Rate(double rate_per_year, const FieldPath& path) {
  if (rate_per_year > -1.0 && rate_per_year <= kMaxRatePerYear) return;
  Fail(path,
       "is " + NumberText(rate_per_year) + "; expected a fraction per year above -1 and at most 10 (2 % is 0.02)");
}

void ValidationContext::InGrid(time::Date date, const FieldPath& path) {
  if (!periods) return;
  if (date < periods->StartOf(0)) {
    Fail(path,
         time::FormatIsoDate(date) + " is before the start of the grid, " + time::FormatIsoDate(periods->StartOf(0)));
  } else if (date >= periods->Horizon()) {
    Fail(path, time::FormatIsoDate(date) + " is beyond the grid, which ends before " +
                   time::FormatIsoDate(periods->Horizon()));
  }
}

void ValidationContext::Profile(const YearlyProfile& profile, const FieldPath& path) {
  InGrid(profile.start_date, path / "start_date");
  const FieldPath fractions = path / "fractions";
  if (profile.fractions.empty()) {
    Fail(fractions, "is empty; expected one share a year, summing to 1");
    return;
  }
  Fractions(profile.fractions, fractions);
  double sum = 0.0;
  for (const double share : profile.fractions) sum += share;
  if (!(std::abs(sum - 1.0) <= kShareTolerance)) Fail(fractions, "sum to " + NumberText(sum) + "; expected 1");
}

void ValidationContext::Span(const ActiveSpan& span, const FieldPath& path) {
  InGrid(span.start_date, path / "start_date");
  if (span.end_date && *span.end_date <= span.start_date) {
    Fail(path / "end_date",
         time::FormatIsoDate(*span.end_date) + " is not after the start, " + time::FormatIsoDate(span.start_date));
  }
}

void ValidationContext::Terms(const PriceTerms& terms, const FieldPath& path) {
  if (terms.basis == PriceBasis::kNominal) {
    if (terms.price_base_date) {
      Fail(path / "price_base_date", "is set on nominal terms; expected PRICE_BASIS_REAL, or no base date");
    }
    if (!terms.index_curve_id.empty()) {
      Fail(path / "index_curve_id", "is set on nominal terms; expected PRICE_BASIS_REAL, or no index");
    }
  } else if (!terms.index_curve_id.empty()) {
    Index(terms.index_curve_id, path / "index_curve_id");
  } else if (request.assumptions.general_index_curve_id.empty()) {
    Fail(path / "index_curve_id", "is missing on real terms; expected an index, or assumptions.general_index_curve_id");
  }
}

void ValidationContext::RefuseTermsOf(const std::string& curve_id, std::string_view what, const FieldPath& path) {
  const auto curve = curves.Find(curve_id);
  if (curve && request.assumptions.curves[*curve].price_terms) {
    Fail(path, "curve '" + curve_id + "' has price_terms; expected none for " + std::string(what));
  }
}

void ValidationContext::Index(const std::string& curve_id, const FieldPath& path) {
  Require(curves, curve_id, path);
  RefuseTermsOf(curve_id, "an index", path);
  const auto curve = curves.Find(curve_id);
  if (curve && !StaysAboveZero(request.assumptions.curves[*curve], 0)) {
    Fail(path, "curve '" + curve_id + "' is not above 0 at every date; expected an index with values above 0");
  }
}

/// Sufficient, not necessary, for derived curves: multiplier above 0 and addend not below it.
bool ValidationContext::StaysAboveZero(const Curve& curve, int depth) const {
  if (const auto* constant = std::get_if<CurveConstant>(&curve.shape)) return constant->value > 0.0;
  if (const auto* points = std::get_if<CurvePoints>(&curve.shape)) {
    return std::all_of(points->values.begin(), points->values.end(), [](double value) { return value > 0.0; });
  }
  if (const auto* growth = std::get_if<CurveGrowth>(&curve.shape)) return growth->base_value > 0.0;
  const auto& derived = std::get<CurveDerived>(curve.shape);
  const auto base = curves.Find(derived.base_curve_id);
  if (!base || depth > kMaxDerivedDepth) return true;  // Reported elsewhere.
  return derived.multiplier > 0.0 && derived.addend >= 0.0 &&
         StaysAboveZero(request.assumptions.curves[*base], depth + 1);
}

bool ValidationContext::IsOutside(std::string_view party_id) const {
  const auto position = parties.Find(party_id);
  return position && request.portfolio.parties[*position].is_outside;
}

}  // namespace calanque::model
