#include "engine/kernel/row_sums.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/kernel/row_products.h"

namespace calanque::kernel {
namespace {

constexpr std::size_t kStride = 72;

/// 64-byte aligned rows.
struct Aligned {
  explicit Aligned(std::size_t rows) : memory(rows * kStride + 8) {
    data = memory.data() + (64 - reinterpret_cast<std::uintptr_t>(memory.data()) % 64) % 64 / sizeof(double);
  }
  std::vector<double> memory;
  double* data;
};

// Sums of every width of group (8, 4, 1), dense and sparse, empty ones too: to the bit as added up by hand, in
// ascending order of rows, whatever the processor.
TEST(RowSums, AreTheSumsByHandToTheBit) {
  std::mt19937 random(3);
  const auto number = [&] { return static_cast<double>(random()) / 4294967296.0 - 0.5; };
  constexpr std::uint32_t kRows = 23;
  std::vector<std::vector<RowSums::Term>> sums(29);
  for (std::size_t s = 0; s < sums.size(); ++s) {
    for (std::uint32_t row = kRows; row-- > 0;) {  // Descending: the order given does not matter.
      const bool is_read = s < 14 ? row < 20 : random() % 5 == 0;
      if (is_read && s != 9) sums[s].push_back({row, number()});
    }
  }
  const RowSums matrix(sums);
  ASSERT_EQ(matrix.sum_count(), sums.size());
  for (const std::size_t count : {8U, 24U, 64U, 72U}) {
    Aligned in(kRows);
    Aligned out(matrix.out_row_count());
    for (std::size_t i = 0; i < kRows * kStride; ++i) in.data[i] = number();
    matrix.Compute(in.data, out.data, kStride, count);
    for (std::size_t s = 0; s < sums.size(); ++s) {
      for (std::size_t i = 0; i < count; ++i) {
        double wanted = 0.0;
        for (auto term = sums[s].rbegin(); term != sums[s].rend(); ++term) {
          wanted += term->weight * in.data[term->row * kStride + i];
        }
        EXPECT_EQ(out.data[matrix.OutRow(s) * kStride + i], wanted) << s << " " << i;
      }
    }
  }
}

TEST(RowProducts, AreTheProductsByHandForAnyCount) {
  const std::vector<double> a = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0};
  const std::vector<double> b = {0.5, 0.25, 2.0, 4.0, 0.1, 0.3, 0.7, 1.0, 1.5, 3.0, 7.0};
  for (std::size_t count = 0; count <= a.size(); ++count) {
    std::vector<double> out(a.size(), -1.0);
    const std::vector<RowPower> powers = {{a.data(), 2}, {b.data(), -1}};
    PowerProduct(powers, 1.0, out.data(), count);
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(out[i], i < count ? a[i] * a[i] / b[i] - 1.0 : -1.0);
    }
    AddScaledRow(a.data(), b.data(), a.data(), 3.0, out.data(), count);
    AddCoupledRow(1.0, a.data(), b.data(), out.data(), count);
    AddRow(b.data(), out.data(), count);
    AddConstant(4.0, out.data(), count);
    for (std::size_t i = 0; i < count; ++i) {
      double wanted = a[i] * a[i] / b[i] - 1.0;
      wanted += a[i] * b[i] + a[i] * 3.0;
      wanted += (1.0 + a[i]) * b[i];
      wanted += b[i];
      wanted += 4.0;
      EXPECT_EQ(out[i], wanted);
    }
  }
  for (std::size_t count = 0; count <= a.size(); ++count) {
    std::vector<double> change(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) change[i] = i % 3 == 0 ? 0.0 : i % 3 == 1 ? -b[i] : b[i];
    std::vector<double> sum = a;
    std::vector<double> ratio = a;
    AddPositivePart(change.data(), sum.data(), count);
    DivideNegated(change.data(), ratio.data(), count);
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(sum[i], i < count && i % 3 == 2 ? a[i] + b[i] : a[i]);
      if (i < count && i % 3 != 2) {
        EXPECT_TRUE(std::isnan(ratio[i]));
      } else {
        EXPECT_EQ(ratio[i], i < count ? -a[i] / b[i] : a[i]);
      }
    }
  }
  std::vector<double> ones(3, 0.0);
  PowerProduct({}, 0.0, ones.data(), 3);
  EXPECT_EQ(ones, std::vector<double>(3, 1.0));
}

}  // namespace
}  // namespace calanque::kernel
