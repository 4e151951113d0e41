#include "engine/run/compare.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace calanque::run {
namespace {

/// The portfolio cell of a metric, view and perspective id; nullptr where the case has none.
const Cell* FindCell(const Case& one, const Cell& like, std::string_view perspective_id) {
  for (const Cell& cell : one.cells) {
    if (cell.project != kWholePortfolio || cell.metric != like.metric || cell.view != like.view) continue;
    const bool is_free = cell.perspective == kNoPerspective;
    const std::string_view id = is_free ? "" : std::string_view(one.plan->perspectives[cell.perspective].id);
    if (id == perspective_id) return &cell;
  }
  return nullptr;
}

bool IsSingle(const metric::Outcome& outcome) {
  return std::holds_alternative<double>(outcome) || std::holds_alternative<NoFigure>(outcome);
}

/// Ids of the perspectives that a case is asked for.
std::vector<std::string> PerspectivesOf(const Case& one) {
  if (!one.request->options.perspective_ids.empty()) return one.request->options.perspective_ids;
  std::vector<std::string> ids;
  for (const auto& perspective : one.plan->perspectives) ids.push_back(perspective.id);
  return ids;
}

/// Whether a case has figures that depend on who looks.
bool HasPerspectives(const Case& one) {
  return std::any_of(one.cells.begin(), one.cells.end(), [](const Cell& cell) {
    return cell.project == kWholePortfolio && cell.perspective != kNoPerspective;
  });
}

/// Names of the metrics that a case has figures of, in order.
std::set<std::string_view> MetricsOf(const Case& one) {
  std::set<std::string_view> names;
  for (const Cell& cell : one.cells) names.insert(cell.metric->name);
  return names;
}

std::string Joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text.empty() ? "none" : text;
}

/// Money and tonnes may be stated per inhabitant; rates and ratios may not.
bool IsExtensive(std::string_view unit) {
  return unit == "CURRENCY" || unit == "CURRENCY/year" || unit == "tCO2e" || unit == "MWh";
}

class Comparer {
 public:
  explicit Comparer(std::span<const Case> cases) : cases_(cases) {
    const auto& first = *cases.front().plan;
    same_currency_ = std::all_of(cases.begin(), cases.end(),
                                 [&](const Case& one) { return one.plan->currency_code == first.currency_code; });
    all_state_inhabitants_ = AllStateInhabitants(cases);
  }

  Comparison Compare() {
    Comparison comparison;
    const Case& first = cases_.front();
    for (const Cell& cell : first.cells) {
      if (cell.project != kWholePortfolio) continue;
      const std::string perspective_id =
          cell.perspective == kNoPerspective ? "" : first.plan->perspectives[cell.perspective].id;
      AddRows(cell, perspective_id, comparison.rows);
    }
    comparison.cautions = Cautions();
    return comparison;
  }

 private:
  void AddRows(const Cell& cell, const std::string& perspective_id, std::vector<ComparisonRow>& rows) const {
    ComparisonRow row;
    row.metric_name = cell.metric->name;
    row.perspective_id = perspective_id;
    row.view = cell.view;
    const bool is_money = cell.metric->unit.find(metric::kCurrencyUnit) != std::string_view::npos;
    if (!is_money || same_currency_) row.unit = metric::UnitText(cell.metric->unit, cases_.front().plan->currency_code);
    for (const Case& one : cases_) {
      const Cell* other = FindCell(one, cell, perspective_id);
      if (other == nullptr || !IsSingle(other->outcome)) return;  // Not every case has it as one number.
      const auto* value = std::get_if<double>(&other->outcome);
      const auto* failure = std::get_if<NoFigure>(&other->outcome);
      row.values.push_back(value != nullptr ? *value : 0.0);
      row.failures.push_back(value != nullptr     ? 0
                             : failure != nullptr ? static_cast<int>(failure->reason)
                                                  : static_cast<int>(Reason::kNotApplicable));
    }
    row.differences = Differences(row.values, row.failures);
    rows.push_back(row);
    if (all_state_inhabitants_ && IsExtensive(cell.metric->unit)) rows.push_back(PerInhabitant(std::move(row)));
  }

  [[nodiscard]] ComparisonRow PerInhabitant(ComparisonRow row) const {
    row.metric_name += "_per_inhabitant";
    if (!row.unit.empty()) row.unit += "/inhabitant";
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      row.values[i] /= static_cast<double>(cases_[i].request->portfolio.inhabitant_count);
    }
    row.differences = Differences(row.values, row.failures);
    return row;
  }

  /// Adds one caution where a property differs between the cases.
  template <typename Property>
  void CautionIfDifferent(std::string_view what, Property property, std::vector<std::string>& cautions) const {
    const std::string first = property(cases_.front());
    for (const Case& one : cases_) {
      const std::string other = property(one);
      if (other != first) {
        cautions.push_back("the cases differ in " + std::string(what) + ": " + first + " against " + other);
        return;
      }
    }
  }

  /// Cases meet by the ids of their perspectives: figures of one that some case lacks are not in the rows, and a reader
  /// must not look for them in vain.
  void CautionOfPerspectives(std::vector<std::string>& cautions) const {
    if (!std::all_of(cases_.begin(), cases_.end(), HasPerspectives)) return;
    std::vector<std::vector<std::string>> seen;
    std::vector<std::string> lacking;
    bool has_common = false;
    for (const Case& one : cases_) seen.push_back(PerspectivesOf(one));
    for (const auto& ids : seen) {
      for (const std::string& id : ids) {
        const bool is_common = std::all_of(seen.begin(), seen.end(), [&](const auto& others) {
          return std::find(others.begin(), others.end(), id) != others.end();
        });
        has_common = has_common || is_common;
        const bool is_new = std::find(lacking.begin(), lacking.end(), id) == lacking.end();
        if (!is_common && is_new) lacking.push_back(id);
      }
    }
    if (lacking.empty()) return;
    if (has_common) {
      const bool is_one = lacking.size() == 1;
      cautions.push_back(std::string("not every case has the perspective") + (is_one ? " " : "s ") + Joined(lacking) +
                         ": figures seen by " + (is_one ? "it" : "them") + " are left out");
      return;
    }
    std::string text = "the cases have no perspective in common, so no figures seen by one are compared; ids:";
    for (std::size_t i = 0; i < seen.size(); ++i) {
      text += (i == 0 ? " case " : "; case ") + std::to_string(i + 1) + " has " + Joined(seen[i]);
    }
    cautions.push_back(std::move(text));
  }

  [[nodiscard]] std::vector<std::string> Cautions() const {
    std::vector<std::string> cautions;
    CautionOfPerspectives(cautions);
    const auto first_metrics = MetricsOf(cases_.front());
    if (!std::all_of(cases_.begin(), cases_.end(), [&](const Case& one) { return MetricsOf(one) == first_metrics; })) {
      cautions.push_back("the cases ask for different metrics: only those of every case are compared");
    }
    const auto options = [](const Case& one) -> const model::AppraisalOptions& { return one.request->options; };
    CautionIfDifferent(
        "currency", [](const Case& one) { return one.plan->currency_code; }, cautions);
    CautionIfDifferent(
        "valuation date", [&](const Case& one) { return time::FormatIsoDate(options(one).valuation_date); }, cautions);
    CautionIfDifferent(
        "price basis",
        [&](const Case& one) {
          return std::string(options(one).price_basis == model::PriceBasis::kReal ? "real" : "nominal");
        },
        cautions);
    CautionIfDifferent(
        "first and last day of the grid",
        [&](const Case& one) {
          return time::FormatIsoDate(options(one).grid.start) + " to " +
                 time::FormatIsoDate(options(one).grid.Horizon());
        },
        cautions);
    CautionIfDifferent(
        "timing of flows",
        [&](const Case& one) {
          constexpr std::array<const char*, 3> kWords = {"start of the period", "middle of the period",
                                                         "end of the period"};
          return std::string(kWords[static_cast<std::size_t>(options(one).flow_timing)]);
        },
        cautions);
    CautionIfDifferent(
        "perimeter of the baseline",
        [](const Case& one) {
          const auto& baseline = one.request->portfolio.baseline;
          return baseline ? "'" + baseline->perimeter + "'" : std::string("none");
        },
        cautions);
    CautionIfDifferent(
        "base year of the baseline",
        [](const Case& one) {
          const auto& baseline = one.request->portfolio.baseline;
          return baseline ? std::to_string(baseline->base_year) : std::string("none");
        },
        cautions);
    return cautions;
  }

  std::span<const Case> cases_;
  bool same_currency_ = true;
  bool all_state_inhabitants_ = true;
};

}  // namespace

bool AllStateInhabitants(std::span<const Case> cases) {
  return std::all_of(cases.begin(), cases.end(),
                     [](const Case& one) { return one.request->portfolio.inhabitant_count > 0; });
}

std::vector<double> Differences(std::span<const double> values, std::span<const int> failures) {
  std::vector<double> differences(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (failures[0] == 0 && failures[i] == 0) differences[i] = values[i] - values[0];
  }
  return differences;
}

Comparison Compare(std::span<const Case> cases) {
  CALANQUE_CHECK(!cases.empty(), "nothing to compare");
  return Comparer(cases).Compare();
}

}  // namespace calanque::run
