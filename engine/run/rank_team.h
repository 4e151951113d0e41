// Several processes that share one run: what each has found is handed to all, in the order of ranks.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace calanque::run {

/// One process alone. A team of several overrides it; every rank calls the same functions in the same order.
class RankTeam {
 public:
  virtual ~RankTeam() = default;
  [[nodiscard]] virtual int rank() const { return 0; }
  [[nodiscard]] virtual int rank_count() const { return 1; }
  /// Hands each rank's bytes to all ranks: [rank]. Throws where a rank is lost.
  [[nodiscard]] virtual std::vector<std::vector<std::byte>> Exchange(std::span<const std::byte> own) {
    return {{own.begin(), own.end()}};
  }
};

}  // namespace calanque::run
