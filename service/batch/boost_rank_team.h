// The processes that mpirun or srun started, as the team of one run.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/run/rank_team.h"

namespace calanque::service {

/// Starts MPI when made and ends it when destroyed: one per process, in the thread that exchanges. Where a rank is
/// lost MPI ends the whole job; nothing returns.
class BoostRankTeam final : public run::RankTeam {
 public:
  BoostRankTeam(int& argc, char**& argv);
  ~BoostRankTeam() override;
  BoostRankTeam(const BoostRankTeam&) = delete;
  BoostRankTeam& operator=(const BoostRankTeam&) = delete;

  [[nodiscard]] int rank() const override;
  [[nodiscard]] int rank_count() const override;
  [[nodiscard]] std::vector<std::vector<std::byte>> Exchange(std::span<const std::byte> own) override;

  /// Ends all ranks at once: for defects, which the others must not wait for.
  static void Abort(int exit_code);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace calanque::service
