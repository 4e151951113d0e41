// The ledger: columns over points, for a block of paths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/check.h"
#include "engine/ledger/column.h"
#include "engine/ledger/point_axis.h"

namespace calanque::ledger {

/// Columns [begin, end).
struct ColumnRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What the columns are; fixed by compilation, shared by all paths. Columns of one project stand together, projects in
/// order; the columns of the portfolio as a whole (programme money) come last, as a project of their own.
struct Schema {
  PointAxis axis;
  std::uint32_t party_count = 0;
  std::vector<MoneyColumn> money;
  std::vector<PhysicalColumn> physical;
  std::vector<ColumnRange> money_of_project;     ///< By project, then the programme's.
  std::vector<ColumnRange> physical_of_project;  ///< Same length.
};

/// The amounts of one block of paths, [column][path][point], in the currency and price basis of the run.
class Block {
 public:
  Block(const Schema& schema, int path_count)
      : point_count_(static_cast<std::size_t>(schema.axis.point_count())),
        path_count_(static_cast<std::size_t>(path_count)),
        money_(schema.money.size() * path_count_ * point_count_),
        physical_(schema.physical.size() * path_count_ * point_count_) {}

  [[nodiscard]] int path_count() const { return static_cast<int>(path_count_); }
  [[nodiscard]] std::span<double> Money(std::size_t column, int path = 0) {
    return {money_.data() + Offset(column, path), point_count_};
  }
  [[nodiscard]] std::span<const double> Money(std::size_t column, int path = 0) const {
    return {money_.data() + Offset(column, path), point_count_};
  }
  [[nodiscard]] std::span<double> Physical(std::size_t column, int path = 0) {
    return {physical_.data() + Offset(column, path), point_count_};
  }
  [[nodiscard]] std::span<const double> Physical(std::size_t column, int path = 0) const {
    return {physical_.data() + Offset(column, path), point_count_};
  }

 private:
  [[nodiscard]] std::size_t Offset(std::size_t column, int path) const {
    return (column * path_count_ + static_cast<std::size_t>(path)) * point_count_;
  }

  std::size_t point_count_;
  std::size_t path_count_;
  std::vector<double> money_;
  std::vector<double> physical_;
};

/// A border around some parties.
struct Border {
  std::vector<std::uint8_t> inside;  ///< By party: 1 inside, 0 outside.

  [[nodiscard]] bool Holds(PartyIndex party) const { return inside[party.value] != 0; }
  /// +1 where the column's amounts come in, -1 where they go out, 0 where they do not cross.
  [[nodiscard]] int Sign(const MoneyColumn& column) const {
    return static_cast<int>(inside[column.payee.value]) - static_cast<int>(inside[column.payer.value]);
  }
};

}  // namespace calanque::ledger
