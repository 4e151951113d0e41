#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>

#include "engine/base/check.h"
#include "engine/model/number_text.h"
#include "engine/risk/sampler_plan.h"

namespace calanque::risk {
namespace {

std::size_t PositionOf(const model::RiskModel& model, const std::string& id) {
  const auto found = std::find_if(model.drivers.begin(), model.drivers.end(),
                                  [&](const model::RiskDriver& driver) { return driver.id == id; });
  CALANQUE_CHECK(found != model.drivers.end(), "unknown driver after validation");
  return static_cast<std::size_t>(found - model.drivers.begin());
}

std::string Rounded(double value) { return model::NumberText(std::round(value * 1e4) / 1e4); }

/// Which entry moves most, and in which pair of the list it was stated.
struct LargestChange {
  std::size_t row = 0;
  std::size_t column = 0;
  double change = 0.0;
};

LargestChange LargestChangeOf(const SquareMatrix& from, const SquareMatrix& to) {
  LargestChange largest;
  for (std::size_t i = 0; i < from.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double change = std::abs(to(i, j) - from(i, j));
      if (change > largest.change) largest = {i, j, change};
    }
  }
  return largest;
}

std::string ChangeText(const model::RiskModel& model, const std::vector<std::size_t>& drivers, const SquareMatrix& from,
                       const SquareMatrix& to) {
  const auto [i, j, change] = LargestChangeOf(from, to);
  return "'" + model.drivers[drivers[j]].id + "' with '" + model.drivers[drivers[i]].id + "' from " +
         model::NumberText(from(i, j)) + " to " + Rounded(to(i, j));
}

}  // namespace

Result<CorrelatedDrivers, Failures> CorrelateDrivers(const model::RiskModel& model, const StopPoll& stop) {
  std::set<std::size_t> named;
  for (const model::DriverCorrelation& pair : model.correlations) {
    named.insert(PositionOf(model, pair.first_driver_id));
    named.insert(PositionOf(model, pair.second_driver_id));
  }
  CorrelatedDrivers result;
  result.drivers.assign(named.begin(), named.end());
  const auto row_of = [&](const std::string& id) {
    return static_cast<std::size_t>(std::distance(named.begin(), named.find(PositionOf(model, id))));
  };
  result.correlation = SquareMatrix::Identity(named.size());
  for (const model::DriverCorrelation& pair : model.correlations) {
    const std::size_t i = row_of(pair.first_driver_id);
    const std::size_t j = row_of(pair.second_driver_id);
    result.correlation(i, j) = pair.correlation;
    result.correlation(j, i) = pair.correlation;
  }
  if (IsPositiveSemidefinite(result.correlation)) return result;

  const double smallest = EigensystemOf(result.correlation).values.front();
  const SquareMatrix nearest = NearestCorrelation(result.correlation, stop);
  const std::string fault = "no drivers can be correlated so: the smallest eigenvalue of the matrix is " +
                            Rounded(smallest) + " (pairs that are not stated count as 0)";
  const std::string change = ChangeText(model, result.drivers, result.correlation, nearest);
  if (!model.repairs_correlation) {
    return Failures{{Reason::kInvalidInput, "correlations",
                     fault + "; the nearest matrix that can be moves " + change +
                         ", the others less; expected such correlations, or repairs_correlation"}};
  }
  result.warnings.push_back({Reason::kInvalidInput, "correlations",
                             fault + "; the nearest that can be is used: it moves " + change + ", the others less"});
  result.correlation = nearest;
  return result;
}

}  // namespace calanque::risk
