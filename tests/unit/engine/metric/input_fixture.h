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
      amounts_.Row(category)[i] = row[i];
      discounted_.Row(category)[i] = row[i] * (factors.empty() ? factors_ : factors)[i];
    }
    return *this;
  }
  InputFixture& SetEmissions(int scope, const std::vector<double>& row) {
    return SetRow(physical_.Row(static_cast<ledger::PhysicalKind>(scope - 1)), row);
  }
  InputFixture& SetNeed(const std::vector<double>& row) {
    return SetRow(funding_.Row(ledger::FundingRole::kNeed), row);
  }
  InputFixture& SetCommitted(const std::vector<double>& row) {
    return SetRow(funding_.Row(ledger::FundingRole::kCommittedSource), row);
  }
  InputFixture& SetPlanned(const std::vector<double>& row) {
    return SetRow(funding_.Row(ledger::FundingRole::kPlannedSource), row);
  }
  InputFixture& SetConsumed(const std::vector<double>& row) {
    return SetRow(physical_.Row(ledger::PhysicalKind::kEnergyConsumed), row);
  }
  InputFixture& SetProduced(const std::vector<double>& row) {
    return SetRow(physical_.Row(ledger::PhysicalKind::kEnergyProduced), row);
  }
  InputFixture& SetCarbonValue(std::vector<double> row) {
    carbon_value_ = std::move(row);
    carbon_value_.resize(factors_.size());
    return *this;
  }
  InputFixture& AddParty(std::string_view name, const std::vector<double>& row) {
    CALANQUE_CHECK(row.size() == factors_.size(), "one amount per point");
    party_names_.push_back(name);
    party_net_.insert(party_net_.end(), row.begin(), row.end());
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
    std::shared_ptr<Prepared> made(new Prepared{amounts_,
                                                discounted_,
                                                funding_,
                                                physical_,
                                                PartyRows(party_names_.size(), count),
                                                std::vector<double>(count),
                                                std::vector<double>(count),
                                                party_names_,
                                                MakeDiscounting(axis_, options, factors_),
                                                {},
                                                {}});
    for (std::size_t party = 0; party < party_names_.size(); ++party) {
      std::copy_n(party_net_.begin() + static_cast<std::ptrdiff_t>(party * count), count,
                  made->party_net.Row(party).begin());
    }
    made->amounts.Finish();
    made->discounted.Finish();
    made->funding.Finish();
    made->physical.Finish();
    made->party_net.Finish();
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
  InputFixture(int count, double first_years, double spacing, int per_year, double rate)
      : amounts_(0, 0), discounted_(0, 0), funding_(0, 0), physical_(0, 0) {
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
    amounts_ = CategoryRows(ledger::kCategoryCount, count);
    discounted_ = CategoryRows(ledger::kCategoryCount, count);
    funding_ = FundingRows(ledger::kFundingRoleCount, count);
    physical_ = PhysicalRows(ledger::kPhysicalKindCount, count);
  }
  InputFixture& SetRow(std::span<double> target, const std::vector<double>& row) {
    CALANQUE_CHECK(row.size() <= target.size(), "one amount per point");
    std::fill(std::copy(row.begin(), row.end(), target.begin()), target.end(), 0.0);
    return *this;
  }

  ledger::PointAxis axis_;
  std::vector<double> factors_;
  CategoryRows amounts_, discounted_;
  FundingRows funding_;
  PhysicalRows physical_;
  std::vector<double> carbon_value_, party_net_;
  std::vector<std::string_view> party_names_;
};

}  // namespace calanque::metric
