// One simulation by all ranks of a job.
#pragma once

#include <grpcpp/support/status.h>

#include <functional>
#include <optional>
#include <string>

#include "calanque/v1/risk_service.pb.h"
#include "service/batch/boost_rank_team.h"
#include "service/limits.h"

namespace calanque::service {

struct BatchSettings {
  int thread_count = 1;         ///< Of each rank.
  std::string checkpoint_file;  ///< Empty: none.
  double checkpoint_seconds = 5.0;
  double progress_seconds = 30.0;  ///< Between two lines of progress; 0: none.
  /// Told on rank 0, not more often than that. May be empty.
  std::function<void(const v1::SimulationProgress&)> progress;
};

/// A server's limits but for the work of one call: a batch takes what it is given.
Limits BatchLimits();

/// The lowest rank whose request is not that of rank 0 (nullptr: the rank could not read one), so that no rank waits
/// for one that will not come. nullopt where all agree. Called by all ranks.
std::optional<int> RankThatDiffers(BoostRankTeam& team, const v1::SimulateRequest* request);

/// Runs `request`, the same on all ranks, and fills `result` on all. Goes on from the checkpoint where the file exists;
/// rank 0 writes it after rounds of paths, and says on SIGTERM what is kept. The file is left to the caller to remove.
grpc::Status RunBatch(BoostRankTeam& team, const v1::SimulateRequest& request, const BatchSettings& settings,
                      v1::SimulationResult& result);

}  // namespace calanque::service
