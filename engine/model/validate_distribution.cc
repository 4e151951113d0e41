#include "engine/model/validate_distribution.h"

#include <cmath>
#include <string>
#include <utility>

#include "engine/model/validate_risk.h"

namespace calanque::model {
namespace {

constexpr double kMostLogDeviation = 5.0;
constexpr double kMostModeWeight = 100.0;
constexpr double kSumTolerance = 1e-9;
constexpr double kMostValue = 1e15;

class DistributionValidator {
 public:
  DistributionValidator(ValidationContext& context, const FieldPath& path) : context_(context), path_(path) {}

  void operator()(const Lognormal& law) {
    if (!(law.median > 0.0 && law.median <= kMostValue)) {
      context_.Fail(path_ / "median", "is " + NumberText(law.median) + "; expected a value above 0");
    }
    context_.Range(law.log_standard_deviation, 0.0, kMostLogDeviation, path_ / "log_standard_deviation",
                   "0 to 5 (0.2 is about 20 %)");
  }

  void operator()(const Triangular& law) { LowModeHigh(law.low, law.mode, law.high); }

  void operator()(const Pert& law) {
    LowModeHigh(law.low, law.mode, law.high);
    context_.Range(law.mode_weight, 0.0, kMostModeWeight, path_ / "mode_weight", "0 to 100 (usually 4)");
  }

  void operator()(const Uniform& law) {
    context_.NotNegative(law.low, path_ / "low");
    NotBelow(law.high, law.low, "low", path_ / "high");
  }

  void operator()(const QuantileTable& law) {
    const FieldPath probabilities = path_ / "cumulative_probabilities";
    const auto& at = law.cumulative_probabilities;
    if (!SameSizes(at, law.values, 2, probabilities)) return;
    context_.Fractions(at, probabilities);
    if (at.front() != 0.0)
      context_.Fail(probabilities[0], "is " + NumberText(at.front()) + "; expected 0 at the least value");
    if (at.back() != 1.0) {
      context_.Fail(probabilities[at.size() - 1], "is " + NumberText(at.back()) + "; expected 1 at the greatest value");
    }
    for (std::size_t i = 1; i < at.size(); ++i) {
      if (at[i] <= at[i - 1])
        context_.Fail(probabilities[i], "does not lie above the one before; expected them ascending");
    }
    Values(law.values);
    const FieldPath values = path_ / "values";
    for (std::size_t i = 1; i < law.values.size(); ++i) {
      if (law.values[i] < law.values[i - 1]) {
        context_.Fail(values[i], "lies below the one before; expected values that never fall");
      }
    }
  }

  void operator()(const Discrete& law) {
    const FieldPath probabilities = path_ / "probabilities";
    if (!SameSizes(law.probabilities, law.values, 1, probabilities)) return;
    context_.Fractions(law.probabilities, probabilities);
    double sum = 0.0;
    for (const double probability : law.probabilities) sum += probability;
    if (!(std::abs(sum - 1.0) <= kSumTolerance)) {
      context_.Fail(probabilities, "sum to " + NumberText(sum) + "; expected 1");
    }
    Values(law.values);
  }

 private:
  /// Values are factors, years or amounts from payer to payee: none has a sign.
  void Values(const std::vector<double>& list) {
    const FieldPath values = path_ / "values";
    for (std::size_t i = 0; i < list.size(); ++i) context_.NotNegative(list[i], values[i]);
  }

  void NotBelow(double value, double floor, const char* floor_name, const FieldPath& path) {
    if (value >= floor && value <= kMostValue) return;
    context_.Fail(path, "is " + NumberText(value) + "; expected at least " + floor_name + ", " + NumberText(floor));
  }

  void LowModeHigh(double low, double mode, double high) {
    context_.NotNegative(low, path_ / "low");
    NotBelow(mode, low, "low", path_ / "mode");
    NotBelow(high, mode, "mode", path_ / "high");
  }

  bool SameSizes(const std::vector<double>& probabilities, const std::vector<double>& values, std::size_t least,
                 const FieldPath& path) {
    if (probabilities.size() == values.size() && values.size() >= least) return true;
    context_.Fail(path, "has " + std::to_string(probabilities.size()) + " probabilities beside " +
                            std::to_string(values.size()) + " values; expected as many of both, at least " +
                            std::to_string(least));
    return false;
  }

  ValidationContext& context_;
  const FieldPath& path_;
};

}  // namespace

void ValidateDistribution(ValidationContext& context, const Distribution& distribution, const FieldPath& path) {
  std::visit(DistributionValidator(context, path), distribution);
}

Failures ValidateDistribution(const Distribution& distribution) {
  const AppraisalRequest nothing_to_refer_to;
  ValidationContext context(nothing_to_refer_to);
  ValidateDistribution(context, distribution, FieldPath());
  return std::move(context).Take();
}

}  // namespace calanque::model
