// What the parts of a simulation's page share: the answer, its scale, its quantiles.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "calanque/v1/risk_service.pb.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_risk.h"

namespace calanque::cli {

inline constexpr std::string_view kNpvMetric = "npv_amount";
inline constexpr std::string_view kGapMetric = "financing_gap_amount";
inline constexpr std::string_view kEconomicNpvMetric = "enpv_amount";
inline constexpr std::string_view kCostOfTonneMetric = "abatement_cost_a4_amount_per_t_co2e";

using DisplayNames = google::protobuf::RepeatedPtrField<v1::DisplayName>;

/// Of the id, as people know it; the id where nobody said.
std::string DisplayNameOf(const DisplayNames& names, std::string_view id);

std::string CostOfTonneText(double value);

/// A part of the page: each gathers its own text.
class RiskPage {
 protected:
  RiskPage(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style);

  [[nodiscard]] const v1::SimulatedFigure* Find(std::string_view metric, std::string_view project,
                                                std::string_view perspective) const;
  [[nodiscard]] std::string PerspectiveName(std::string_view id) const;
  /// The table under its title; nothing where it is empty.
  void Add(std::string_view title, const TextTable& table);
  void Paragraph(std::string_view text);

  const v1::SimulationResult& result_;
  const SimulationPage& page_;
  const TextStyle& style_;
  std::vector<int> quantiles_;  ///< P10, P50 and P90 where the answer has them, else all it has; as positions.
  MoneyScale scale_;
  std::string text_;
};

/// What moves the figures: tornado, stresses, reverse stresses, contributions, Sobol' indices.
std::string DriverSections(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style);

}  // namespace calanque::cli
