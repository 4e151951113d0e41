#include "clients/cli/risk_page.h"

#include <algorithm>
#include <array>

#include "clients/cli/page_text.h"

namespace calanque::cli {
namespace {

constexpr std::array<double, 3> kPageQuantiles = {0.1, 0.5, 0.9};

std::vector<int> ShownQuantiles(const v1::SimulationResult& result) {
  const auto& known = result.options().quantile_probabilities();
  std::vector<int> shown;
  for (const double wanted : kPageQuantiles) {
    const auto found = std::find(known.begin(), known.end(), wanted);
    if (found != known.end()) shown.push_back(static_cast<int>(found - known.begin()));
  }
  if (shown.size() == kPageQuantiles.size()) return shown;
  shown.clear();
  for (int i = 0; i < known.size(); ++i) shown.push_back(i);
  return shown;
}

MoneyScale ScaleOf(const v1::SimulationResult& result) {
  double largest = 0.0;
  for (const v1::SimulatedFigure& figure : result.figures()) {
    if (figure.metric_name() != kNpvMetric) continue;
    largest = std::max({largest, std::abs(figure.mean()), std::abs(figure.deterministic_value())});
  }
  return ScaleFor(largest, result.conventions().currency_code());
}

}  // namespace

std::string DisplayNameOf(const DisplayNames& names, std::string_view id) {
  for (const v1::DisplayName& name : names) {
    if (name.id() == id) return Printable(name.display_name());
  }
  return Printable(id);
}

std::string CostOfTonneText(double value) { return FormatFixed(value, std::abs(value) < 10.0 ? 1 : 0); }

RiskPage::RiskPage(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style)
    : result_(result), page_(page), style_(style), quantiles_(ShownQuantiles(result)), scale_(ScaleOf(result)) {}

const v1::SimulatedFigure* RiskPage::Find(std::string_view metric, std::string_view project,
                                          std::string_view perspective) const {
  for (const v1::SimulatedFigure& figure : result_.figures()) {
    const bool is_subject = figure.metric_name() == metric && figure.project_id() == project;
    if (is_subject && (figure.perspective_id() == perspective || figure.perspective_id().empty())) return &figure;
  }
  return nullptr;
}

std::string RiskPage::PerspectiveName(std::string_view id) const {
  return DisplayNameOf(result_.perspective_names(), id);
}

void RiskPage::Add(std::string_view title, const TextTable& table) { text_ += Section(title, table, style_); }

void RiskPage::Paragraph(std::string_view text) {
  for (const std::string& line : Wrapped(Printable(text), style_.width - 2)) text_ += "  " + line + "\n";
}

}  // namespace calanque::cli
