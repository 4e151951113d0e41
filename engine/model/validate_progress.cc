#include "engine/model/validate_progress.h"

#include <numeric>
#include <string>
#include <utility>

#include "engine/model/number_text.h"
#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2300;
/// A scope ten times the planned one is another project.
constexpr double kLargestScope = 10.0;
/// Sums of fractions are rounded.
constexpr double kRounding = 1e-9;

class Check {
 public:
  Check(const AppraisalRequest& request, const ProgressTerms& terms) : context_(request), terms_(terms) {}

  Failures Run() && {
    const FieldPath root;
    StatusDate(root / "status_date");
    Actuals(root / "actuals");
    Indicators(root / "indicators");
    return std::move(context_).Take();
  }

 private:
  void StatusDate(const FieldPath& path) {
    if (!terms_.status_date) return;  // The reader has said so.
    const time::PeriodGrid& grid = context_.request.options.grid;
    count_ = RecordedPeriods(grid, *terms_.status_date);
    if (count_) return;
    context_.Fail(path, "is " + time::FormatIsoDate(*terms_.status_date) +
                            "; expected the first day after a period of the grid, " +
                            time::FormatIsoDate(grid.StartOf(1)) + " to " + time::FormatIsoDate(grid.Horizon()) +
                            ", every " + std::to_string(grid.months_per_period) + " months");
  }

  void Actuals(const FieldPath& path) {
    ValidationContext::Places places;
    for (std::size_t i = 0; i < terms_.actuals.size(); ++i) {
      const ProjectActuals& actuals = terms_.actuals[i];
      const FieldPath element = path[i];
      context_.RequireOnce(context_.projects, places, actuals.project_id, element / "project_id");
      context_.Range(actuals.scope_at_completion_fraction, 0.0, kLargestScope, element / "scope_at_completion_fraction",
                     "a fraction of the planned scope, 0 (given up) to 10");
      Delivered(actuals, element / "delivered_fractions");
      for (std::size_t q = 0; q < kProgressQuantityCount; ++q) {
        Length(actuals.rows[q].size(), element / FieldOf(static_cast<ProgressQuantity>(q)));
      }
    }
  }

  void Length(std::size_t size, const FieldPath& path) {
    if (!count_ || size == 0 || size == *count_) return;
    context_.Fail(path, "has " + std::to_string(size) + " values; expected one for each of the " +
                            std::to_string(*count_) + " periods before the status date, or none");
  }

  void Delivered(const ProjectActuals& actuals, const FieldPath& path) {
    Length(actuals.delivered_fractions.size(), path);
    for (std::size_t t = 0; t < actuals.delivered_fractions.size(); ++t) {
      context_.Range(actuals.delivered_fractions[t], 0.0, kLargestScope, path[t],
                     "a fraction of the planned scope, 0 to 10 (5 % is 0.05)");
    }
    const double sum = std::accumulate(actuals.delivered_fractions.begin(), actuals.delivered_fractions.end(), 0.0);
    if (sum > actuals.scope_at_completion_fraction + kRounding) {
      context_.Fail(path, "sum to " + NumberText(sum) + ", more than scope_at_completion_fraction, " +
                              NumberText(actuals.scope_at_completion_fraction));
    }
  }

  void Indicators(const FieldPath& path) {
    IdSet ids("indicator");
    ids.Fill(terms_.indicators);
    for (std::size_t i = 0; i < terms_.indicators.size(); ++i) {
      const ProgressIndicator& indicator = terms_.indicators[i];
      const FieldPath element = path[i];
      context_.CheckId(ids, indicator.id, i, element);
      if (indicator.unit.empty()) context_.Fail(element / "unit", "is missing");
      const char* const kYear = "a calendar year, 1900 to 2300";
      context_.Range(indicator.baseline_year, kFirstYear, kLastYear, element / "baseline_year", kYear);
      context_.Range(indicator.target_year, kFirstYear, kLastYear, element / "target_year", kYear);
      if (indicator.target_year <= indicator.baseline_year) {
        context_.Fail(element / "target_year", "is " + std::to_string(indicator.target_year) +
                                                   "; expected a year after the baseline's, " +
                                                   std::to_string(indicator.baseline_year));
      }
      Recorded(indicator, element);
    }
  }

  void Recorded(const ProgressIndicator& indicator, const FieldPath& element) {
    const FieldPath years = element / "recorded_years";
    for (std::size_t k = 0; k < indicator.recorded_years.size(); ++k) {
      const int least = k == 0 ? indicator.baseline_year : indicator.recorded_years[k - 1] + 1;
      context_.Range(indicator.recorded_years[k], least, kLastYear, years[k],
                     k == 0 ? "the baseline's year or a later one" : "a year after the one before");
    }
    if (indicator.recorded.size() != indicator.recorded_years.size()) {
      context_.Fail(element / "recorded_values", "has " + std::to_string(indicator.recorded.size()) +
                                                     " values; expected one for each of " +
                                                     std::to_string(indicator.recorded_years.size()) + " years");
    }
  }

  ValidationContext context_;
  const ProgressTerms& terms_;
  std::optional<std::size_t> count_;  ///< Periods before the status date.
};

}  // namespace

std::string_view FieldOf(ProgressQuantity quantity) {
  switch (quantity) {
    case ProgressQuantity::kSpent:
      return "spent_amounts";
    case ProgressQuantity::kReceived:
      return "received_amounts";
    case ProgressQuantity::kReceivedPlanned:
      return "received_planned_amounts";
    case ProgressQuantity::kRunning:
      return "running_amounts";
    case ProgressQuantity::kEnergyMoney:
      return "energy_amounts";
    case ProgressQuantity::kEnergy:
      return "energy_mwh";
    case ProgressQuantity::kAbatement:
      return "abatement_t_co2e";
  }
  return "";
}

std::optional<std::size_t> RecordedPeriods(const time::PeriodGrid& grid, time::Date status_date) {
  for (int i = 1; i <= grid.period_count; ++i) {
    if (grid.StartOf(i) == status_date) return static_cast<std::size_t>(i);
  }
  return std::nullopt;
}

Failures ValidateProgress(const AppraisalRequest& request, const ProgressTerms& terms) {
  return Check(request, terms).Run();
}

}  // namespace calanque::model
