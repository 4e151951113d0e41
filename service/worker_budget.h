// How many threads a simulation gets: those of the server, shared between the callers whose simulations run.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "engine/base/result.h"
#include "engine/run/thread_crew.h"
#include "service/limits.h"

namespace calanque::service {

/// Callers share the workers evenly, and so do the simulations of one caller among themselves: all of them alone, half
/// beside another caller, a quarter with two simulations beside another caller's one; rounded up, at least one. Shares
/// are those of the moment: threads leave and join between chunks of paths as simulations come and go. Where there are
/// more simulations than workers, the system shares the processors among them.
///
/// A caller is a connection: its own gRPC channel, whatever stands in between.
class WorkerBudget {
 public:
  explicit WorkerBudget(const Limits& limits);

  /// The place of one simulation, given back when it ends.
  class Lease {
   public:
    /// `budget` outlives it.
    Lease(WorkerBudget& budget, std::string caller) : budget_(&budget), caller_(std::move(caller)) {}
    Lease(Lease&& other) noexcept : budget_(std::exchange(other.budget_, nullptr)), caller_(std::move(other.caller_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (budget_ != nullptr) budget_->GiveBack(caller_);
    }

    /// Workers of the server: what it may get at the most.
    [[nodiscard]] int worker_count() const { return budget_->worker_count_; }
    /// Workers it may use now.
    [[nodiscard]] int share() const { return budget_->ShareOf(caller_); }
    /// Must not outlive this, nor be used where it has been moved from.
    [[nodiscard]] run::ThreadShare AsThreadShare() const {
      return {[](const void* self) { return static_cast<const Lease*>(self)->share(); }, this};
    }

   private:
    WorkerBudget* budget_;
    std::string caller_;
  };

  /// Errors  kResourceLimit where as many simulations run as may, of all callers or of this one.
  [[nodiscard]] Result<Lease> Take(const std::string& caller);

  [[nodiscard]] int running() const;

 private:
  [[nodiscard]] int ShareOf(const std::string& caller) const;
  void GiveBack(const std::string& caller);

  int worker_count_;
  int max_simulations_;
  int max_simulations_of_caller_;
  mutable std::mutex mutex_;
  std::map<std::string, int> running_;  ///< Simulations, by caller; none has 0.
};

}  // namespace calanque::service
