// Expected cost of the risk register, by period, and who bears it in a mode.
#pragma once

#include <string>
#include <vector>

#include "engine/partnership/build_mode.h"

namespace calanque::partnership {

/// Part of a line that the mode moves from the public party to the operator.
double TransferredIn(const model::RiskLine& line, const std::string& mode_id);

/// Less of it is a cost: savings, revenue.
bool IsBenefit(model::RiskBase base);

/// Expected cost of a line as a fraction of its base: probability x impact, the mean of its factor, or the bias left.
/// Errors  both a bias and outcomes, probabilities above 1.
Result<double> ExpectedFraction(const model::RiskLine& line, const std::vector<model::BiasType>& table);

/// What a line bears on, by period, as a mode delays it.
std::vector<double> BaseOf(const Project& project, const ProjectFlows& flows, model::RiskBase base, int delay);

/// Expected cost borne by the public party in one mode, [period].
struct RiskRows {
  std::vector<double> transferable;  ///< Of risks that some compared mode transfers, what this one leaves to the city.
  std::vector<double> retained;      ///< Of risks that stay with the city in every mode.
};

/// A line costs its expected fraction (probability x impact, or the optimism bias left, of its own or of its types in
/// the table) of its base, the project's own works, operating cost, replacement or savings as the mode delays them.
/// What is in every mode retained is `retained`; the smallest retained part over the modes bounds it.
/// Errors  of the line, naming it: both a bias and outcomes, probabilities above 1.
Result<RiskRows> ExpectedRisk(const Project& project, const ProjectFlows& flows, const ComparisonTerms& terms,
                              const model::DeliveryMode& mode);

}  // namespace calanque::partnership
