// Builds a metric::Input from literal rows, for tests of metrics.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/check.h"
#include "engine/metric/metric.h"

namespace calanque::metric {

/// Flows at given times, discounted at one rate unless factors are set. Owns what the Input looks at; set the rate or
/// the factors before the amounts.
class InputFixture {
 public:
  /// `count` yearly periods from 2025, flows at `first_years`, `first_years` + 1, ... years from the valuation date.
  InputFixture(int count, double first_years, double rate) : InputFixture(count, first_years, 1.0, 1, rate) {}

  /// Periods of 1 / `per_year` years.
  static InputFixture WithPeriods(int count, double first_years, int per_year, double rate) {
    return {count, first_years, 1.0 / per_year, per_year, rate};
  }

  /// Appends a dated point `years` from the valuation date in calendar year 2025 + year_index. Before any amounts.
  InputFixture& AddDatedPoint(double years, int year_index, double rate) {
    axis_.years.push_back(years);
    axis_.year_indices.push_back(year_index);
    axis_.period_indices.push_back(year_index);
    axis_.dates.emplace_back();
    axis_.is_equally_spaced = false;
    factors_.push_back(std::pow(1.0 + rate, -years));
    Resize();
    return *this;
  }

  InputFixture& SetFactors(std::vector<double> factors) {
    CALANQUE_CHECK(factors.size() == factors_.size(), "one factor per point");
    factors_ = std::move(factors);
    return *this;
  }

  /// Inflows positive, by point; missing ones are 0. `factors`: of the column's own stream, empty for the default.
  InputFixture& Set(ledger::Category category, const std::vector<double>& row,
                    const std::vector<double>& factors = {}) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      amounts_.Row(category)[i] = row[i];
      discounted_.Row(category)[i] = row[i] * (factors.empty() ? factors_ : factors)[i];
    }
    return *this;
  }
  InputFixture& SetEmissions(int scope, std::vector<double> row) {
    return SetRow(emissions_[static_cast<std::size_t>(scope - 1)], std::move(row));
  }
  InputFixture& SetNeed(std::vector<double> row) { return SetRow(need_, std::move(row)); }
  InputFixture& SetCommitted(std::vector<double> row) { return SetRow(committed_, std::move(row)); }
  InputFixture& SetPlanned(std::vector<double> row) { return SetRow(planned_, std::move(row)); }
  InputFixture& SetConsumed(std::vector<double> row) { return SetRow(consumed_, std::move(row)); }
  InputFixture& SetProduced(std::vector<double> row) { return SetRow(produced_, std::move(row)); }
  InputFixture& SetCarbonValue(std::vector<double> row) { return SetRow(carbon_value_, std::move(row)); }
  InputFixture& AddParty(std::string_view name, const std::vector<double>& row) {
    CALANQUE_CHECK(row.size() == factors_.size(), "one amount per point");
    party_names_.push_back(name);
    party_net_.insert(party_net_.end(), row.begin(), row.end());
    return *this;
  }

  Options options;
  double planned_reduction_t_co2e = 0.0;

  [[nodiscard]] Input input() const {
    Input input;
    input.axis = &axis_;
    input.options = &options;
    input.amounts = &amounts_;
    input.discounted = &discounted_;
    input.discount_factors = factors_;
    input.need_amounts = need_;
    input.committed_amounts = committed_;
    input.planned_amounts = planned_;
    for (std::size_t s = 0; s < emissions_.size(); ++s) input.emissions_t_co2e[s] = emissions_[s];
    input.energy_consumed_mwh = consumed_;
    input.energy_produced_mwh = produced_;
    input.carbon_value_amount_per_t_co2e = carbon_value_;
    input.planned_reduction_t_co2e = planned_reduction_t_co2e;
    input.party_net_amounts = party_net_;
    input.party_names = party_names_;
    return input;
  }

  /// The metric of that name, computed.
  [[nodiscard]] Outcome Compute(std::string_view name) const {
    const Definition* metric = FindMetric(name);
    CALANQUE_CHECK(metric != nullptr, "no metric " + std::string(name));
    return metric->compute(input());
  }
  /// Its number; a NaN where the outcome is anything else, so that a comparison fails.
  [[nodiscard]] double Number(std::string_view name) const {
    const Outcome outcome = Compute(name);
    const double* number = std::get_if<double>(&outcome);
    return number ? *number : std::nan("");
  }
  /// Its series; empty where the outcome is anything else.
  [[nodiscard]] std::vector<double> Series(std::string_view name) const {
    const Outcome outcome = Compute(name);
    const auto* series = std::get_if<YearSeries>(&outcome);
    return series ? std::vector<double>(series->values.begin(), series->values.end()) : std::vector<double>();
  }
  /// Its failure; reason kInternal where there is none.
  [[nodiscard]] Failure FailureOf(std::string_view name) const {
    const Outcome outcome = Compute(name);
    const auto* failure = std::get_if<Failure>(&outcome);
    return failure ? *failure : Failure{Reason::kInternal, {}, "not a failure"};
  }

 private:
  InputFixture(int count, double first_years, double spacing, int per_year, double rate)
      : amounts_(static_cast<std::size_t>(count)), discounted_(static_cast<std::size_t>(count)) {
    axis_.period_count = count;
    axis_.first_year = 2025;
    axis_.year_count = (count + per_year - 1) / per_year;
    axis_.spacing_years = spacing;
    for (int i = 0; i < count; ++i) {
      axis_.years.push_back(first_years + i * spacing);
      axis_.year_indices.push_back(i / per_year);
      axis_.period_indices.push_back(i);
      axis_.dates.emplace_back();
      factors_.push_back(std::pow(1.0 + rate, -axis_.years.back()));
    }
    Resize();
  }

  void Resize() {
    const std::size_t count = factors_.size();
    amounts_ = CategoryRows(count);
    discounted_ = CategoryRows(count);
    for (auto* row :
         {&emissions_[0], &emissions_[1], &emissions_[2], &need_, &committed_, &planned_, &consumed_, &produced_}) {
      row->assign(count, 0.0);
    }
  }
  InputFixture& SetRow(std::vector<double>& target, std::vector<double> row) {
    row.resize(factors_.size());
    target = std::move(row);
    return *this;
  }

  ledger::PointAxis axis_;
  std::vector<double> factors_;
  CategoryRows amounts_, discounted_;
  std::array<std::vector<double>, ledger::kScopeCount> emissions_;
  std::vector<double> need_, committed_, planned_, consumed_, produced_, carbon_value_, party_net_;
  std::vector<std::string_view> party_names_;
};

}  // namespace calanque::metric
