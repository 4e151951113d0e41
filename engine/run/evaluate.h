// Runs a plan: fills the ledger, reduces it to metric cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <type_traits>
#include <utility>

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
static_assert(std::is_trivially_copyable_v<Cell>, "cells are dropped with their memory, not one by one");

/// The cells of one evaluation, and the memory that they, their series and their texts stand in.
class Cells {
 public:
  Cells() = default;
  /// Room for `count` cells, not initialised: whoever makes them fills every one.
  explicit Cells(std::size_t count)
      : memory_(std::make_unique<std::pmr::monotonic_buffer_resource>(count * kUsualBytesPerCell)),
        cells_(static_cast<Cell*>(memory_->allocate(count * sizeof(Cell), alignof(Cell))), count) {}
  Cells(Cells&& other) noexcept : memory_(std::move(other.memory_)), cells_(std::exchange(other.cells_, {})) {}
  Cells& operator=(Cells&& other) noexcept {
    memory_ = std::move(other.memory_);
    cells_ = std::exchange(other.cells_, {});
    return *this;
  }

  [[nodiscard]] std::span<Cell> list() { return cells_; }
  [[nodiscard]] std::pmr::memory_resource* memory() { return memory_.get(); }
  [[nodiscard]] std::size_t size() const { return cells_.size(); }
  [[nodiscard]] bool empty() const { return cells_.empty(); }
  [[nodiscard]] const Cell& operator[](std::size_t i) const { return cells_[i]; }
  [[nodiscard]] const Cell* begin() const { return cells_.data(); }
  [[nodiscard]] const Cell* end() const { return cells_.data() + cells_.size(); }

 private:
  static constexpr std::size_t kUsualBytesPerCell = 192;  // Itself, and a third of a series: one piece of memory.

  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;
  std::span<Cell> cells_;
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
/// The same of a ledger that FillLedger filled.
Result<Cells> Evaluate(const plan::Plan& plan, const ledger::Block& block, const StopPoll& stop);

}  // namespace calanque::run
