// What may accompany a run of many paths: others who want its threads, other processes, a state to go on from.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "engine/run/rank_team.h"
#include "engine/run/thread_crew.h"

namespace calanque::run {

struct PathRun;

struct RunCompany {
  RankTeam* team = nullptr;                ///< Null: this process alone.
  std::span<const std::byte> checkpoint;   ///< A run that ended early, as SaveRun wrote it; empty: from the start.
  std::span<const std::byte> fingerprint;  ///< Of what is run: a checkpoint with another one is refused.
  std::function<void(const PathRun&)> on_round;  ///< Told after each round, to save it. May be empty.
  ThreadShare threads;                           ///< Of those that the options give it, how many now.
};

}  // namespace calanque::run
