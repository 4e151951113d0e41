// Correlation matrices: whether they are any, the nearest that is, and correlated normals from independent ones.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/base/stop_poll.h"

namespace calanque::risk {

/// A square matrix, row by row.
class SquareMatrix {
 public:
  explicit SquareMatrix(std::size_t size) : size_(size), entries_(size * size) {}
  static SquareMatrix Identity(std::size_t size);

  [[nodiscard]] std::size_t size() const { return size_; }
  double& operator()(std::size_t row, std::size_t column) { return entries_[row * size_ + column]; }
  double operator()(std::size_t row, std::size_t column) const { return entries_[row * size_ + column]; }
  [[nodiscard]] const std::vector<double>& entries() const { return entries_; }

  bool operator==(const SquareMatrix&) const = default;

 private:
  std::size_t size_;
  std::vector<double> entries_;
};

/// Of a symmetric matrix: its values ascending; vectors(i, k) is entry i of the vector of value k.
struct Eigensystem {
  std::vector<double> values;
  SquareMatrix vectors{0};
};

/// Cyclic Jacobi rotations: as exact as the entries, small eigenvalues included.
///
/// Cost    O(size^3) for each of about ten sweeps; meant for a hundred rows at most.
/// Source  G. Golub, C. Van Loan, "Matrix Computations", 4th ed. (2013), section 8.5.
Eigensystem EigensystemOf(const SquareMatrix& symmetric);

/// Smallest eigenvalues above this are rounding, not a fault of the matrix.
inline constexpr double kEigenvalueTolerance = 1e-10;
bool IsPositiveSemidefinite(const SquareMatrix& symmetric);

/// The correlation matrix nearest in the Frobenius norm; a valid one is returned as it is.
///
/// Domain  symmetric, unit diagonal, entries in [-1, 1]. The result has no eigenvalue below 0 but for rounding; where
///         `stop` says so (asked once per iteration) it ends half-way, and the caller asks `stop` too.
/// Cost    one eigensystem per iteration, 500 at most: for 64 rows up to two seconds.
/// Source  N. Higham, "Computing the nearest correlation matrix: a problem from finance", IMA J. Numer. Anal. 22 (2002)
///         329-343, algorithm 3.3 with unit weights; what the last iteration leaves below 0 is taken out by shrinking
///         towards the identity (N. Higham, N. Strabic, V. Sego, SIAM Review 58 (2016) 245-263).
SquareMatrix NearestCorrelation(const SquareMatrix& symmetric, const StopPoll& stop = {});

/// L with L L^T = the matrix, lower triangle; columns of dependent rows are 0.
///
/// Domain  a correlation matrix that IsPositiveSemidefinite.
SquareMatrix LowerFactor(const SquareMatrix& correlation);

/// Rows and columns of these positions.
SquareMatrix Submatrix(const SquareMatrix& matrix, const std::vector<std::size_t>& positions);

}  // namespace calanque::risk
