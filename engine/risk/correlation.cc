#include "engine/risk/correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace calanque::risk {
namespace {

double SquaredDistance(const SquareMatrix& a, const SquareMatrix& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.entries().size(); ++i) {
    const double difference = a.entries()[i] - b.entries()[i];
    sum += difference * difference;
  }
  return sum;
}

double SquaredOffDiagonal(const SquareMatrix& a) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) sum += 2.0 * a(i, j) * a(i, j);
  }
  return sum;
}

/// Makes a(p, q) zero by a rotation in the plane of p and q, and turns the vectors along.
void Rotate(SquareMatrix& a, SquareMatrix& vectors, std::size_t p, std::size_t q) {
  if (a(p, q) == 0.0) return;
  const double theta = (a(q, q) - a(p, p)) / (2.0 * a(p, q));
  const double t = (theta >= 0.0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1.0));
  const double c = 1.0 / std::sqrt(t * t + 1.0);
  const double s = t * c;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double kp = a(k, p);
    const double kq = a(k, q);
    a(k, p) = c * kp - s * kq;
    a(k, q) = s * kp + c * kq;
  }
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double pk = a(p, k);
    const double qk = a(q, k);
    a(p, k) = c * pk - s * qk;
    a(q, k) = s * pk + c * qk;
    const double vp = vectors(k, p);
    const double vq = vectors(k, q);
    vectors(k, p) = c * vp - s * vq;
    vectors(k, q) = s * vp + c * vq;
  }
  a(p, q) = 0.0;
  a(q, p) = 0.0;
}

/// The nearest matrix without negative eigenvalues.
SquareMatrix Clipped(const SquareMatrix& symmetric) {
  const Eigensystem system = EigensystemOf(symmetric);
  SquareMatrix clipped(symmetric.size());
  for (std::size_t k = 0; k < symmetric.size(); ++k) {
    if (system.values[k] <= 0.0) continue;
    for (std::size_t i = 0; i < symmetric.size(); ++i) {
      const double weighted = system.values[k] * system.vectors(i, k);
      for (std::size_t j = 0; j < symmetric.size(); ++j) clipped(i, j) += weighted * system.vectors(j, k);
    }
  }
  return clipped;
}

/// Scales what stands beside the diagonal, so that the smallest eigenvalue, 1 - scale (1 - smallest), is 0 or more.
void ShrinkTowardsIdentity(SquareMatrix& matrix) {
  const double smallest = EigensystemOf(matrix).values.front();
  if (smallest >= 0.0) return;
  const double scale = 1.0 / (1.0 - smallest);
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    for (std::size_t j = 0; j < matrix.size(); ++j) {
      if (i != j) matrix(i, j) *= scale;
    }
  }
}

}  // namespace

SquareMatrix SquareMatrix::Identity(std::size_t size) {
  SquareMatrix identity(size);
  for (std::size_t i = 0; i < size; ++i) identity(i, i) = 1.0;
  return identity;
}

Eigensystem EigensystemOf(const SquareMatrix& symmetric) {
  constexpr int kMostSweeps = 60;
  const std::size_t n = symmetric.size();
  SquareMatrix a = symmetric;
  SquareMatrix vectors = SquareMatrix::Identity(n);
  const double enough = std::numeric_limits<double>::epsilon() * std::numeric_limits<double>::epsilon() *
                        SquaredDistance(symmetric, SquareMatrix(n));
  for (int sweep = 0; sweep < kMostSweeps && SquaredOffDiagonal(a) > enough; ++sweep) {
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) Rotate(a, vectors, p, q);
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return a(i, i) < a(j, j); });
  Eigensystem system{{}, SquareMatrix(n)};
  for (std::size_t k = 0; k < n; ++k) {
    system.values.push_back(a(order[k], order[k]));
    for (std::size_t i = 0; i < n; ++i) system.vectors(i, k) = vectors(i, order[k]);
  }
  return system;
}

bool IsPositiveSemidefinite(const SquareMatrix& symmetric) {
  return symmetric.size() == 0 || EigensystemOf(symmetric).values.front() >= -kEigenvalueTolerance;
}

SquareMatrix NearestCorrelation(const SquareMatrix& symmetric, const StopPoll& stop) {
  constexpr int kMostIterations = 500;
  constexpr double kTolerance = 1e-12;
  if (IsPositiveSemidefinite(symmetric)) return symmetric;
  const std::size_t n = symmetric.size();
  SquareMatrix nearest = symmetric;
  SquareMatrix correction(n);  // Dykstra's
  for (int iteration = 0; iteration < kMostIterations && !stop(); ++iteration) {
    SquareMatrix moved(n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) moved(i, j) = nearest(i, j) - correction(i, j);
    }
    SquareMatrix next = Clipped(moved);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) correction(i, j) = next(i, j) - moved(i, j);
      next(i, i) = 1.0;
    }
    const double distance = SquaredDistance(next, nearest);
    nearest = std::move(next);
    if (distance <= kTolerance * kTolerance * static_cast<double>(n)) break;
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      nearest(i, j) = std::clamp(0.5 * (nearest(i, j) + nearest(j, i)), -1.0, 1.0);
      nearest(j, i) = nearest(i, j);
    }
  }
  ShrinkTowardsIdentity(nearest);
  return nearest;
}

SquareMatrix LowerFactor(const SquareMatrix& correlation) {
  constexpr double kDependent = 1e-9;  // of the variance of 1 that is left to a row
  const std::size_t n = correlation.size();
  SquareMatrix factor(n);
  for (std::size_t j = 0; j < n; ++j) {
    double left = correlation(j, j);
    for (std::size_t k = 0; k < j; ++k) left -= factor(j, k) * factor(j, k);
    if (left <= kDependent) continue;
    factor(j, j) = std::sqrt(left);
    for (std::size_t i = j + 1; i < n; ++i) {
      double shared = correlation(i, j);
      for (std::size_t k = 0; k < j; ++k) shared -= factor(i, k) * factor(j, k);
      factor(i, j) = shared / factor(j, j);
    }
  }
  return factor;
}

SquareMatrix Submatrix(const SquareMatrix& matrix, const std::vector<std::size_t>& positions) {
  SquareMatrix part(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    for (std::size_t j = 0; j < positions.size(); ++j) part(i, j) = matrix(positions[i], positions[j]);
  }
  return part;
}

}  // namespace calanque::risk
