#include "engine/run/simulation_rows.h"

#include <algorithm>
#include <string>

#include "engine/run/combine_years.h"

namespace calanque::run {
namespace {

std::vector<kernel::RowSums::Term> Terms(const std::map<std::uint32_t, double>& weights) {
  std::vector<kernel::RowSums::Term> terms;
  for (const auto& [row, weight] : weights) terms.push_back({row, weight});
  return terms;
}

/// Positions, those of a lower level first.
template <typename List, typename LevelOf>
std::vector<std::uint32_t> ByLevel(const List& list, LevelOf level_of) {
  std::vector<std::uint32_t> order(list.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return level_of(list[a]) < level_of(list[b]); });
  return order;
}

}  // namespace

SimulationRows::SimulationRows(std::size_t year_count, std::uint32_t driver_row_count, const StopPoll& stop)
    : stop_(stop) {
  computed_.first_row = driver_row_count;
  plan_.year_count = year_count;
  plan_.driver_row_count = driver_row_count;
}

std::uint32_t SimulationRows::Basis(std::uint32_t year_product, std::size_t year) {
  const auto& elements = table_.years()[year_product].elements;
  const bool is_one_year =
      std::all_of(elements.begin(), elements.end(), [](const YearElement& e) { return e.is_absolute; });
  const BasisRow row{year_product, is_one_year ? 0U : static_cast<std::uint32_t>(year)};
  if (year_product >= basis_ids_.size()) basis_ids_.resize(table_.years().size());
  std::vector<std::uint32_t>& ids = basis_ids_[year_product];
  if (ids.size() <= row.year) ids.resize(row.year + std::size_t{1}, SimulationPlan::kNone);
  if (ids[row.year] == SimulationPlan::kNone) {
    ids[row.year] = static_cast<std::uint32_t>(plan_.basis.size());
    plan_.basis.push_back(row);
  }
  return ids[row.year];
}

std::optional<std::uint32_t> SimulationRows::AddFunctional(const Sums& sums) {
  struct Pending {
    std::map<std::uint32_t, double> weights;  // By basis row.
    double mean = 0.0;
  };
  std::map<std::uint32_t, Pending> by_scalar;
  for (const auto& [signature, weights] : sums) {
    if (stop_()) return std::nullopt;
    if (signature == Signature{}) continue;
    Pending& pending = by_scalar[signature.scalar];
    for (std::size_t year = 0; year < weights.size(); ++year) {
      if (weights[year] == 0.0) continue;
      if (!table_.years()[signature.year].is_event) pending.mean += weights[year];
      if (signature.year != 0) pending.weights[Basis(signature.year, year)] += weights[year];
    }
  }
  if (by_scalar.empty()) return std::nullopt;
  const auto [known, is_new] = functional_ids_.emplace(&sums, static_cast<std::uint32_t>(plan_.functionals.size()));
  if (!is_new) return known->second;
  Functional functional;
  for (const auto& [scalar, pending] : by_scalar) {
    Functional::Term term{scalar, Functional::kNoSum, pending.mean};
    if (!pending.weights.empty()) {
      term.sum = static_cast<std::uint32_t>(sums_.size());
      sums_.push_back(Terms(pending.weights));
    }
    functional.terms.push_back(term);
  }
  plan_.functionals.push_back(std::move(functional));
  return known->second;
}

std::optional<std::uint32_t> SimulationRows::AddFigureFunctional(const Sums& sums) {
  const auto functional = AddFunctional(sums);
  if (functional) figure_functionals_.push_back(*functional);
  return functional;
}

void SimulationRows::AddComputed() {
  for (ComputedRow& row : computed_.rows) {
    Sums& sums = computed_sums_.emplace_back();
    for (const Part& part : row.total) sums.try_emplace(part.signature, part.values.begin(), part.values.end());
    row.total.clear();
    const auto functional = AddFunctional(sums);
    plan_.computed.push_back({std::move(row), functional.value_or(SimulationPlan::kNone)});
  }
}

void SimulationRows::AddYearFigure(YearFigureSpec figure, const Sums& sums) {
  plan_.year_figures.push_back(std::move(figure));
  year_sums_.push_back(&sums);
}

void SimulationRows::AddYearSums() {
  std::vector<std::vector<kernel::RowSums::Term>> direct;
  std::vector<std::vector<kernel::RowSums::Term>> scaled;
  const std::size_t slot_count = plan_.slot_years.size();
  for (std::size_t figure = 0; figure < year_sums_.size(); ++figure) {
    for (std::size_t slot = 0; slot < slot_count; ++slot) {
      if (stop_()) return;
      const std::size_t year = plan_.slot_years[slot];
      std::map<std::uint32_t, double> direct_weights;
      std::map<std::uint32_t, std::map<std::uint32_t, double>> scaled_weights;  // By year product, then scalar.
      for (const auto& [signature, weights] : *year_sums_[figure]) {
        if (signature == Signature{} || weights[slot] == 0.0) continue;
        const double expected = table_.scalars()[signature.scalar].expected;
        if (signature.year != 0 && expected != 0.0) {
          direct_weights[Basis(signature.year, year)] += weights[slot] * expected;
        }
        if (signature.scalar != 0) scaled_weights[signature.year][signature.scalar] += weights[slot];
      }
      const auto year_row = static_cast<std::uint32_t>(figure * slot_count + slot);
      for (const auto& [year_product, weights] : scaled_weights) {
        const bool has_basis = year_product != 0;
        plan_.coupled.push_back({year_row, static_cast<std::uint32_t>(scaled.size()),
                                 has_basis ? Basis(year_product, year) : CoupledTerm::kNoBasis,
                                 table_.years()[year_product].is_event});
        scaled.push_back(Terms(weights));
      }
      direct.push_back(Terms(direct_weights));
    }
  }
  plan_.direct_year_sums = kernel::RowSums(std::move(direct), stop_);
  plan_.scaled_year_sums = kernel::RowSums(std::move(scaled), stop_);
  if (stop_()) return;
  for (CoupledTerm& term : plan_.coupled) term.scaled_sum = plan_.scaled_year_sums.OutRow(term.scaled_sum);
}

void SimulationRows::OrderRows() {
  auto [combined, sums] = CombineYears(std::move(sums_), plan_.basis, stop_);
  if (stop_()) return;
  plan_.combined = std::move(combined);
  plan_.sums = std::move(sums);
  for (Functional& functional : plan_.functionals) {
    for (Functional::Term& term : functional.terms) {
      if (term.sum != Functional::kNoSum) term.sum = plan_.sums.OutRow(term.sum);
    }
  }
  std::sort(figure_functionals_.begin(), figure_functionals_.end());
  figure_functionals_.erase(std::unique(figure_functionals_.begin(), figure_functionals_.end()),
                            figure_functionals_.end());
  plan_.figure_functionals = std::move(figure_functionals_);
  plan_.year_products = table_.years();
  plan_.scalar_products = table_.scalars();
  plan_.scalars_by_level = ByLevel(plan_.scalar_products, [](const ScalarProduct& s) { return s.level; });
  plan_.computed_by_level = ByLevel(plan_.computed, [](const SimulationPlan::Computed& c) { return c.row.level; });
}

void SimulationRows::WarnOfIdleDrivers(std::span<const risk::DriverRows> driver_rows) {
  std::vector<std::uint8_t> is_used(plan_.driver_row_count, 0);
  for (const YearProduct& product : table_.years()) {
    for (const YearElement& element : product.elements) is_used[element.first_row] = 1;
  }
  const auto use = [&](std::uint32_t row) {
    if (row < plan_.driver_row_count) is_used[row] = 1;
  };
  for (const ScalarProduct& product : table_.scalars()) {
    for (const ScalarElement& element : product.elements) use(element.row);
  }
  for (const auto& computed : plan_.computed) {
    if (computed.row.level == 0) use(computed.row.delay_row);
  }
  for (std::size_t i = 0; i < driver_rows.size(); ++i) {
    const auto first = is_used.begin() + driver_rows[i].first_row;
    if (std::find(first, first + driver_rows[i].row_count, 1) != first + driver_rows[i].row_count) continue;
    plan_.warnings.push_back({Reason::kInvalidInput, "drivers[" + std::to_string(i) + "]",
                              "moves nothing in this portfolio: no flow depends on its target"});
  }
}

std::optional<SimulationPlan> SimulationRows::Finish(std::span<const risk::DriverRows> driver_rows) && {
  AddYearSums();
  OrderRows();
  if (stop_()) return std::nullopt;
  WarnOfIdleDrivers(driver_rows);
  return std::move(plan_);
}

}  // namespace calanque::run
