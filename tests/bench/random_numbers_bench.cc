// Standard normal numbers, one per path, as the risk sampler draws them: pseudo-random and from Sobol' points. Beside
// them the C++ library's own generator in the same run.
#include <bit>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/kernel/normals.h"
#include "engine/kernel/sobol.h"
#include "engine/kernel/vector_math.h"
#include "tests/bench/bench.h"

namespace calanque::bench {
namespace {

constexpr std::size_t kPaths = 2048;  // of a block: a row stays in the nearest cache
constexpr std::uint64_t kRows = 64;

/// All bits of a million numbers in one (FNV-1a).
std::uint64_t Digest(std::uint64_t digest, const std::vector<double>& numbers) {
  for (const double number : numbers) digest = (digest ^ std::bit_cast<std::uint64_t>(number)) * 0x100000001b3U;
  return digest;
}

}  // namespace

Report RandomNumbers() {
  std::vector<double> row(kPaths);
  const kernel::SobolSequence sobol(1, kRows);
  const auto draw = [&](std::uint64_t stream) { kernel::FillNormals(1, stream, 0, row); };
  const auto place = [&](std::uint64_t dimension) {
    sobol.Fill(dimension, 0, row);
    kernel::InverseNormal(row, row);
  };
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (std::uint64_t i = 0; i < kRows; ++i) {
    draw(i);
    digest = Digest(digest, row);
    place(i);
    digest = Digest(digest, row);
  }
  Report report;
  report.expected = "the bits of every processor, digest 2215180195000134041";
  report.answer = "the bits of every processor, digest " + std::to_string(digest);

  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  const auto library = [&] {
    for (double& number : row) number = normal(engine);
    Keep(row);
  };
  const auto all_rows = [&](const auto& fill) {
    for (std::uint64_t i = 0; i < kRows; ++i) fill(i);
    Keep(row);
  };
  const auto [drawn, theirs] = MedianSecondsInTurn(
      25, 1, [&] { all_rows(draw); }, 4, library);
  const double placed = MedianSeconds(25, 1, [&] { all_rows(place); });
  constexpr double kNumbers = static_cast<double>(kRows) * kPaths;
  report.figures = {
      {"normals_per_second", kNumbers / drawn, "1/s", 1e8, true},
      {"sobol_normals_per_second", kNumbers / placed, "1/s", 1e8, true},
      {"times_faster_than_library_normals", theirs / kPaths / (drawn / kNumbers), "times", 3.0, true},
  };
  return report;
}

}  // namespace calanque::bench
