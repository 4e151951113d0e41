#include <cstdint>
#include <string>

#include "engine/model/number_text.h"
#include "engine/model/validate_risk.h"

namespace calanque::model {
namespace {

constexpr std::int64_t kMostPaths = 1'000'000'000'000;
constexpr std::int64_t kMostStrata = std::int64_t{1} << 32;  // points of a Sobol' sequence, strata of a hypercube

/// The most paths that this way of sampling has numbers for.
std::int64_t MostPaths(const SimulationOptions& options) {
  if (options.sampling == Sampling::kPseudoRandom) return kMostPaths;
  return options.is_antithetic ? 2 * kMostStrata : kMostStrata;
}

bool IsInside(double probability) { return probability > 0.0 && probability < 1.0; }

}  // namespace

Failures ValidateSimulation(const SimulationOptions& options) {
  Failures failures;
  const auto fail = [&failures](std::string path, std::string message) {
    failures.push_back({Reason::kInvalidInput, std::move(path), std::move(message)});
  };
  if (options.path_count < 1 || options.path_count > MostPaths(options)) {
    fail("path_count", "is " + std::to_string(options.path_count) + "; expected 1 to " +
                           std::to_string(MostPaths(options)) + " paths with this way of sampling");
  }
  if (options.target_standard_error_fraction) {
    const double target = *options.target_standard_error_fraction;
    if (!(target > 0.0 && target <= 1.0)) {
      fail("target_standard_error_fraction",
           "is " + NumberText(target) + "; expected a fraction above 0 and at most 1 (1 % is 0.01)");
    }
  }
  if (options.thread_count < 1) {
    fail("thread_count", "is " + std::to_string(options.thread_count) + "; expected at least 1 thread");
  }
  const auto& probabilities = options.quantile_probabilities;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const std::string path = "quantile_probabilities[" + std::to_string(i) + "]";
    if (!IsInside(probabilities[i])) {
      fail(path, "is " + NumberText(probabilities[i]) + "; expected a probability between 0 and 1, neither included");
    } else if (i > 0 && probabilities[i] <= probabilities[i - 1]) {
      fail(path, "does not lie above the one before; expected ascending probabilities");
    }
  }
  if (!IsInside(options.tail_probability)) {
    fail("tail_probability",
         "is " + NumberText(options.tail_probability) + "; expected a probability between 0 and 1, neither included");
  }
  if (options.project_future_count < 0 || options.project_future_count > kMostProjectFutures) {
    fail("project_future_count", "is " + std::to_string(options.project_future_count) + "; expected 0 to " +
                                     std::to_string(kMostProjectFutures) + " futures");
  } else if (options.path_count >= 1 && options.project_future_count > options.path_count) {
    fail("project_future_count", "is " + std::to_string(options.project_future_count) + ", more than the " +
                                     std::to_string(options.path_count) +
                                     " paths that are run; expected at most these");
  }
  return failures;
}

Failures ValidateSensitivity(const SensitivityOptions& options) {
  if (options.path_count >= 2 && options.path_count <= kMostPaths) return {};
  return {{Reason::kInvalidInput, "path_count",
           "is " + std::to_string(options.path_count) + "; expected 2 to " + std::to_string(kMostPaths) + " paths"}};
}

}  // namespace calanque::model
