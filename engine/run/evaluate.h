// Runs a plan: fills the ledger, reduces it to metric cells.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/ledger/ledger.h"
#include "engine/metric/metric.h"
#include "engine/plan/plan.h"

namespace calanque::run {

inline constexpr std::int32_t kWholePortfolio = -1;
inline constexpr std::int32_t kNoPerspective = -1;

/// One figure. Indices refer to the plan's lists.
struct Cell {
  const metric::Definition* metric = nullptr;
  std::int32_t project = kWholePortfolio;
  std::int32_t perspective = kNoPerspective;
  metric::View view = metric::View::kIncremental;
  metric::Outcome outcome;
};

/// The cells of one evaluation, and the memory their series and tables stand in.
class Cells {
 public:
  Cells() : memory_(std::make_unique<std::pmr::monotonic_buffer_resource>()) {}
  Cells(Cells&&) = default;
  Cells& operator=(Cells&& other) noexcept {  // Old cells must go before their memory.
    list_.swap(other.list_);
    memory_.swap(other.memory_);
    return *this;
  }
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;
  ~Cells() = default;

  [[nodiscard]] std::vector<Cell>& list() { return list_; }
  [[nodiscard]] std::pmr::memory_resource* memory() { return memory_.get(); }
  [[nodiscard]] std::size_t size() const { return list_.size(); }
  [[nodiscard]] bool empty() const { return list_.empty(); }
  [[nodiscard]] const Cell& operator[](std::size_t i) const { return list_[i]; }
  [[nodiscard]] auto begin() const { return list_.begin(); }
  [[nodiscard]] auto end() const { return list_.end(); }

 private:
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;  // Before the list: it is freed after it.
  std::vector<Cell> list_;
};

/// Fills all columns of path 0 of a one-path block; where `stop` says so, only some: the caller asks `stop` too.
///
/// Cost  O(columns x points); allocates the block once, nothing per column.
ledger::Block FillLedger(const plan::Plan& plan, const StopPoll& stop = {});

/// How many cells Evaluate will answer with.
std::size_t CellCount(const plan::Plan& plan);

/// Every metric the plan asks for: portfolio first, then projects in order; within one, perspective by perspective,
/// view by view, metric by metric.
///
/// Errors  kCancelled when `stop` says so (asked once per project). A metric that does not exist is a Failure in its
/// cell.
Result<Cells> Evaluate(const plan::Plan& plan, const StopPoll& stop = {});

}  // namespace calanque::run
