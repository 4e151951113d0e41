// Eigenvalues, nearest correlation matrices and factors.

#include "engine/risk/correlation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <random>

namespace calanque::risk {
namespace {

SquareMatrix Matrix(std::initializer_list<std::initializer_list<double>> rows) {
  SquareMatrix matrix(rows.size());
  std::size_t i = 0;
  for (const auto& row : rows) {
    std::size_t j = 0;
    for (const double entry : row) matrix(i, j++) = entry;
    ++i;
  }
  return matrix;
}

double DistanceOf(const SquareMatrix& a, const SquareMatrix& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.entries().size(); ++i) sum += std::pow(a.entries()[i] - b.entries()[i], 2);
  return std::sqrt(sum);
}

SquareMatrix Product(const SquareMatrix& a, const SquareMatrix& b, bool transposes_b) {
  SquareMatrix product(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < a.size(); ++j) {
      for (std::size_t k = 0; k < a.size(); ++k) product(i, j) += a(i, k) * (transposes_b ? b(j, k) : b(k, j));
    }
  }
  return product;
}

/// Symmetric, unit diagonal, entries in [-1, 1]; hardly ever a correlation matrix for more than four rows.
SquareMatrix RandomSymmetric(std::size_t size, std::mt19937& engine) {
  SquareMatrix matrix = SquareMatrix::Identity(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      matrix(i, j) = static_cast<double>(engine()) / 2147483648.0 - 1.0;
      matrix(j, i) = matrix(i, j);
    }
  }
  return matrix;
}

/// Negative eigenvalues cut off, then scaled to a unit diagonal: what people do who have not read Higham.
SquareMatrix ClippedAndScaled(const SquareMatrix& matrix) {
  const Eigensystem system = EigensystemOf(matrix);
  SquareMatrix clipped(matrix.size());
  for (std::size_t k = 0; k < matrix.size(); ++k) {
    for (std::size_t i = 0; i < matrix.size(); ++i) {
      for (std::size_t j = 0; j < matrix.size(); ++j) {
        clipped(i, j) += std::max(system.values[k], 0.0) * system.vectors(i, k) * system.vectors(j, k);
      }
    }
  }
  SquareMatrix scaled(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    for (std::size_t j = 0; j < matrix.size(); ++j) {
      scaled(i, j) = clipped(i, j) / std::sqrt(clipped(i, i) * clipped(j, j));
    }
  }
  return scaled;
}

TEST(Eigensystem, GivesTheKnownValues) {
  const Eigensystem system = EigensystemOf(Matrix({{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}}));
  EXPECT_NEAR(system.values[0], 2.0 - std::sqrt(2.0), 1e-15);
  EXPECT_NEAR(system.values[1], 2.0, 1e-15);
  EXPECT_NEAR(system.values[2], 2.0 + std::sqrt(2.0), 1e-15);
}

TEST(Eigensystem, PutsTheMatrixTogetherAgain) {
  std::mt19937 engine(3);
  for (const std::size_t size : {1U, 2U, 5U, 20U, 64U}) {
    const SquareMatrix matrix = RandomSymmetric(size, engine);
    const Eigensystem system = EigensystemOf(matrix);
    EXPECT_LE(DistanceOf(Product(system.vectors, system.vectors, true), SquareMatrix::Identity(size)), 1e-12);
    SquareMatrix scaled = system.vectors;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t k = 0; k < size; ++k) scaled(i, k) *= system.values[k];
    }
    EXPECT_LE(DistanceOf(Product(scaled, system.vectors, true), matrix), 1e-12 * static_cast<double>(size)) << size;
  }
}

// N. Higham (2002), section 1: the nearest correlation matrix to the matrix with 1 beside the diagonal and 0 in the
// corners, to four decimals 0.7607 and 0.1573.
TEST(NearestCorrelation, IsThatOfHighamsExample) {
  const SquareMatrix stated = Matrix({{1, 1, 0}, {1, 1, 1}, {0, 1, 1}});
  const SquareMatrix nearest = NearestCorrelation(stated);
  EXPECT_NEAR(nearest(0, 1), 0.7607, 5e-5);
  EXPECT_NEAR(nearest(1, 2), 0.7607, 5e-5);
  EXPECT_NEAR(nearest(0, 2), 0.1573, 5e-5);
}

TEST(NearestCorrelation, LeavesAValidMatrixAsItIs) {
  const SquareMatrix valid = Matrix({{1, 0.5, 0.2}, {0.5, 1, -0.3}, {0.2, -0.3, 1}});
  EXPECT_EQ(NearestCorrelation(valid), valid);
  const SquareMatrix singular = Matrix({{1, 1}, {1, 1}});
  EXPECT_EQ(NearestCorrelation(singular), singular);
  EXPECT_EQ(NearestCorrelation(SquareMatrix(0)), SquareMatrix(0));
}

TEST(NearestCorrelation, IsOneAndNoFartherThanTheClippedOne) {
  std::mt19937 engine(11);
  for (const std::size_t size : {3U, 4U, 6U, 10U, 25U, 64U}) {
    for (int i = 0; i < (size > 20 ? 1 : 5); ++i) {
      const SquareMatrix stated = RandomSymmetric(size, engine);
      const SquareMatrix nearest = NearestCorrelation(stated);
      EXPECT_GE(EigensystemOf(nearest).values.front(), -1e-14) << size;
      for (std::size_t k = 0; k < size; ++k) {
        EXPECT_EQ(nearest(k, k), 1.0);
        for (std::size_t j = 0; j < k; ++j) {
          EXPECT_EQ(nearest(k, j), nearest(j, k));
          EXPECT_LE(std::abs(nearest(k, j)), 1.0);
        }
      }
      EXPECT_LE(DistanceOf(stated, nearest), DistanceOf(stated, ClippedAndScaled(stated)) + 1e-12) << size;
    }
  }
}

// Nearest: no correlation matrix of a fine neighbourhood is nearer.
TEST(NearestCorrelation, HasNoNearerNeighbour) {
  std::mt19937 engine(5);
  const SquareMatrix stated = RandomSymmetric(5, engine);
  const SquareMatrix nearest = NearestCorrelation(stated);
  ASSERT_FALSE(IsPositiveSemidefinite(stated));
  const double distance = DistanceOf(stated, nearest);
  for (int i = 0; i < 2000; ++i) {
    // A step towards some other correlation matrix stays one: they are a convex set.
    const SquareMatrix other = ClippedAndScaled(RandomSymmetric(5, engine));
    SquareMatrix moved = nearest;
    for (std::size_t r = 0; r < 5; ++r) {
      for (std::size_t c = 0; c < 5; ++c) moved(r, c) += 1e-3 * (other(r, c) - nearest(r, c));
    }
    ASSERT_GE(DistanceOf(stated, moved), distance - 1e-9);
  }
}

TEST(LowerFactor, MultipliesToTheMatrix) {
  std::mt19937 engine(9);
  for (const std::size_t size : {1U, 3U, 8U, 30U}) {
    const SquareMatrix matrix = NearestCorrelation(RandomSymmetric(size, engine));  // on the edge: singular
    const SquareMatrix factor = LowerFactor(matrix);
    EXPECT_LE(DistanceOf(Product(factor, factor, true), matrix), 1e-7 * static_cast<double>(size)) << size;
  }
  const SquareMatrix same = LowerFactor(Matrix({{1, 1}, {1, 1}}));
  EXPECT_EQ(same, Matrix({{1, 0}, {1, 0}}));
  EXPECT_EQ(LowerFactor(SquareMatrix::Identity(4)), SquareMatrix::Identity(4));
}

}  // namespace
}  // namespace calanque::risk
