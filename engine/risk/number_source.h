// Where the independent numbers of a run come from, whatever the way of sampling.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/kernel/latin_hypercube.h"
#include "engine/kernel/sobol.h"
#include "engine/model/risk.h"

namespace calanque::risk {

/// One independent number of every path.
struct NumberName {
  std::uint32_t driver = 0;     ///< Position in the model.
  std::uint32_t member = 0;     ///< Which of the driver's numbers.
  std::uint32_t dimension = 0;  ///< Of Sobol' points; the important ones low.
};

/// Immutable. A number depends on (seed, path, name) alone.
class NumberSource {
 public:
  NumberSource(const model::SimulationOptions& options, std::size_t dimension_count);

  /// out[i]: of path first_path + i, uniform in (0, 1). Where antithetic, of paths 2k and 2k + 1: u and 1 - u.
  ///
  /// Domain  first_path even; with Sobol' points the last path below 2^32 (antithetic: 2^33). A Latin hypercube covers
  ///         the paths of the options; later ones get independent numbers.
  void Uniforms(const NumberName& name, std::uint64_t first_path, std::span<double> out) const;
  /// Likewise, standard normal; antithetic: z and -z. Of placed points the inverse of the distribution at Uniforms.
  void Normals(const NumberName& name, std::uint64_t first_path, std::span<double> out) const;

 private:
  void Independent(const NumberName& name, std::uint64_t first, std::span<double> out) const;
  void IndependentNormals(const NumberName& name, std::uint64_t first, std::span<double> out) const;

  std::uint64_t seed_;
  bool is_antithetic_;
  std::uint64_t independent_count_;  ///< Paths, or pairs of them.
  std::optional<kernel::SobolSequence> sobol_;
  std::optional<kernel::LatinHypercube> latin_hypercube_;
};

}  // namespace calanque::risk
