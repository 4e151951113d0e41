#include "engine/kernel/uniforms.h"

#include <cstddef>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/uniforms.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

#include "engine/kernel/philox-inl.h"

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

void FillUniformsLanes(const RoundKeys& keys, const PhiloxBlock& counter, std::uint64_t first_path, double* out,
                       std::size_t count) {
  const auto store = [](WordVector first, WordVector second, double* to) HWY_ATTR {
    StoreUnits(first, to);
    StoreUnits(second, to + 8);
  };
  FillPaths(keys, counter, first_path, out, count, store);
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(FillUniformsLanes);

void FillUniforms(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, std::span<double> out,
                  RandomUse use) {
  CALANQUE_CHECK(ArePaths(first_path, out.size()), "too many paths");
  HWY_DYNAMIC_DISPATCH(FillUniformsLanes)
  (RoundKeysOf(seed), RandomCounter(use, stream, 0), first_path, out.data(), out.size());
}

}  // namespace calanque::kernel
#endif
