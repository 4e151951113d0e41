// Runs work as each kind of processor would that this machine can stand in for.
#pragma once

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <bit>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace calanque::kernel {

/// Bits of numbers: equality that tells -0 from 0 and accepts a not-a-number.
inline std::vector<std::uint64_t> BitsOf(const std::vector<double>& numbers) {
  std::vector<std::uint64_t> bits;
  bits.reserve(numbers.size());
  for (const double number : numbers) bits.push_back(std::bit_cast<std::uint64_t>(number));
  return bits;
}

/// 64 bits that stand for all of them (FNV-1a over words): recorded in tests, they hold processors to each other that
/// never meet in one run.
inline std::uint64_t Digest(const std::vector<double>& numbers) {
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const std::uint64_t bits : BitsOf(numbers)) digest = (digest ^ bits) * 0x100000001b3U;
  return digest;
}

/// Calls work(name of the target) with each supported target in force.
inline void OnEveryTarget(const std::function<void(const std::string&)>& work) {
  const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
  ASSERT_FALSE(targets.empty());
  for (const std::int64_t target : targets) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    work(hwy::TargetName(target));
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

/// Expects the same bits of `compute` on every target, and that they are the recorded ones.
inline void ExpectSameBitsEverywhere(std::uint64_t recorded_digest,
                                     const std::function<std::vector<double>()>& compute) {
  OnEveryTarget([&](const std::string& name) { EXPECT_EQ(Digest(compute()), recorded_digest) << name; });
}

}  // namespace calanque::kernel
