// Elementary functions over spans with the same bits on every processor, unlike those of the C library.
#pragma once

#include <span>

namespace calanque::kernel {

// All: out[i] = f(in[i]); sizes equal (CHECK); out may be in. Each element depends on its own input alone. Results are
// made of IEEE additions, multiplications, divisions and roots in a fixed order (no fused operations), vectorised for
// the processor at hand. No allocation. A not-a-number gives the not-a-number of std::numeric_limits.

/// e^x, within 1 ulp. Above 709.78 infinity; below -745.13 zero; results under 2^-1022 within 1 ulp of theirs.
void Exp(std::span<const double> in, std::span<double> out);
/// e^(shift + scale x), rounded after the product and after the sum.
void ExpOfLine(std::span<const double> in, double scale, double shift, std::span<double> out);

/// Natural logarithm, within 1 ulp. Log(0) = -infinity, of negative numbers not-a-number, of infinity infinity.
void Log(std::span<const double> in, std::span<double> out);

/// The standard normal number z with probability in[i] below it; relative error about 1e-15.
///
/// Domain  [0, 1]: 0 and 1 give -infinity and infinity, outside not-a-number. Odd: of 1 - u exactly -z.
/// Source  M. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988) 477-484, PPND16.
void InverseNormal(std::span<const double> in, std::span<double> out);

/// The probability that a standard normal number is below in[i]; relative error below 1.5e-15 where it is above 1e-300.
void NormalProbability(std::span<const double> in, std::span<double> out);

}  // namespace calanque::kernel
