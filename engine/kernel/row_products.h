// Element-wise work on rows of paths, vectorised for the processor at hand with the same bits on all.
#pragma once

#include <cstddef>
#include <span>

namespace calanque::kernel {

/// A row to a whole power.
struct RowPower {
  const double* row = nullptr;
  int exponent = 1;
};

// All: rows of `count` numbers, no alignment asked; each number depends on those above it alone. No allocation.

/// out = product of the powers - subtrahend, in the order given; the empty product is 1.
void PowerProduct(std::span<const RowPower> powers, double subtrahend, double* out, std::size_t count);

/// out += factor x row + deviation x mean: a scaled sum and what the scale alone moves.
void AddScaledRow(const double* factor, const double* row, const double* deviation, double mean, double* out,
                  std::size_t count);

/// out += (offset + factor) x row.
void AddCoupledRow(double offset, const double* factor, const double* row, double* out, std::size_t count);

/// out += row.
void AddRow(const double* row, double* out, std::size_t count);

/// out += row where that is above 0.
void AddPositivePart(const double* row, double* out, std::size_t count);

/// out = -out / row where row is above 0, else not-a-number.
void DivideNegated(const double* row, double* out, std::size_t count);

/// out += value.
void AddConstant(double value, double* out, std::size_t count);

}  // namespace calanque::kernel
