// The ledger folded for one subject (a project or the portfolio): rows by category as a perspective sees them, and the
// rows that are the same from everywhere.
#pragma once

#include <array>
#include <vector>

#include "engine/ledger/ledger.h"
#include "engine/metric/metric.h"
#include "engine/plan/plan.h"

namespace calanque::run {

inline constexpr int kViewCount = 3;

/// Money that reaches a party inside counts as a source when it crosses the border (sign > 0), or when it is a grant,
/// certificate or financing from somebody else inside (State money is a source of the city's need for the economy too).
bool IsFundingSource(const ledger::MoneyColumn& column, int sign, const ledger::Border& border);

/// What one perspective sees in one view, by point.
struct MoneyRows {
  explicit MoneyRows(std::size_t point_count);
  void Clear();
  /// *this += other, or the difference of two views.
  void Add(const MoneyRows& other);
  void SetDifference(const MoneyRows& with, const MoneyRows& without);
  /// Sums the rows, and what is derived from them.
  void Finish();

  metric::CategoryRows amounts;
  metric::CategoryRows discounted;
  metric::FundingRows funding;
  std::vector<double> cash_flows;  ///< Net, of the amounts.
};

/// Rows that do not depend on a perspective, in one view.
struct CommonRows {
  CommonRows(std::size_t point_count, std::size_t party_count);
  void Clear();
  void Add(const CommonRows& other);
  void SetDifference(const CommonRows& with, const CommonRows& without);
  void Finish();

  metric::PhysicalRows physical;
  metric::PartyRows party_net;
  std::vector<double> avoided_t_co2e;  ///< Of the physical rows.
};

/// All rows of one subject, [view] and [perspective][view]; views in the order of metric::View.
class SubjectRows {
 public:
  explicit SubjectRows(const plan::Plan& plan);

  void Clear();
  /// Folds the columns of one project into the with and without views.
  void AddProject(const plan::Plan& plan, const ledger::Block& block, std::size_t project);
  /// Adds another subject's with and without views.
  void Add(const SubjectRows& other);
  /// Incremental = with - without, and the sums of all rows; call once all is added.
  void Finish();

  /// The input of a metric; `discounting` is the perspective's. Lacks where answers are kept, and the memo.
  [[nodiscard]] metric::Input MakeInput(const plan::Plan& plan, std::size_t perspective,
                                        const metric::Discounting& discounting, metric::View view,
                                        double planned_reduction_t_co2e) const;

 private:
  std::size_t point_count_;
  std::vector<std::array<MoneyRows, kViewCount>> money_;
  std::array<CommonRows, kViewCount> common_;
};

/// What the rate of a perspective makes of the plan's axis; looks at the plan.
metric::Discounting DiscountingOf(const plan::Plan& plan, std::size_t perspective);

}  // namespace calanque::run
