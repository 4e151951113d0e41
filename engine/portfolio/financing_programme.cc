#include "engine/portfolio/financing_programme.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace calanque::portfolio {

void Expression::Add(const Expression& other, double weight) {
  constant_ += weight * other.constant_;
  for (const auto& [column, coefficient] : other.terms_) terms_[column] += weight * coefficient;
}

double Expression::At(const std::vector<double>& amounts) const {
  double sum = constant_;
  for (const auto& [column, coefficient] : terms_) sum += coefficient * amounts[column];
  return sum;
}

optimize::Programme FinancingProgramme::WithObjective(const Expression& objective, optimize::Sense sense,
                                                      const std::vector<Kept>& kept) const {
  optimize::Programme programme = programme_;
  programme.sense = sense;
  for (const auto& [column, coefficient] : objective.terms()) {
    programme.columns[column].cost = coefficient * units_[column] / money_unit_;
  }
  for (const Kept& keep : kept) {
    optimize::Row row{.upper = (keep.at_most - keep.expression->constant()) / money_unit_};
    for (const auto& [column, coefficient] : keep.expression->terms()) {
      row.entries.push_back({column, coefficient * units_[column] / money_unit_});
    }
    programme.rows.push_back(std::move(row));
  }
  return programme;
}

std::vector<double> FinancingProgramme::Amounts(const std::vector<double>& values) const {
  std::vector<double> amounts(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) amounts[i] = values[i] * units_[i];
  return amounts;
}

double FinancingProgramme::Price(std::size_t constraint, const std::vector<double>& row_duals) const {
  const std::size_t row = constraint_rows_[constraint];
  const double price = std::abs(row_duals[row] * money_unit_ / row_scales_[row]);
  return price < 1e-9 ? 0.0 : price;
}

std::size_t FinancingProgramme::CountColumns(const FundingSetup& setup) {
  std::size_t cells = 0;
  for (const FundingNeed& need : setup.figures->needs) {
    cells += static_cast<std::size_t>(std::ranges::count_if(need.amounts, [](double amount) { return amount > 0; }));
  }
  return cells * (setup.offers.size() + 2) +
         setup.year_count() * (3 * setup.accounts.size() + 3 + setup.offers.size() * setup.figures->party_ids.size());
}

}  // namespace calanque::portfolio
