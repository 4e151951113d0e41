// A financing plan as a linear programme.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/optimize/programme.h"
#include "engine/portfolio/funding_setup.h"

namespace calanque::portfolio {

/// constant + sum of coefficient x column, in money.
class Expression {
 public:
  void AddConstant(double amount) { constant_ += amount; }
  void Add(std::size_t column, double coefficient) {
    if (column != kNone && coefficient != 0) terms_[column] += coefficient;
  }
  void Add(const Expression& other, double weight = 1.0);
  void Subtract(const Expression& other) { Add(other, -1.0); }
  [[nodiscard]] double constant() const { return constant_; }
  [[nodiscard]] const std::map<std::size_t, double>& terms() const { return terms_; }
  /// With amounts by column.
  [[nodiscard]] double At(const std::vector<double>& amounts) const;

 private:
  double constant_ = 0;
  std::map<std::size_t, double> terms_;
};

/// used <= limit: what a reader calls a constraint.
struct FundingConstraint {
  std::string id;
  std::string name;
  int year = 0;  ///< 0: of none.
  Expression used;
  Expression limit;
};

/// Columns of the programme, kNone where there is none. A cell is one year of one need that spends anything.
struct FundingColumns {
  std::vector<std::vector<std::vector<std::size_t>>> use;    ///< [offer][need][year]: paid for the need itself.
  std::vector<std::vector<std::vector<std::size_t>>> award;  ///< [offer][need][year]: paid to the own account, later.
  std::vector<std::vector<std::size_t>> own;                 ///< [need][year]: paid from the own account.
  std::vector<std::vector<std::size_t>> gap;                 ///< [need][year]
  std::vector<std::vector<std::vector<std::size_t>>>
      draw;                                         ///< [offer][party][year]: sum of uses; where it is paid back.
  std::vector<std::vector<std::size_t>> set_aside;  ///< [account][year]
  std::vector<std::vector<std::size_t>> released;   ///< [account][year]
  std::vector<std::vector<std::size_t>> carried;    ///< [account][year]
  std::vector<std::size_t> gross_savings, debt, principal;  ///< [year], of the plan's whole city and new principal.
  std::size_t scale = kNone;                                ///< Factor on the programme.
};

/// A programme may grow to this multiple of itself; where it does, nothing limits it.
inline constexpr double kLargestProgramme = 1'000;

enum class ProgrammeSize { kAsItIs, kLargest };

/// Builds the programme. Columns are counted in units of their own size, rows are scaled to coefficients of at most 1;
/// Amounts and Price turn them back.
class FinancingProgramme {
 public:
  /// kLargest: the factor on the programme is free, the city's needs must be met, and signed money may be left over.
  FinancingProgramme(const FundingSetup& setup, ProgrammeSize size);

  [[nodiscard]] const FundingColumns& columns() const { return columns_; }
  [[nodiscard]] const std::vector<FundingConstraint>& constraints() const { return constraints_; }
  [[nodiscard]] std::size_t RowOf(std::size_t constraint) const { return constraint_rows_[constraint]; }

  /// By party: the sum of its gaps.
  [[nodiscard]] const std::vector<Expression>& gaps() const { return gaps_; }
  /// Present cost to the city, and to all others with a little for every movement of own money that changes nothing.
  [[nodiscard]] const Expression& city_cost() const { return city_cost_; }
  [[nodiscard]] const Expression& other_cost() const { return other_cost_; }

  /// The programme with this objective, and with `kept` (each at most its value) as further rows.
  struct Kept {
    const Expression* expression;
    double at_most;
  };
  [[nodiscard]] optimize::Programme WithObjective(const Expression& objective, optimize::Sense sense,
                                                  const std::vector<Kept>& kept = {}) const;
  [[nodiscard]] std::vector<double> Amounts(const std::vector<double>& values) const;
  /// Per unit of money by which the constraint's limit is raised, of an objective in money; at least 0.
  [[nodiscard]] double Price(std::size_t constraint, const std::vector<double>& row_duals) const;

  /// The largest need of a year.
  [[nodiscard]] double money_unit() const { return money_unit_; }

  /// Columns that a setup asks for, before anything is built.
  static std::size_t CountColumns(const FundingSetup& setup);

 private:
  class Builder;  ///< In build_financing_programme.cc.

  optimize::Programme programme_;
  FundingColumns columns_;
  std::vector<double> units_;       ///< [column]
  std::vector<double> row_scales_;  ///< [row]
  double money_unit_ = 1;
  std::vector<FundingConstraint> constraints_;
  std::vector<std::size_t> constraint_rows_;
  std::vector<Expression> gaps_;  ///< [party]
  Expression city_cost_;
  Expression other_cost_;
};

}  // namespace calanque::portfolio
