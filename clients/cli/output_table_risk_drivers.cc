#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "clients/cli/page_text.h"
#include "clients/cli/risk_page.h"
#include "clients/cli/text_bar.h"

namespace calanque::cli {
namespace {

constexpr std::size_t kMostContributions = 10;
constexpr std::size_t kMostOtherBars = 5;
constexpr double kLeastIndexShown = 0.005;

class DriverPage : RiskPage {
 public:
  DriverPage(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style)
      : RiskPage(result, page, style) {}

  std::string Render() && {
    for (const std::string& perspective : page_.perspective_ids) Tornado(perspective);
    for (const std::string& perspective : page_.perspective_ids) Stresses(perspective);
    ReverseStresses();
    for (const std::string& perspective : page_.perspective_ids) Contributions(perspective);
    for (const std::string& perspective : page_.perspective_ids) Sensitivities(perspective);
    return std::move(text_);
  }

 private:
  void Tornado(std::string_view perspective) {
    const v1::SimulatedFigure* portfolio = Find(kNpvMetric, "", perspective);
    std::vector<const v1::TornadoBar*> bars;
    std::string others;
    for (const v1::TornadoBar& bar : result_.tornado()) {
      if (bar.perspective_id() != perspective) continue;
      const std::string name = DisplayNameOf(result_.driver_names(), bar.driver_id());
      if (bar.high_npv_amount() != bar.low_npv_amount()) {
        bars.push_back(&bar);
      } else {
        others += (others.empty() ? "" : ", ") + name;
      }
    }
    if (bars.empty() || portfolio == nullptr || !portfolio->has_deterministic_value()) return;
    const auto span = [](const v1::TornadoBar* bar) {
      return std::abs(bar->high_npv_amount() - bar->low_npv_amount());
    };
    std::stable_sort(bars.begin(), bars.end(), [&](const auto* a, const auto* b) { return span(a) > span(b); });
    const double base = portfolio->deterministic_value();
    double low = base;
    double high = base;
    for (const auto* bar : bars) {
      low = std::min({low, bar->low_npv_amount(), bar->high_npv_amount()});
      high = std::max({high, bar->low_npv_amount(), bar->high_npv_amount()});
    }
    const std::size_t width = std::clamp<std::size_t>(style_.width / 3, 16, 48);
    TextTable table({"driver", "at P10", "", "at P90"}, {2});
    for (const auto* bar : bars) {
      table.AddRow({DisplayNameOf(result_.driver_names(), bar->driver_id()), Change(bar->low_npv_amount() - base),
                    RangeBar(bar->low_npv_amount(), bar->high_npv_amount(), base, low, high, width),
                    Change(bar->high_npv_amount() - base)});
    }
    Add("What moves the net present value, change from " + scale_.Format(base) + " " + scale_.unit +
            ", one driver at a time, seen by: " + PerspectiveName(perspective),
        table);
    if (!others.empty()) Paragraph("Move nothing here between these points: " + others + ".");
    OnlyWithCarbon(perspective);
    TornadoOfOtherFigures(perspective);
  }

  /// Drivers that the net present value does not see: the value of carbon, co-benefits.
  void OnlyWithCarbon(std::string_view perspective) {
    const v1::SimulatedFigure* portfolio = Find(kEconomicNpvMetric, "", perspective);
    if (portfolio == nullptr || !portfolio->has_deterministic_value()) return;
    const double base = portfolio->deterministic_value();
    TextTable table({"driver", "at P10", "at P90"});
    for (const v1::TornadoBar& bar : result_.tornado()) {
      if (bar.perspective_id() != perspective || bar.high_npv_amount() != bar.low_npv_amount()) continue;
      if (bar.high_enpv_amount() == bar.low_enpv_amount()) continue;
      table.AddRow({DisplayNameOf(result_.driver_names(), bar.driver_id()), Change(bar.low_enpv_amount() - base),
                    Change(bar.high_enpv_amount() - base)});
    }
    if (table.is_empty()) return;
    Add("What moves only the value with carbon and co-benefits, change from " + scale_.Format(base) + " " + scale_.unit,
        table);
  }

  [[nodiscard]] std::string Change(double amount) const {
    const std::string text = scale_.Format(amount);
    return amount > 0.0 ? "+" + text : text;
  }

  [[nodiscard]] std::optional<int> PositionOf(std::string_view perspective) const {
    for (int p = 0; p < result_.perspective_names_size(); ++p) {
      if (result_.perspective_names(p).id() == perspective) return p;
    }
    return std::nullopt;
  }

  void Stresses(std::string_view perspective) {
    const auto p = PositionOf(perspective);
    const v1::SimulatedFigure* portfolio = Find(kNpvMetric, "", perspective);
    if (!p || portfolio == nullptr || result_.stresses().empty()) return;
    const v1::SimulatedFigure* economic = Find(kEconomicNpvMetric, "", perspective);
    const bool has_economic = economic != nullptr && economic->has_deterministic_value();
    std::vector<std::string> headings = {"stress", "NPV", "change", "gap", "tCO2e, all years"};
    if (has_economic) headings.insert(headings.begin() + 3, "change with carbon");
    TextTable table(headings);
    for (const v1::SimulatedStress& stress : result_.stresses()) {
      if (*p >= stress.npv_amounts_size()) continue;
      const double npv = stress.npv_amounts(*p);
      std::vector<std::string> cells = {
          DisplayNameOf(result_.stress_names(), stress.stress_id()), scale_.Format(npv),
          Change(npv - portfolio->deterministic_value()),
          *p < stress.financing_gap_amounts_size() ? scale_.Format(stress.financing_gap_amounts(*p)) : "",
          FormatFixed(stress.abatement_cumulative_t_co2e(), 0)};
      if (has_economic) {
        const bool is_there = *p < stress.enpv_amounts_size();
        cells.insert(cells.begin() + 3,
                     is_there ? Change(stress.enpv_amounts(*p) - economic->deterministic_value()) : "");
      }
      table.AddRow(std::move(cells));
    }
    if (table.is_empty()) return;
    Add("Stresses, " + scale_.unit + ", seen by: " + PerspectiveName(perspective), table);
    Paragraph("Drivers that a stress does not name stay where nothing deviates; change is from the appraisal.");
  }

  /// What a stress or a driver does to the other figures: a cost of a tonne, a gap, tonnes.
  void TornadoOfOtherFigures(std::string_view perspective) {
    struct Column {
      std::string_view metric;
      std::string heading;
      bool is_money;
    };
    const Column columns[] = {{kGapMetric, "gap", true},
                              {kCostOfTonneMetric, "cost of a tonne", false},
                              {"abatement_cumulative_t_co2e", "tCO2e, all years", false}};
    for (const Column& column : columns) {
      const v1::SimulatedFigure* portfolio = Find(column.metric, "", perspective);
      if (portfolio == nullptr || !portfolio->has_deterministic_value()) continue;
      const double base = portfolio->deterministic_value();
      std::vector<const v1::TornadoFigure*> bars;
      for (const v1::TornadoFigure& bar : result_.tornado_figures()) {
        const bool is_here = bar.perspective_id() == perspective || bar.perspective_id().empty();
        if (!is_here || bar.metric_name() != column.metric || !bar.has_low_value() || !bar.has_high_value()) continue;
        if (bar.low_value() != bar.high_value()) bars.push_back(&bar);
      }
      if (bars.empty()) continue;
      const auto span = [](const auto* bar) { return std::abs(bar->high_value() - bar->low_value()); };
      std::stable_sort(bars.begin(), bars.end(), [&](const auto* a, const auto* b) { return span(a) > span(b); });
      const std::size_t count = bars.size();
      bars.resize(std::min(count, kMostOtherBars));
      const auto text = [&](double value) {
        const std::string shown = column.is_money                       ? scale_.Format(value)
                                  : column.metric == kCostOfTonneMetric ? CostOfTonneText(value)
                                                                        : FormatFixed(value, 0);
        return value > 0.0 ? "+" + shown : shown;
      };
      TextTable table({"driver", "at P10", "at P90"});
      for (const auto* bar : bars) {
        table.AddRow({DisplayNameOf(result_.driver_names(), bar->driver_id()), text(bar->low_value() - base),
                      text(bar->high_value() - base)});
      }
      const std::string unit = column.is_money ? scale_.unit : portfolio->unit();
      Add("What moves the " + column.heading + " most, " + unit +
              ", change from the appraisal, seen by: " + PerspectiveName(perspective),
          table);
    }
  }

  /// "at least 120 MEUR" of a limit is in the request; the answer has the figure, where it stands and what was moved.
  void ReverseStresses() {
    if (result_.reverse_stresses().empty()) return;
    TextTable table({"reverse stress", "multiple", "the figure there", "held at"}, {3});
    std::vector<std::string> none;
    for (const v1::SimulatedReverseStress& reverse : result_.reverse_stresses()) {
      const std::string name = DisplayNameOf(result_.reverse_stress_names(), reverse.reverse_stress_id());
      if (!reverse.has_move()) {
        none.push_back(name + ": " + reverse.failure().message());
        continue;
      }
      std::string held;
      for (const v1::StressedDriver& driver : reverse.move().drivers()) {
        held += (held.empty() ? "" : ", ") + Printable(driver.driver_id()) + " " + FormatFixed(driver.value(), 4);
      }
      const bool is_money = reverse.unit() == result_.conventions().currency_code();
      table.AddRow({name, FormatFixed(reverse.move().multiple_factor(), 4),
                    is_money ? scale_.Format(reverse.move().value()) + " " + scale_.unit
                             : CostOfTonneText(reverse.move().value()) + " " + reverse.unit(),
                    held});
    }
    text_ += TitleText("Reverse stresses: the smallest move that breaks the limit", style_);
    if (!table.is_empty()) text_ += table.Render(style_);
    for (const std::string& text : none) Paragraph(text);
    Paragraph("Multiple: of the move that the risk file states; drivers that do not move stay where nothing deviates.");
  }

  void Sensitivities(std::string_view perspective) {
    for (const v1::FigureSensitivity& one : result_.sensitivities()) {
      const bool is_shown = one.metric_name() == kNpvMetric || one.metric_name() == kCostOfTonneMetric ||
                            one.metric_name() == kGapMetric || one.metric_name() == kEconomicNpvMetric ||
                            one.perspective_id().empty();
      if (!is_shown || (one.perspective_id() != perspective && !one.perspective_id().empty())) continue;
      if (one.perspective_id().empty() && perspective != page_.perspective_ids.front()) continue;
      TextTable table({"drivers", "first order", "+/-", "total", "+/-"});
      std::vector<int> order;
      for (int g = 0; g < std::min(one.total_fractions_size(), result_.sensitivity_groups_size()); ++g) {
        if (one.total_fractions(g) >= kLeastIndexShown) order.push_back(g);
      }
      std::stable_sort(order.begin(), order.end(),
                       [&](int a, int b) { return one.total_fractions(a) > one.total_fractions(b); });
      for (const int g : order) {
        std::string drivers;
        for (const std::string& id : result_.sensitivity_groups(g).driver_ids()) {
          drivers += (drivers.empty() ? "" : ", ") + Printable(id);
        }
        table.AddRow({drivers, FormatPercent(one.first_order_fractions(g)),
                      FormatPercent(one.first_order_standard_error_fractions(g)), FormatPercent(one.total_fractions(g)),
                      FormatPercent(one.total_standard_error_fractions(g))});
      }
      if (table.is_empty()) continue;
      Add("Sobol' indices of " + one.metric_name() +
              (one.perspective_id().empty() ? "" : ", seen by: " + PerspectiveName(perspective)),
          table);
    }
    if (!result_.sensitivities().empty() && perspective == page_.perspective_ids.back()) {
      Paragraph(
          "Share of the variance of the portfolio's figure: first order, the drivers by themselves; total, with all "
          "they "
          "interact with. +/-: one standard error. Less than half a percent is left out.");
    }
  }

  void Contributions(std::string_view perspective) {
    std::vector<const v1::RiskContribution*> shares;
    for (const v1::RiskContribution& one : result_.contributions()) {
      if (one.perspective_id() == perspective && std::abs(one.share_fraction()) >= 5e-4) shares.push_back(&one);
    }
    if (shares.empty()) return;
    std::stable_sort(shares.begin(), shares.end(), [](const auto* a, const auto* b) {
      return std::abs(a->share_fraction()) > std::abs(b->share_fraction());
    });
    const std::size_t count = shares.size();
    shares.resize(std::min(count, kMostContributions));
    double low = 0.0;
    double high = 0.0;
    for (const auto* share : shares) {
      low = std::min(low, share->share_fraction());
      high = std::max(high, share->share_fraction());
    }
    TextTable table({"project", "share", ""}, {2});
    for (const auto* share : shares) {
      table.AddRow({DisplayNameOf(result_.project_names(), share->project_id()), FormatPercent(share->share_fraction()),
                    RangeBar(0.0, share->share_fraction(), 0.0, low, high, 30)});
    }
    Add("Who carries the risk of the portfolio's value, seen by: " + PerspectiveName(perspective), table);
    if (shares.size() < count) Paragraph("The " + std::to_string(count - shares.size()) + " smallest are left out.");
  }
};

}  // namespace

std::string DriverSections(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style) {
  return DriverPage(result, page, style).Render();
}

}  // namespace calanque::cli
