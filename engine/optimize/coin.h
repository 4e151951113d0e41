// What asks COIN-OR; another solver takes its place by answering these two calls.
#pragma once

#include <vector>

#include "engine/optimize/solve.h"

namespace calanque::optimize {

/// A programme without integer columns, by Clp: everything in Answer. The programme is valid.
Result<Answer> SolveLinear(const Programme& programme, const Limits& limits);

/// A programme with integer columns, by Cbc: status, values, best_bound and node_count only. The programme is valid.
Result<Answer> SolveMixedInteger(const Programme& programme, const Limits& limits);

/// A programme as COIN-OR takes it: rows one after the other, its own infinity, minimisation.
struct CoinArrays {
  std::vector<double> column_lower, column_upper, cost, row_lower, row_upper;
  std::vector<int> row_starts, entry_columns;
  std::vector<double> entry_coefficients;
  double sign = 1;  ///< -1 turns a maximisation into a minimisation.
};
CoinArrays ToCoin(const Programme& programme);

}  // namespace calanque::optimize
