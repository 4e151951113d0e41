#include "service/worker_budget.h"

#include <algorithm>
#include <thread>

namespace calanque::service {
namespace {

int ProcessorCount() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

Failure Full(const std::string& who, int most) {
  return {Reason::kResourceLimit, "", who + " " + std::to_string(most) + " simulations, its limit at once; try again"};
}

int Total(const std::map<std::string, int>& running) {
  int total = 0;
  for (const auto& [caller, count] : running) total += count;
  return total;
}

}  // namespace

WorkerBudget::WorkerBudget(const Limits& limits)
    : worker_count_(limits.simulation_workers > 0 ? limits.simulation_workers : ProcessorCount()),
      max_simulations_(limits.max_simulations),
      max_simulations_of_caller_(limits.max_simulations_of_caller) {}

Result<WorkerBudget::Lease> WorkerBudget::Take(const std::string& caller) {
  const std::scoped_lock lock(mutex_);
  if (Total(running_) >= max_simulations_) return Full("the server runs", max_simulations_);
  const auto known = running_.find(caller);
  if (known != running_.end() && known->second >= max_simulations_of_caller_) {
    return Full("the server runs, for this connection,", max_simulations_of_caller_);
  }
  ++running_[caller];
  return Lease(*this, caller);
}

int WorkerBudget::running() const {
  const std::scoped_lock lock(mutex_);
  return Total(running_);
}

int WorkerBudget::ShareOf(const std::string& caller) const {
  const std::scoped_lock lock(mutex_);
  const int parts = static_cast<int>(running_.size()) * running_.at(caller);
  return (worker_count_ + parts - 1) / parts;
}

void WorkerBudget::GiveBack(const std::string& caller) {
  const std::scoped_lock lock(mutex_);
  const auto own = running_.find(caller);
  if (--own->second == 0) running_.erase(own);
}

}  // namespace calanque::service
