// Builds a metric::Input from literal rows, for tests of metrics.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
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
      amounts_[static_cast<std::size_t>(category)][i] = row[i];
      discounted_[static_cast<std::size_t>(category)][i] = row[i] * (factors.empty() ? factors_ : factors)[i];
    }
    return *this;
  }
  InputFixture& SetEmissions(int scope, std::vector<double> row) {
    return SetRow(physical_[static_cast<std::size_t>(scope - 1)], std::move(row));
  }
  InputFixture& SetNeed(std::vector<double> row) { return SetFunding(ledger::FundingRole::kNeed, std::move(row)); }
  InputFixture& SetCommitted(std::vector<double> row) {
    return SetFunding(ledger::FundingRole::kCommittedSource, std::move(row));
  }
  InputFixture& SetPlanned(std::vector<double> row) {
    return SetFunding(ledger::FundingRole::kPlannedSource, std::move(row));
  }
  InputFixture& SetConsumed(std::vector<double> row) {
    return SetRow(physical_[static_cast<std::size_t>(ledger::PhysicalKind::kEnergyConsumed)], std::move(row));
  }
  InputFixture& SetProduced(std::vector<double> row) {
    return SetRow(physical_[static_cast<std::size_t>(ledger::PhysicalKind::kEnergyProduced)], std::move(row));
  }
  InputFixture& SetCarbonValue(std::vector<double> row) { return SetRow(carbon_value_, std::move(row)); }
  InputFixture& AddParty(std::string_view name, const std::vector<double>& row) {
    CALANQUE_CHECK(row.size() == factors_.size(), "one amount per point");
    party_names_.push_back(name);
    party_net_.push_back(row);
    return *this;
  }

  Options options;
  double planned_reduction_t_co2e = 0.0;

  /// What stands behind an Input: rows as a run finishes them, and the memory of answers.
  struct Prepared {
    CategoryRows amounts, discounted;
    FundingRows funding;
    PhysicalRows physical;
    PartyRows party_net;
    std::vector<double> cash_flows, avoided;
    std::vector<std::string_view> party_names;
    Discounting discounting;
    std::pmr::monotonic_buffer_resource memory;
    Input input;
  };

  /// The input, valid as long as this fixture and what is returned; answers need only the latter.
  [[nodiscard]] std::shared_ptr<Prepared> Prepare() const {
    const std::size_t count = factors_.size();
    std::shared_ptr<Prepared> made(new Prepared{MakeRows<CategoryRows>(amounts_, count),
                                                MakeRows<CategoryRows>(discounted_, count),
                                                MakeRows<FundingRows>(funding_, count),
                                                MakeRows<PhysicalRows>(physical_, count),
                                                MakeRows<PartyRows>(party_net_, count),
                                                std::vector<double>(count),
                                                std::vector<double>(count),
                                                party_names_,
                                                MakeDiscounting(axis_, options, factors_),
                                                {},
                                                {}});
    FillCashFlows(made->amounts, made->cash_flows);
    FillAvoided(made->physical, made->avoided);
    Input& input = made->input;
    input.axis = &axis_;
    input.options = &options;
    input.discounting = &made->discounting;
    input.amounts = &made->amounts;
    input.discounted = &made->discounted;
    input.cash_flow_amounts = made->cash_flows;
    input.funding_amounts = &made->funding;
    input.physical = &made->physical;
    input.avoided_t_co2e = made->avoided;
    input.carbon_value_amount_per_t_co2e = carbon_value_;
    input.planned_reduction_t_co2e = planned_reduction_t_co2e;
    input.party_net_amounts = &made->party_net;
    input.party_names = made->party_names;
    input.memory = &made->memory;
    return made;
  }

  /// An answer, and the memory it stands in.
  struct Answer {
    std::shared_ptr<Prepared> prepared;
    Outcome outcome;

    [[nodiscard]] const YearTable& Table() const { return std::get<YearTable>(outcome); }
  };

  /// The metric of that name, computed.
  [[nodiscard]] Answer Compute(std::string_view name) const {
    const Definition* metric = FindMetric(name);
    CALANQUE_CHECK(metric != nullptr, "no metric " + std::string(name));
    const auto prepared = Prepare();
    return {prepared, metric->compute(prepared->input)};
  }
  /// Its number; a NaN where the outcome is anything else, so that a comparison fails.
  [[nodiscard]] double Number(std::string_view name) const {
    const Answer answer = Compute(name);
    const double* number = std::get_if<double>(&answer.outcome);
    return number ? *number : std::nan("");
  }
  /// Its series; empty where the outcome is anything else.
  [[nodiscard]] std::vector<double> Series(std::string_view name) const {
    const Answer answer = Compute(name);
    const auto* series = std::get_if<YearSeries>(&answer.outcome);
    return series ? std::vector<double>(series->values.begin(), series->values.end()) : std::vector<double>();
  }
  /// Its failure; reason kInternal where there is none.
  [[nodiscard]] Failure FailureOf(std::string_view name) const {
    const Answer answer = Compute(name);
    const auto* none = std::get_if<NoFigure>(&answer.outcome);
    return none ? Failure(*none) : Failure{Reason::kInternal, {}, "not a failure"};
  }

 private:
  InputFixture(int count, double first_years, double spacing, int per_year, double rate) {
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
    amounts_.assign(ledger::kCategoryCount, std::vector<double>(count));
    discounted_ = amounts_;
    funding_.assign(ledger::kFundingRoleCount, std::vector<double>(count));
    physical_.assign(ledger::kPhysicalKindCount, std::vector<double>(count));
  }
  InputFixture& SetRow(std::vector<double>& target, std::vector<double> row) {
    row.resize(factors_.size());
    target = std::move(row);
    return *this;
  }
  InputFixture& SetFunding(ledger::FundingRole role, std::vector<double> row) {
    return SetRow(funding_[static_cast<std::size_t>(role)], std::move(row));
  }

  using PlainRows = std::vector<std::vector<double>>;

  template <typename RowsOfKind>
  static RowsOfKind MakeRows(const PlainRows& plain, std::size_t count) {
    RowsOfKind rows(plain.size(), count);
    for (std::size_t key = 0; key < plain.size(); ++key) {
      std::copy(plain[key].begin(), plain[key].end(), rows.Row(static_cast<typename RowsOfKind::KeyType>(key)).begin());
    }
    rows.Finish();
    return rows;
  }

  ledger::PointAxis axis_;
  std::vector<double> factors_;
  PlainRows amounts_, discounted_, funding_, physical_, party_net_;
  std::vector<double> carbon_value_;
  std::vector<std::string_view> party_names_;
};

}  // namespace calanque::metric
