#include "engine/kernel/normals.h"

#include <cstddef>
#include <cstdint>
#include <numbers>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/normals.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

#include "engine/kernel/elementary-inl.h"
#include "engine/kernel/philox-inl.h"

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

struct Point {
  Number x;
  Number y;
};

// The point of the unit circle at pi / 2 (quarter + place): the two highest bits of the word say which quarter, the
// others where in it, from -1/2 to 1/2. Taylor series of the cosine and of the sine of pi / 2 times place; the first
// term left out is below 2e-15.
HWY_INLINE Point PointOnCircle(WordVector bits) {
  constexpr double kCosine[] = {1,
                                -1.2337005501361697,
                                0.25366950790104803,
                                -0.020863480763352961,
                                0.00091926027483942659,
                                -2.5202042373060607e-05,
                                4.7108747788181717e-07,
                                -6.3866030837918521e-09};
  constexpr double kSine[] = {1.5707963267948966,     -0.64596409750624628,   0.079692626246167048,
                              -0.0046817541353186883, 0.00016044118478735983, -3.5988432352120852e-06,
                              5.6921729219679267e-08, -6.6880351098114677e-10};
  const Words d;
  const Numbers numbers;
  const Number place = hn::Sub(UnitsOf(hn::ShiftLeft<2>(bits)), Constant(0.5));
  const Number square = hn::Mul(place, place);
  const Number cosine = Polynomial(square, kCosine);
  const Number sine = hn::Mul(place, Polynomial(square, kSine));
  const WordVector next = hn::ShiftLeft<1>(bits);
  const WordVector sign = hn::Set(d, std::uint64_t{1} << 63);
  const auto is_odd =
      hn::MaskFromVec(hn::BitCast(numbers, hn::BroadcastSignBit(hn::BitCast(hn::RebindToSigned<Words>(), next))));
  const auto x_sign = hn::BitCast(numbers, hn::And(hn::Xor(bits, next), sign));
  const auto y_sign = hn::BitCast(numbers, hn::And(bits, sign));
  return {hn::Xor(hn::IfThenElse(is_odd, sine, cosine), x_sign), hn::Xor(hn::IfThenElse(is_odd, cosine, sine), y_sign)};
}

// The root of -2 log u for u in [2^-53, 1). As NormalLogOf, but without care for the last digit: a random number has no
// use for it. Relative error below 2e-14.
HWY_INLINE Number RadiusOf(Number u) {
  constexpr double kTerms[] = {-4.0, -4.0 / 3, -4.0 / 5, -4.0 / 7, -4.0 / 9, -4.0 / 11, -4.0 / 13, -4.0 / 15};
  const auto [m, k] = SplitByTwo(u);
  const Number f = hn::Sub(m, Constant(1.0));
  const Number s = hn::Div(f, hn::Add(m, Constant(1.0)));
  const Number series = hn::Mul(s, Polynomial(hn::Mul(s, s), kTerms));
  return hn::Sqrt(hn::Add(hn::Mul(k, Constant(-2.0 * std::numbers::ln2)), series));
}

void FillNormalsLanes(const RoundKeys& keys, const PhiloxBlock& counter, std::uint64_t first_path, double* out,
                      std::size_t count) {
  const auto store = [](WordVector first, WordVector second, double* to) HWY_ATTR {
    const Number radius = RadiusOf(UnitsOf(first));
    const Point point = PointOnCircle(second);
    hn::StoreU(hn::Mul(radius, point.x), Numbers(), to);
    hn::StoreU(hn::Mul(radius, point.y), Numbers(), to + 8);
  };
  FillPaths(keys, counter, first_path, out, count, store);
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(FillNormalsLanes);

void FillNormals(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, std::span<double> out) {
  CALANQUE_CHECK(ArePaths(first_path, out.size()), "too many paths");
  HWY_DYNAMIC_DISPATCH(FillNormalsLanes)
  (RoundKeysOf(seed), RandomCounter(RandomUse::kNormals, stream, 0), first_path, out.data(), out.size());
}

}  // namespace calanque::kernel
#endif
