// What drivers move, added up by calendar year: the weights that rows of a simulation are made of.
#pragma once

#include <cstddef>
#include <map>
#include <memory_resource>
#include <vector>

#include "engine/ledger/column.h"
#include "engine/ledger/point_axis.h"
#include "engine/plan/plan.h"
#include "engine/run/moving_columns.h"
#include "engine/run/moving_factors.h"
#include "engine/run/signature.h"

namespace calanque::run {

/// Weights by calendar year (or another slot), by what multiplies them. There are very many: those of one compilation
/// share its memory, which is given back at once.
using Sums = std::pmr::map<Signature, std::pmr::vector<double>>;

/// Adds `weight` at `slot` of `slot_count`; nothing where it is 0.
void AddTo(Sums& sums, Signature signature, std::size_t slot_count, std::size_t slot, double weight);

/// The sums of a project, or of all of them where projects are not reported.
struct SubjectSums {
  struct Money {
    explicit Money(std::pmr::memory_resource* memory)
        : cash(memory),
          economic(memory),
          project_and_grant(memory),
          discounted_tonnes(memory),
          gap(memory),
          cash_by_year(memory) {}
    Sums cash, economic, project_and_grant, discounted_tonnes;
    Sums gap;           ///< Need less committed sources, in the budget's view.
    Sums cash_by_year;  ///< Undiscounted; only where the subject keeps its years.
  };
  SubjectSums(std::size_t perspective_count, bool keeps, std::pmr::memory_resource* memory)
      : keeps_years(keeps), tonnes(memory), target_tonnes(memory) {
    for (std::size_t p = 0; p < perspective_count; ++p) money.emplace_back(memory);
  }
  bool keeps_years;
  std::vector<Money> money;  ///< By perspective.
  Sums tonnes;
  Sums target_tonnes;
};

/// The portfolio's rows by year.
struct YearSums {
  YearSums(std::size_t perspective_count, std::pmr::memory_resource* memory) : tonnes(memory) {
    for (std::size_t p = 0; p < perspective_count; ++p) {
      cash.emplace_back(memory);
      gap.emplace_back(memory);
    }
  }
  std::vector<Sums> cash;
  std::vector<Sums> gap;
  Sums tonnes;
};

/// Folds the columns of one project into sums, as SubjectRows folds them into rows.
class SumsFolder {
 public:
  /// `whole` multiplies every column; tonnes of `target_year` are kept apart, 0: none. Arguments outlive the folder.
  SumsFolder(const plan::Plan& plan, MovingFactors& factors, SignatureTable& table, Signature whole, int target_year);

  /// `project` is the position in the plan; `columns` are its own.
  void Fold(const MovingColumns& columns, std::size_t project, SubjectSums& subject, YearSums& years);
  void FoldMoney(const ledger::MoneyColumn& column, const MovingRow& row, SubjectSums& subject, YearSums& years);

 private:
  void FoldPhysical(const ledger::PhysicalColumn& column, const MovingRow& row, SubjectSums& subject, YearSums& years);

  const plan::Plan& plan_;
  SignatureTable& table_;
  Signature whole_;
  const ledger::PointAxis& axis_;
  int target_year_;
  std::vector<Signature> discounts_;
};

}  // namespace calanque::run
