#include "engine/model/validate_abatement.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/model/number_text.h"
#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2300;
/// Slower than this, a measure takes more than a thousand years.
constexpr double kSlowestPerYear = 1e-3;

class Check {
 public:
  Check(const AppraisalRequest& request, const AbatementTerms& terms) : context_(request), terms_(terms) {}

  Failures Run() && {
    const FieldPath root;
    if (terms_.draws_target_year && !context_.request.portfolio.baseline) {
      context_.Fail(root / "width",
                    "is CURVE_WIDTH_TARGET_YEAR, which asks for a target year; the portfolio has no baseline");
    }
    Interactions(root / "interactions");
    SpeedLimits(root / "speed_limits");
    if (terms_.pathway) Pathway(*terms_.pathway, root / "pathway");
    return std::move(context_).Take();
  }

 private:
  void Interactions(const FieldPath& path) {
    IdSet ids("interaction group");
    ids.Fill(terms_.interactions);
    ValidationContext::Places places;
    for (std::size_t i = 0; i < terms_.interactions.size(); ++i) {
      const InteractionGroup& group = terms_.interactions[i];
      const FieldPath element = path[i];
      context_.CheckId(ids, group.id, i, element);
      const FieldPath measures = element / "measures";
      if (group.measures.size() < 2) {
        context_.Fail(measures, "has " + std::to_string(group.measures.size()) +
                                    "; expected at least two measures that interact");
      }
      for (std::size_t k = 0; k < group.measures.size(); ++k) {
        const FieldPath measure = measures[k];
        context_.RequireOnce(context_.projects, places, group.measures[k].project_id, measure / "project_id");
        context_.Fraction(group.measures[k].removed_fraction, measure / "removed_fraction");
        context_.Fraction(group.measures[k].sized_cost_fraction, measure / "sized_cost_fraction");
      }
    }
  }

  void SpeedLimits(const FieldPath& path) {
    ValidationContext::Places places;
    for (std::size_t i = 0; i < terms_.speed_limits.size(); ++i) {
      const SpeedLimit& limit = terms_.speed_limits[i];
      const FieldPath element = path[i];
      context_.RequireOnce(context_.projects, places, limit.project_id, element / "project_id");
      if (limit.first_year != 0) {
        context_.Range(limit.first_year, kFirstYear, kLastYear, element / "first_year",
                       "0 (the grid's first) or a calendar year, 1900 to 2300");
      }
      context_.Range(limit.implementation_fraction_per_year, kSlowestPerYear, 1.0,
                     element / "implementation_fraction_per_year", "a fraction of the measure from 0.001 to 1");
    }
  }

  void Pathway(const PathwayTerms& pathway, const FieldPath& path) {
    const auto& baseline = context_.request.portfolio.baseline;
    if (!baseline) {
      context_.Fail(path, "asks for sectors and their emissions; the portfolio has no baseline");
    } else if (baseline->target_year <= baseline->base_year) {
      context_.Fail(path, "goes from the base year to the target year; the baseline has " +
                              std::to_string(baseline->base_year) + " and " + std::to_string(baseline->target_year));
    }
    const FieldPath sectors = path / "sectors";
    ValidationContext::Places places;
    for (std::size_t i = 0; baseline && i < pathway.sectors.size(); ++i) {
      const SectorPathway& sector = pathway.sectors[i];
      const FieldPath element = sectors[i];
      context_.RequireOnce(context_.sectors, places, sector.sector_id, element / "sector_id");
      if (sector.business_as_usual) Points(*sector.business_as_usual, element / "business_as_usual");
      if (sector.target) Points(*sector.target, element / "target");
    }
    if (pathway.carbon_budget) Budget(*pathway.carbon_budget, path / "carbon_budget");
  }

  void Points(const EmissionPoints& points, const FieldPath& path) {
    const FieldPath years = path / "years";
    const FieldPath emissions = path / "emissions_t_co2e";
    if (points.years.empty()) context_.Fail(years, "is empty; expected at least one calendar year");
    for (std::size_t i = 0; i < points.years.size(); ++i) {
      context_.Range(points.years[i], kFirstYear, kLastYear, years[i], "a calendar year, 1900 to 2300");
      if (i > 0 && points.years[i] <= points.years[i - 1]) {
        context_.Fail(years[i], "is " + std::to_string(points.years[i]) + "; expected a year after " +
                                    std::to_string(points.years[i - 1]));
      }
    }
    if (points.emissions_t_co2e.size() != points.years.size()) {
      context_.Fail(emissions, "has " + std::to_string(points.emissions_t_co2e.size()) +
                                   " values; expected one for each of " + std::to_string(points.years.size()) +
                                   " years");
    }
    for (std::size_t i = 0; i < points.emissions_t_co2e.size(); ++i) {
      context_.NotNegative(points.emissions_t_co2e[i], emissions[i]);
    }
  }

  void Budget(const CarbonBudget& budget, const FieldPath& path) {
    const auto& baseline = context_.request.portfolio.baseline;
    const int first = baseline ? std::min(baseline->base_year, context_.first_year) : context_.first_year;
    const std::string years = std::to_string(first) + " to " + std::to_string(context_.last_year);
    context_.Range(budget.first_year, first, context_.last_year, path / "first_year",
                   "a year of the pathway, " + years);
    context_.Range(budget.last_year, first, context_.last_year, path / "last_year", "a year of the pathway, " + years);
    if (budget.last_year < budget.first_year) {
      context_.Fail(path / "last_year", "is " + std::to_string(budget.last_year) + ", before the first year, " +
                                            std::to_string(budget.first_year));
    }
    if (!(budget.emission_t_co2e > 0.0)) {
      context_.Fail(path / "emission_t_co2e", "is " + NumberText(budget.emission_t_co2e) + "; expected tonnes above 0");
    }
  }

  ValidationContext context_;
  const AbatementTerms& terms_;
};

}  // namespace

Failures ValidateAbatement(const AppraisalRequest& request, const AbatementTerms& terms) {
  return Check(request, terms).Run();
}

Failures AbatementWarnings(const AppraisalRequest& request, const AbatementTerms& terms) {
  Failures warnings;
  if (!terms.pathway) return warnings;
  const FieldPath root;
  const FieldPath portfolio = root / "portfolio";
  const FieldPath baseline = portfolio / "baseline";
  const FieldPath sectors = baseline / "sectors";
  const auto& known = request.portfolio.baseline->sectors;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto own = std::ranges::find(terms.pathway->sectors, known[i].id, &SectorPathway::sector_id);
    const bool is_own = own != terms.pathway->sectors.end();
    const FieldPath sector = sectors[i];
    const auto warn = [&](const char* field, const char* message) {
      warnings.push_back({Reason::kInvalidInput, (sector / field).Render(), message});
    };
    if (known[i].baseline_t_co2e == 0.0) {
      warn("baseline_t_co2e", "is not known; the sector's baseline is drawn as 0");
    }
    if (known[i].trend_t_co2e == 0.0 && !(is_own && own->business_as_usual)) {
      warn("trend_t_co2e", "is not known; business as usual stays at the baseline");
    }
    if (known[i].planned_reduction_t_co2e == 0.0 && !(is_own && own->target)) {
      warn("planned_reduction_t_co2e", "is not known; the target stays at business as usual");
    }
  }
  return warnings;
}

}  // namespace calanque::model
