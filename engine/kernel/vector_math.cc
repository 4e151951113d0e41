#include "engine/kernel/vector_math.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/vector_math.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

#include "engine/kernel/elementary-inl.h"

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

HWY_INLINE Number NotANumber() { return Constant(std::numeric_limits<double>::quiet_NaN()); }

// 2^exponent for whole numbers in [-1022, 1023], given as exponent + 1.5 x 2^52.
HWY_INLINE Number PowerOfTwo(hn::Vec<Words> magic_bits) {
  const Words d;
  return hn::BitCast(Numbers(), hn::ShiftLeft<52>(hn::Add(magic_bits, hn::Set(d, 1023))));
}

// 2^(i / 8) in two parts.
HWY_ALIGN constexpr double kRoots[8] = {0x1.0000000000000p+0, 0x1.172b83c7d517bp+0, 0x1.306fe0a31b715p+0,
                                        0x1.4bfdad5362a27p+0, 0x1.6a09e667f3bcdp+0, 0x1.8ace5422aa0dbp+0,
                                        0x1.ae89f995ad3adp+0, 0x1.d5818dcfba487p+0};
HWY_ALIGN constexpr double kRootsRest[8] = {0.0,
                                            -0x1.19041b9d78a76p-55,
                                            0x1.6f46ad23182e4p-55,
                                            0x1.d4397afec42e2p-56,
                                            -0x1.bdd3413b26456p-54,
                                            0x1.6e9f156864b27p-54,
                                            0x1.7a1cd345dcc81p-54,
                                            0x1.2ed02d75b3707p-55};

// table[i] for i below 8.
HWY_INLINE Number LookUp(const double* table, hn::Vec<Words> i) {
#if HWY_TARGET <= HWY_AVX3
  return hn::TableLookupLanes(hn::Load(Numbers(), table), hn::IndicesFromVec(Numbers(), i));
#else
  return hn::GatherIndex(Numbers(), table, hn::BitCast(hn::RebindToSigned<Numbers>(), i));
#endif
}

// e^x = 2^(n / 8) e^r with |r| <= ln 2 / 16 (P. T. P. Tang, "Table-driven implementation of the exponential function",
// ACM TOMS 15 (1989) 144-157); e^r by its Taylor series, whose ninth power is below 2^-59.
HWY_INLINE Number ExpOf(Number x) {
  constexpr double kMagic = 0x1.8p52;  // adding it rounds to a whole number, which then stands in the lowest bits
  constexpr double kTerms[] = {1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320};
  // Nearly always all numbers are of usual size, which spares the care for others.
  const bool is_usual = hn::AllTrue(Numbers(), hn::Lt(hn::Abs(x), Constant(700.0)));
  const Number y = HWY_LIKELY(is_usual) ? x : hn::Min(hn::Max(x, Constant(-746.0)), Constant(710.0));

  const Number shifted = hn::Add(hn::Mul(y, Constant(8.0 * 0x1.71547652b82fep0)), Constant(kMagic));
  const Number n = hn::Sub(shifted, Constant(kMagic));
  const Number high = hn::Sub(y, hn::Mul(n, Constant(kLog2High / 8.0)));
  const Number r = hn::Sub(high, hn::Mul(n, Constant(kLog2Low / 8.0)));
  const Number grown = hn::Add(r, hn::Mul(hn::Mul(r, r), Polynomial(r, kTerms)));  // e^r - 1

  const Words d;
  const hn::Vec<Words> bits = hn::BitCast(d, shifted);
  const hn::Vec<Words> eighth = hn::And(bits, hn::Set(d, 7));
  const Number root = LookUp(kRoots, eighth);
  const Number power = hn::Add(root, hn::Add(LookUp(kRootsRest, eighth), hn::Mul(root, grown)));
  const hn::Vec<Words> exponent = hn::ShiftLeft<49>(hn::Xor(bits, eighth));  // of 2, at its place in a number
  if (HWY_LIKELY(is_usual)) {
    return hn::Mul(power, hn::BitCast(Numbers(), hn::Add(exponent, hn::Set(d, std::uint64_t{1023} << 52))));
  }
  // In two steps, because 2^whole alone may be out of range where the result is not.
  const Number whole = hn::Floor(hn::Mul(n, Constant(0.125)));
  const Number half = hn::Add(hn::Mul(whole, Constant(0.5)), Constant(kMagic));
  const Number other = hn::Add(hn::Sub(whole, hn::Sub(half, Constant(kMagic))), Constant(kMagic));
  const Number scaled = hn::Mul(hn::Mul(power, PowerOfTwo(hn::BitCast(d, half))), PowerOfTwo(hn::BitCast(d, other)));
  return hn::IfThenElse(hn::Eq(x, x), scaled, NotANumber());
}

HWY_INLINE Number LogOf(Number x) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Number bias = Constant(0x1p52 + 1023);
  const Mask is_normal = hn::And(hn::Ge(x, Constant(0x1p-1022)), hn::Lt(x, Constant(kInfinity)));
  if (HWY_LIKELY(hn::AllTrue(Numbers(), is_normal))) return NormalLogOf(x, bias);
  const Mask is_tiny = hn::Lt(x, Constant(0x1p-1022));
  Number log = NormalLogOf(hn::IfThenElse(is_tiny, hn::Mul(x, Constant(0x1p54)), x),
                           hn::IfThenElse(is_tiny, hn::Add(bias, Constant(54.0)), bias));
  log = hn::IfThenElse(hn::Eq(x, Constant(0.0)), Constant(-kInfinity), log);
  log = hn::IfThenElse(hn::Eq(x, Constant(kInfinity)), x, log);
  return hn::IfThenElse(hn::Ge(x, Constant(0.0)), log, NotANumber());
}

// Applies `function` to every number; the last few stand in a block of their own, padded with a harmless 0.5.
template <typename Function>
HWY_INLINE void ForEach(const double* in, double* out, std::size_t count, Function function) {
  const Numbers d;
  const std::size_t width = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + width <= count; i += width) hn::StoreU(function(hn::LoadU(d, in + i)), d, out + i);
  if (i == count) return;
  HWY_ALIGN double rest[hn::MaxLanes(d)];
  std::fill_n(rest, width, 0.5);
  std::copy(in + i, in + count, rest);
  hn::Store(function(hn::Load(d, rest)), d, rest);
  std::copy_n(rest, count - i, out + i);
}

void ExpLanes(const double* in, double* out, std::size_t count) {
  ForEach(in, out, count, [](Number x) HWY_ATTR { return ExpOf(x); });
}

void ExpOfLineLanes(const double* in, double scale, double shift, double* out, std::size_t count) {
  ForEach(in, out, count,
          [=](Number x) HWY_ATTR { return ExpOf(hn::Add(Constant(shift), hn::Mul(Constant(scale), x))); });
}

void LogLanes(const double* in, double* out, std::size_t count) {
  ForEach(in, out, count, [](Number x) HWY_ATTR { return LogOf(x); });
}

// AS 241 for |u - 1/2| <= 0.425, 85 of 100 uniform numbers.
// r = 0.425^2 - q^2.
HWY_INLINE Number InverseNormalNearMedian(Number q, Number r) {
  constexpr double kA[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                           1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                           3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double kB[] = {1.0,
                           4.2313330701600911252e+1,
                           6.8718700749205790830e+2,
                           5.3941960214247511077e+3,
                           2.1213794301586595867e+4,
                           3.9307895800092710610e+4,
                           2.8729085735721942674e+4,
                           5.2264952788528545610e+3};
  return hn::Div(hn::Mul(Polynomial(r, kA), q), Polynomial(r, kB));
}

// AS 241 for the others; p is the probability of the nearer tail. The result is >= 0, or not a number.
HWY_INLINE Number InverseNormalInTail(Number p) {
  constexpr double kC[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                           3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                           2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double kD[] = {1.0,
                           2.05319162663775882187e0,
                           1.67638483018380384940e0,
                           6.89767334985100004550e-1,
                           1.48103976427480074590e-1,
                           1.51986665636164571966e-2,
                           5.47593808499534494600e-4,
                           1.05075007164441684324e-9};
  constexpr double kE[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                           2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                           2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double kF[] = {1.0,
                           5.99832206555887937690e-1,
                           1.36929880922735805310e-1,
                           1.48753612908506148525e-2,
                           7.86869131145613259100e-4,
                           1.84631831751005468180e-5,
                           1.42151175831644588870e-7,
                           2.04426310338993978564e-15};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Number r = hn::Sqrt(hn::Neg(LogOf(p)));
  const Number near = hn::Sub(r, Constant(1.6));
  Number z = hn::Div(Polynomial(near, kC), Polynomial(near, kD));
  const Mask is_far = hn::Gt(r, Constant(5.0));
  if (HWY_UNLIKELY(!hn::AllFalse(Numbers(), is_far))) {
    const Number far = hn::Sub(r, Constant(5.0));
    z = hn::IfThenElse(is_far, hn::Div(Polynomial(far, kE), Polynomial(far, kF)), z);
    z = hn::IfThenElse(hn::Eq(p, Constant(0.0)), Constant(kInfinity), z);
  }
  return z;
}

HWY_INLINE Number InverseNormalAnywhereInTail(Number u) {
  const Number z = InverseNormalInTail(hn::Min(u, hn::Sub(Constant(1.0), u)));
  const Number signed_z = hn::CopySignToAbs(z, hn::Sub(u, Constant(0.5)));
  return hn::IfThenElse(hn::Eq(z, z), signed_z, NotANumber());
}

constexpr std::size_t kChunk = 256;

// Stores the numbers under the mask from `out` on, and at most a vector of others behind them.
HWY_INLINE void StorePacked(Number numbers, Mask mask, double* out) {
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
  // What Highway 1.0.3 does instead copies a table of 2 KB each time (GCC 12), or compresses into memory, slow on Zen
  // 4.
  hn::StoreU(Number{_mm512_maskz_compress_pd(mask.raw, numbers.raw)}, Numbers(), out);
#else
  hn::CompressBlendedStore(numbers, mask, Numbers(), out);
#endif
}

// All numbers as if near the median; those that are not, with their places, are set aside, done together and put back.
void InverseNormalChunk(const double* in, double* out, std::size_t count) {
  const Numbers d;
  const std::size_t width = hn::Lanes(d);
  HWY_ALIGN double tail[kChunk + hn::MaxLanes(d)];
  HWY_ALIGN double place[kChunk + hn::MaxLanes(d)];
  std::size_t tail_count = 0;
  Number places = hn::Iota(d, 0.0);
  for (std::size_t i = 0; i < count; i += width) {
    const Number u = hn::LoadU(d, in + i);
    const Number q = hn::Sub(u, Constant(0.5));
    const Number r = hn::Sub(Constant(0.180625), hn::Mul(q, q));
    const Mask is_far = hn::Not(hn::Ge(r, hn::Zero(d)));
    StorePacked(u, is_far, tail + tail_count);
    StorePacked(places, is_far, place + tail_count);
    tail_count += hn::CountTrue(d, is_far);
    places = hn::Add(places, Constant(static_cast<double>(width)));
    hn::StoreU(InverseNormalNearMedian(q, r), d, out + i);
  }
  hn::StoreU(Constant(0.01), d, tail + tail_count);
  for (std::size_t i = 0; i < tail_count; i += width) {
    hn::Store(InverseNormalAnywhereInTail(hn::Load(d, tail + i)), d, tail + i);
  }
  for (std::size_t i = 0; i < tail_count; ++i) out[static_cast<std::size_t>(place[i])] = tail[i];
}

void InverseNormalLanes(const double* in, double* out, std::size_t count) {
  while (count >= kChunk) {
    InverseNormalChunk(in, out, kChunk);
    in += kChunk, out += kChunk, count -= kChunk;
  }
  const std::size_t width = hn::Lanes(Numbers());
  const std::size_t whole = count / width * width;
  if (whole > 0) InverseNormalChunk(in, out, whole);
  if (whole == count) return;
  HWY_ALIGN double rest[hn::MaxLanes(Numbers())];
  std::fill_n(rest, width, 0.5);
  std::copy(in + whole, in + count, rest);
  InverseNormalChunk(rest, rest, width);
  std::copy_n(rest, count - whole, out + whole);
}

// e^(-y^2 / 2), with the square in two parts: its rounding error, up to 2^-54 y^2, would be the result's relative
// error.
HWY_INLINE Number BellOf(Number y) {
  const Words d;
  const Number coarse = hn::BitCast(Numbers(), hn::And(hn::BitCast(d, y), hn::Set(d, 0xFFFFFFFFF8000000U)));
  const Number rest = hn::Mul(Constant(-0.5), hn::Mul(hn::Sub(y, coarse), hn::Add(y, coarse)));  // above -5e-5
  constexpr double kTerms[] = {1.0, 1.0, 1.0 / 2, 1.0 / 6};
  return hn::Mul(ExpOf(hn::Mul(Constant(-0.5), hn::Mul(coarse, coarse))), Polynomial(rest, kTerms));
}

// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631-637, arranged for
// the normal distribution in Algorithm 715 (ACM TOMS 19 (1993) 22-32).
HWY_INLINE Number NormalProbabilityOf(Number x) {
  constexpr double kMiddle[] = {18154.981253343561249, 1067.6894854603709582, 161.02823106855587881,
                                2.2352520354606839287, 0.065682337918207449113};
  constexpr double kMiddleBelow[] = {45507.789335026729956, 10260.932208618978205, 976.09855173777669322,
                                     47.20258190468824187, 1.0};
  constexpr double kTail[] = {9842.7148383839780218, 11602.651437647350124,  6848.1904505362823326,
                              2494.5375852903726711, 597.27027639480026226,  93.506656132177855979,
                              8.8831497943883759412, 0.39894151208813466764, 1.0765576773720192317e-8};
  constexpr double kTailBelow[] = {19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
                                   18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
                                   235.38790178262499861, 22.266688044328115691, 1.0};
  constexpr double kFar[] = {2.9112874951168792e-5, 0.001421619193227893466, 0.022235277870649807,
                             0.1274011611602473639, 0.21589853405795699,     0.02307344176494017303};
  constexpr double kFarBelow[] = {7.29751555083966205e-5, 0.00378239633202758244, 0.0659881378689285515,
                                  0.468238212480865118,   1.28426009614491121,    1.0};
  constexpr double kRootOfTwoPi = 2.506628274631000502;
  const Numbers d;
  const Number y = hn::IfThenElse(hn::Gt(hn::Abs(x), Constant(40.0)), Constant(40.0), hn::Abs(x));
  const Mask is_middle = hn::Le(y, Constant(0.67448975));
  const Number square = hn::Mul(y, y);
  const Number middle =
      hn::Add(Constant(0.5), hn::Mul(x, hn::Div(Polynomial(square, kMiddle), Polynomial(square, kMiddleBelow))));
  if (hn::AllTrue(d, is_middle)) return middle;
  Number tail = hn::Div(Polynomial(y, kTail), Polynomial(y, kTailBelow));
  const Mask is_far = hn::Gt(y, Constant(5.656854249492380195));
  if (HWY_UNLIKELY(!hn::AllFalse(d, is_far))) {
    const Number inverse = hn::Div(Constant(1.0), square);
    const Number part = hn::Mul(inverse, hn::Div(Polynomial(inverse, kFar), Polynomial(inverse, kFarBelow)));
    tail = hn::IfThenElse(is_far, hn::Div(hn::Sub(Constant(1.0 / kRootOfTwoPi), part), y), tail);
  }
  tail = hn::Mul(tail, BellOf(y));
  tail = hn::IfThenElse(hn::Gt(x, Constant(0.0)), hn::Sub(Constant(1.0), tail), tail);
  return hn::IfThenElse(hn::Eq(x, x), hn::IfThenElse(is_middle, middle, tail), NotANumber());
}

void NormalProbabilityLanes(const double* in, double* out, std::size_t count) {
  ForEach(in, out, count, [](Number x) HWY_ATTR { return NormalProbabilityOf(x); });
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(ExpLanes);
HWY_EXPORT(ExpOfLineLanes);
HWY_EXPORT(LogLanes);
HWY_EXPORT(InverseNormalLanes);
HWY_EXPORT(NormalProbabilityLanes);

void Exp(std::span<const double> in, std::span<double> out) {
  CALANQUE_CHECK(in.size() == out.size(), "sizes differ");
  HWY_DYNAMIC_DISPATCH(ExpLanes)(in.data(), out.data(), in.size());
}

void ExpOfLine(std::span<const double> in, double scale, double shift, std::span<double> out) {
  CALANQUE_CHECK(in.size() == out.size(), "sizes differ");
  HWY_DYNAMIC_DISPATCH(ExpOfLineLanes)(in.data(), scale, shift, out.data(), in.size());
}

void Log(std::span<const double> in, std::span<double> out) {
  CALANQUE_CHECK(in.size() == out.size(), "sizes differ");
  HWY_DYNAMIC_DISPATCH(LogLanes)(in.data(), out.data(), in.size());
}

void InverseNormal(std::span<const double> in, std::span<double> out) {
  CALANQUE_CHECK(in.size() == out.size(), "sizes differ");
  HWY_DYNAMIC_DISPATCH(InverseNormalLanes)(in.data(), out.data(), in.size());
}

void NormalProbability(std::span<const double> in, std::span<double> out) {
  CALANQUE_CHECK(in.size() == out.size(), "sizes differ");
  HWY_DYNAMIC_DISPATCH(NormalProbabilityLanes)(in.data(), out.data(), in.size());
}

}  // namespace calanque::kernel
#endif
