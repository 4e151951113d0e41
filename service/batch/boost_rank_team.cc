#include "service/batch/boost_rank_team.h"

#include <algorithm>
#include <boost/mpi/collectives/all_gather.hpp>
#include <boost/mpi/collectives/all_gatherv.hpp>
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <cstdint>

namespace calanque::service {
namespace {

/// MPI counts in int: what all ranks hand over in one piece together stays below this.
constexpr std::int64_t kMostBytesAtOnce = std::int64_t{1} << 30;

}  // namespace

struct BoostRankTeam::State {
  State(int& argc, char**& argv) : environment(argc, argv, boost::mpi::threading::funneled) {}

  boost::mpi::environment environment;  // Before the communicator: destroyed after it.
  boost::mpi::communicator world;
};

BoostRankTeam::BoostRankTeam(int& argc, char**& argv) : state_(std::make_unique<State>(argc, argv)) {}
BoostRankTeam::~BoostRankTeam() = default;

int BoostRankTeam::rank() const { return state_->world.rank(); }
int BoostRankTeam::rank_count() const { return state_->world.size(); }

void BoostRankTeam::Abort(int exit_code) { boost::mpi::environment::abort(exit_code); }

std::vector<std::vector<std::byte>> BoostRankTeam::Exchange(std::span<const std::byte> own) {
  std::vector<std::int64_t> sizes;
  boost::mpi::all_gather(state_->world, static_cast<std::int64_t>(own.size()), sizes);
  std::vector<std::vector<std::byte>> all(sizes.size());
  for (std::size_t r = 0; r < all.size(); ++r) all[r].reserve(static_cast<std::size_t>(sizes[r]));
  const std::int64_t longest = *std::max_element(sizes.begin(), sizes.end());
  const std::int64_t piece = kMostBytesAtOnce / rank_count();
  for (std::int64_t at = 0; at < longest; at += piece) {
    std::vector<int> counts;
    std::int64_t total = 0;
    for (const std::int64_t size : sizes) {
      counts.push_back(static_cast<int>(std::clamp<std::int64_t>(size - at, 0, piece)));
      total += counts.back();
    }
    std::vector<unsigned char> received(static_cast<std::size_t>(total));
    const auto* bytes = reinterpret_cast<const unsigned char*>(own.data());
    if (counts[static_cast<std::size_t>(rank())] > 0) bytes += at;
    boost::mpi::all_gatherv(state_->world, bytes, received.data(), counts);
    const auto* from = reinterpret_cast<const std::byte*>(received.data());
    for (std::size_t r = 0; r < all.size(); ++r) {
      all[r].insert(all[r].end(), from, from + counts[r]);
      from += counts[r];
    }
  }
  return all;
}

}  // namespace calanque::service
