#include "engine/optimize/coin.h"

#include <algorithm>
#include <limits>

namespace calanque::optimize {
namespace {

/// COIN-OR's infinity is the largest double.
double ToCoinBound(double bound) {
  return std::clamp(bound, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
}

}  // namespace

CoinArrays ToCoin(const Programme& programme) {
  CoinArrays coin;
  coin.sign = programme.sense == Sense::kMinimise ? 1.0 : -1.0;
  for (const Column& column : programme.columns) {
    coin.column_lower.push_back(ToCoinBound(column.lower));
    coin.column_upper.push_back(ToCoinBound(column.upper));
    coin.cost.push_back(coin.sign * column.cost);
  }
  coin.row_starts.push_back(0);
  for (const Row& row : programme.rows) {
    coin.row_lower.push_back(ToCoinBound(row.lower));
    coin.row_upper.push_back(ToCoinBound(row.upper));
    for (const Entry& entry : row.entries) {
      coin.entry_columns.push_back(static_cast<int>(entry.column));
      coin.entry_coefficients.push_back(entry.coefficient);
    }
    coin.row_starts.push_back(static_cast<int>(coin.entry_columns.size()));
  }
  return coin;
}

}  // namespace calanque::optimize
