#include "engine/risk/number_source.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/kernel/normals.h"
#include "engine/kernel/uniforms.h"
#include "engine/kernel/vector_math.h"

namespace calanque::risk {
namespace {

/// The first half of `out`, spread to pairs of a number and its mirror image, from the end on.
template <typename Mirror>
void SpreadToPairs(std::span<double> out, Mirror mirror) {
  for (std::size_t pair = (out.size() + 1) / 2; pair-- > 0;) {
    const double value = out[pair];
    if (2 * pair + 1 < out.size()) out[2 * pair + 1] = mirror(value);
    out[2 * pair] = value;
  }
}

}  // namespace

NumberSource::NumberSource(const model::SimulationOptions& options, std::size_t dimension_count)
    : seed_(options.seed),
      is_antithetic_(options.is_antithetic),
      independent_count_(static_cast<std::uint64_t>(options.path_count)) {
  if (is_antithetic_) independent_count_ = (independent_count_ + 1) / 2;
  if (options.sampling == model::Sampling::kSobol) sobol_.emplace(seed_, dimension_count);
  if (options.sampling == model::Sampling::kLatinHypercube) latin_hypercube_.emplace(seed_, independent_count_);
}

void NumberSource::Independent(const NumberName& name, std::uint64_t first, std::span<double> out) const {
  const std::uint64_t stream = kernel::StreamOf(name.driver, name.member);
  if (sobol_) {
    sobol_->Fill(name.dimension, first, out);
    return;
  }
  if (latin_hypercube_) {
    const std::uint64_t left = independent_count_ - std::min(first, independent_count_);
    const auto covered = static_cast<std::size_t>(std::min<std::uint64_t>(left, out.size()));
    if (covered > 0) latin_hypercube_->Fill(stream, first, out.first(covered));
    first += covered;
    out = out.subspan(covered);
  }
  kernel::FillUniforms(seed_, stream, first, out);
}

void NumberSource::IndependentNormals(const NumberName& name, std::uint64_t first, std::span<double> out) const {
  if (sobol_ || latin_hypercube_) {  // placed: a number must stand for its place
    Independent(name, first, out);
    kernel::InverseNormal(out, out);
  } else {
    kernel::FillNormals(seed_, kernel::StreamOf(name.driver, name.member), first, out);
  }
}

void NumberSource::Uniforms(const NumberName& name, std::uint64_t first_path, std::span<double> out) const {
  if (!is_antithetic_) {
    Independent(name, first_path, out);
    return;
  }
  CALANQUE_CHECK(first_path % 2 == 0, "a block begins within a pair of paths");
  Independent(name, first_path / 2, out.first((out.size() + 1) / 2));
  SpreadToPairs(out, [](double u) { return 1.0 - u; });
}

void NumberSource::Normals(const NumberName& name, std::uint64_t first_path, std::span<double> out) const {
  if (!is_antithetic_) {
    IndependentNormals(name, first_path, out);
    return;
  }
  CALANQUE_CHECK(first_path % 2 == 0, "a block begins within a pair of paths");
  const std::span<double> half = out.first((out.size() + 1) / 2);
  IndependentNormals(name, first_path / 2, half);
  SpreadToPairs(out, [](double z) { return -z; });
}

}  // namespace calanque::risk
