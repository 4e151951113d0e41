#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "clients/cli/number_text.h"
#include "clients/cli/output_risk.h"
#include "clients/cli/text_bar.h"

namespace calanque::cli {
namespace {

constexpr std::size_t kHashLength = 12;  // Enough to tell inputs apart at a glance; JSON has all of it.
constexpr double kLeastShown = 0.5;      // Currency units: below it a year is empty for a budget.
constexpr std::size_t kMostContributions = 10;
constexpr std::size_t kMostOtherBars = 5;
constexpr double kLeastIndexShown = 0.005;
constexpr std::array<double, 3> kPageQuantiles = {0.1, 0.5, 0.9};

constexpr std::string_view kNpv = "npv_amount";
constexpr std::string_view kGap = "financing_gap_amount";
constexpr std::string_view kEconomicNpv = "enpv_amount";
constexpr std::string_view kCostOfTonne = "abatement_cost_a4_amount_per_t_co2e";

constexpr std::pair<std::string_view, std::string_view> kTonneLines[] = {
    {"abatement_target_year_t_co2e", "Avoided in the target year"},
    {"abatement_cumulative_t_co2e", "Avoided over the whole horizon"},
};

constexpr std::pair<std::string_view, std::string_view> kProbabilityNames[] = {
    {"loss", "Loss: NPV below 0"},
    {"missing_target_year_abatement", "Fewer tonnes in the target year than planned"},
};

using Names = google::protobuf::RepeatedPtrField<v1::DisplayName>;

std::string NameOf(const Names& names, std::string_view id) {
  for (const v1::DisplayName& name : names) {
    if (name.id() == id) return Printable(name.display_name());
  }
  return Printable(id);
}

/// "P10"
std::string QuantileHeading(double probability) {
  const double percent = 100.0 * probability;
  return "P" + FormatFixed(percent, std::abs(percent - std::round(percent)) < 1e-9 ? 0 : 1);
}

std::string CostText(double value) { return FormatFixed(value, std::abs(value) < 10.0 ? 1 : 0); }

/// Lays out one answer.
class Page {
 public:
  Page(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style)
      : result_(result), page_(page), style_(style), quantiles_(ShownQuantiles()), scale_(Scale()) {}

  std::string Render() {
    Header();
    for (const std::string& perspective : page_.perspective_ids) Values(perspective);
    for (const std::string& perspective : page_.perspective_ids) CostOfTonne(perspective);
    Tonnes();
    Probabilities();
    for (const std::string& perspective : page_.perspective_ids) Gaps(perspective);
    for (const std::string& perspective : page_.perspective_ids) Tornado(perspective);
    for (const std::string& perspective : page_.perspective_ids) Stresses(perspective);
    ReverseStresses();
    for (const std::string& perspective : page_.perspective_ids) Contributions(perspective);
    for (const std::string& perspective : page_.perspective_ids) Sensitivities(perspective);
    Bullets("Warnings", WarningTexts());
    Bullets("How these figures were made",
            {result_.conventions().statements().begin(), result_.conventions().statements().end()});
    text_ += "\n" +
             Dim("Engine " + result_.engine_version() + ", input " + result_.input_hash().substr(0, kHashLength) +
                     ", seed " + std::to_string(result_.options().seed()) + ": same input and seed, same figures",
                 style_) +
             "\n";
    return std::move(text_);
  }

 private:
  /// P10, P50 and P90 where the answer has them, else all it has; as positions.
  [[nodiscard]] std::vector<int> ShownQuantiles() const {
    const auto& known = result_.options().quantile_probabilities();
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

  [[nodiscard]] MoneyScale Scale() const {
    double largest = 0.0;
    for (const v1::SimulatedFigure& figure : result_.figures()) {
      if (figure.metric_name() != kNpv) continue;
      largest = std::max({largest, std::abs(figure.mean()), std::abs(figure.deterministic_value())});
    }
    return ScaleFor(largest, result_.conventions().currency_code());
  }

  [[nodiscard]] const v1::SimulatedFigure* Find(std::string_view metric, std::string_view project,
                                                std::string_view perspective) const {
    for (const v1::SimulatedFigure& figure : result_.figures()) {
      const bool is_subject = figure.metric_name() == metric && figure.project_id() == project;
      if (is_subject && (figure.perspective_id() == perspective || figure.perspective_id().empty())) return &figure;
    }
    return nullptr;
  }

  [[nodiscard]] std::string Tail() const { return FormatPercent(result_.options().tail_probability(), 0); }
  [[nodiscard]] std::string PerspectiveName(std::string_view id) const {
    return NameOf(result_.perspective_names(), id);
  }

  void Title(std::string_view title) {
    text_ += "\n";
    for (const std::string& line : Wrapped(title, style_.width)) text_ += Bold(line, style_) + "\n";
  }

  void Paragraph(std::string_view text) {
    for (const std::string& line : Wrapped(Printable(text), style_.width - 2)) text_ += "  " + line + "\n";
  }

  void Bullets(std::string_view title, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    Title(title);
    for (const std::string& text : texts) {
      const std::vector<std::string> lines = Wrapped(Printable(text), style_.width - 4);
      for (std::size_t i = 0; i < lines.size(); ++i) text_ += (i == 0 ? "  - " : "    ") + lines[i] + "\n";
    }
  }

  [[nodiscard]] std::vector<std::string> WarningTexts() const {
    std::vector<std::string> texts;
    for (const v1::Violation& warning : result_.warnings()) {
      texts.push_back(warning.message() + (warning.field_path().empty() ? "" : " (" + warning.field_path() + ")"));
    }
    return texts;
  }

  void Header() {
    text_ += Bold(Printable(page_.title) + ": " + FormatFixed(static_cast<double>(result_.path_count()), 0) +
                      " futures of " + FormatFixed(result_.project_names_size(), 0) +
                      (result_.project_names_size() == 1 ? " project" : " projects"),
                  style_) +
             "\n";
    const v1::AppraisalOptions& options = result_.conventions().options();
    std::string text = "Present values at " + options.valuation_date() + ", " +
                       (options.price_basis() == v1::PRICE_BASIS_REAL ? "in money of that date" : "in nominal money") +
                       ", " + result_.conventions().currency_code() +
                       ". P10, P50, P90: 10, 50, 90 % of the futures lie below.";
    if (result_.options().has_target_standard_error_fraction()) {
      text += " Target error of " + FormatPercent(result_.options().target_standard_error_fraction(), 2) +
              (result_.is_target_error_met() ? " of the mean NPV: met." : " of the mean NPV: not met.");
    }
    Paragraph(text);
    std::string others;
    for (const v1::DisplayName& name : result_.perspective_names()) {
      const auto& shown = page_.perspective_ids;
      if (std::find(shown.begin(), shown.end(), name.id()) != shown.end()) continue;
      others += (others.empty() ? "" : ", ") + name.id() + " (" + name.display_name() + ")";
    }
    if (!others.empty()) Paragraph("Other perspectives, with --perspective: " + others + ".");
  }

  /// Rows by project, the portfolio last, of one figure from one perspective.
  template <typename Row>
  void AddSubjects(std::string_view metric, std::string_view perspective, TextTable& table, const Row& row) const {
    for (const v1::DisplayName& project : result_.project_names()) {
      const v1::SimulatedFigure* figure = Find(metric, project.id(), perspective);
      if (figure != nullptr) table.AddRow(row(Printable(project.display_name()), *figure));
    }
    const v1::SimulatedFigure* portfolio = Find(metric, "", perspective);
    if (portfolio != nullptr) table.AddRow(row("Portfolio", *portfolio));
  }

  [[nodiscard]] std::vector<std::string> QuantileHeadings() const {
    std::vector<std::string> headings;
    for (const int i : quantiles_) headings.push_back(QuantileHeading(result_.options().quantile_probabilities(i)));
    return headings;
  }

  /// The shown quantiles of a figure; a dash where it exists in no future.
  template <typename Format>
  void AppendQuantiles(const v1::SimulatedFigure& figure, const Format& format, std::vector<std::string>& cells) const {
    for (const int i : quantiles_) cells.push_back(i < figure.quantiles_size() ? format(figure.quantiles(i)) : "-");
  }

  void Values(std::string_view perspective) {
    std::vector<std::string> headings = {"project", "appraisal", "mean"};
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    headings.insert(headings.end(), {"P(loss)", "VaR " + Tail()});
    TextTable table(headings);
    const auto money = [this](double amount) { return scale_.Format(amount); };
    const auto row = [&](const std::string& name, const v1::SimulatedFigure& figure) {
      std::vector<std::string> cells = {
          name, figure.has_deterministic_value() ? money(figure.deterministic_value()) : "-", money(figure.mean())};
      AppendQuantiles(figure, money, cells);
      cells.insert(cells.end(), {FormatPercent(figure.below_zero_probability(), 0), money(figure.value_at_risk())});
      return cells;
    };
    AddSubjects(kNpv, perspective, table, row);
    if (const auto* economic = Find(kEconomicNpv, "", perspective)) {
      table.AddRow(row("  with carbon and co-benefits", *economic));
    }
    if (table.is_empty()) return;
    Title("Net present value, " + scale_.unit + ", seen by: " + PerspectiveName(perspective));
    text_ += table.Render(style_);
    const v1::SimulatedFigure* portfolio = Find(kNpv, "", perspective);
    std::string note = "VaR: how far the " + Tail() + " quantile lies below the mean.";
    if (portfolio != nullptr) {
      note += " Portfolio: the worst " + Tail() + " of the futures lie " + money(portfolio->expected_shortfall()) +
              " " + scale_.unit + " below the mean on average; standard error of the mean " +
              money(portfolio->standard_error()) + " " + scale_.unit + ".";
    }
    Paragraph(note);
  }

  void CostOfTonne(std::string_view perspective) {
    std::vector<std::string> headings = {"project", "appraisal"};
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    headings.emplace_back("no tonnes");
    TextTable table(headings);
    AddSubjects(kCostOfTonne, perspective, table, [&](const std::string& name, const v1::SimulatedFigure& figure) {
      std::vector<std::string> cells = {
          name, figure.has_deterministic_value() ? CostText(figure.deterministic_value()) : "-"};
      AppendQuantiles(figure, CostText, cells);
      const auto missing = static_cast<double>(figure.missing_path_count());
      const double all = missing + static_cast<double>(figure.path_count());
      cells.push_back(missing > 0 ? FormatPercent(missing / all, 0) : "");
      return cells;
    });
    if (table.is_empty()) return;
    Title("Cost of a tonne (A4), " + result_.conventions().currency_code() +
          "/tCO2e, seen by: " + PerspectiveName(perspective));
    text_ += table.Render(style_);
    Paragraph("Below 0: the tonne pays for itself. No tonnes: share of futures in which none is avoided.");
  }

  void Tonnes() {
    std::vector<std::string> headings = {"", "", "appraisal"};
    for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
    TextTable table(headings, {1});
    const auto tonnes = [](double value) { return FormatFixed(value, 0); };
    for (const auto& [metric, label] : kTonneLines) {
      const v1::SimulatedFigure* figure =
          Find(metric, "", page_.perspective_ids.empty() ? "" : page_.perspective_ids.front());
      if (figure == nullptr) continue;
      std::string text(label);
      if (page_.target_year > 0 && text.ends_with("target year")) text += ", " + std::to_string(page_.target_year);
      std::vector<std::string> cells = {
          text, "tCO2e", figure->has_deterministic_value() ? tonnes(figure->deterministic_value()) : "-"};
      AppendQuantiles(*figure, tonnes, cells);
      table.AddRow(std::move(cells));
    }
    if (table.is_empty()) return;
    Title("Tonnes avoided by the portfolio");
    text_ += table.Render(style_);
  }

  void Probabilities() {
    TextTable table({"", "seen by", "probability", "standard error"}, {1});
    for (const v1::SimulatedProbability& one : result_.probabilities()) {
      const auto& shown = page_.perspective_ids;
      const bool is_shown =
          one.perspective_id().empty() || std::find(shown.begin(), shown.end(), one.perspective_id()) != shown.end();
      if (!is_shown) continue;
      std::string label = one.name();
      for (const auto& [name, text] : kProbabilityNames) {
        if (name == one.name()) label = text;
      }
      table.AddRow({Printable(label), one.perspective_id().empty() ? "" : PerspectiveName(one.perspective_id()),
                    FormatPercent(one.probability()), FormatPercent(one.standard_error_probability(), 2)});
    }
    if (table.is_empty()) return;
    Title("Probabilities, portfolio");
    text_ += table.Render(style_);
  }

  /// Quantile by quantile, the years side by side.
  void Gaps(std::string_view perspective) {
    for (const v1::SimulatedYears& years : result_.years()) {
      if (years.name() != "financing_gap_amount" || years.perspective_id() != perspective) continue;
      const int count = years.means_size();
      const auto value = [&](int i, int y) {
        return i * count + y < years.quantiles_size() ? years.quantiles(i * count + y) : 0.0;
      };
      std::vector<int> shown;
      for (int y = 0; y < count; ++y) {
        const bool has_any = std::any_of(quantiles_.begin(), quantiles_.end(),
                                         [&](int i) { return std::abs(value(i, y)) >= kLeastShown; });
        if (has_any) shown.push_back(y);
      }
      if (shown.empty()) continue;
      std::vector<std::string> headings = {"year", "appraisal"};
      for (std::string& heading : QuantileHeadings()) headings.push_back(std::move(heading));
      TextTable table(headings);
      for (const int y : shown) {
        std::vector<std::string> cells = {
            std::to_string(years.first_year() + y),
            y < years.deterministic_values_size() ? scale_.Format(years.deterministic_values(y)) : ""};
        for (const int i : quantiles_) cells.push_back(scale_.Format(value(i, y)));
        table.AddRow(std::move(cells));
      }
      Title("Financing gap per year, " + scale_.unit + ", seen by: " + PerspectiveName(perspective));
      text_ += table.Render(style_);
      Paragraph(
          "Need not covered by committed sources: all spending with the projects, as in the appraisal's table, each "
          "year by "
          "itself: quantiles of years do not add up. Years without a gap are left out.");
    }
  }

  void Tornado(std::string_view perspective) {
    const v1::SimulatedFigure* portfolio = Find(kNpv, "", perspective);
    std::vector<const v1::TornadoBar*> bars;
    std::string others;
    for (const v1::TornadoBar& bar : result_.tornado()) {
      if (bar.perspective_id() != perspective) continue;
      const std::string name = NameOf(result_.driver_names(), bar.driver_id());
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
      table.AddRow({NameOf(result_.driver_names(), bar->driver_id()), Change(bar->low_npv_amount() - base),
                    RangeBar(bar->low_npv_amount(), bar->high_npv_amount(), base, low, high, width),
                    Change(bar->high_npv_amount() - base)});
    }
    Title("What moves the net present value, change from " + scale_.Format(base) + " " + scale_.unit +
          ", one driver at a time, seen by: " + PerspectiveName(perspective));
    text_ += table.Render(style_);
    if (!others.empty()) Paragraph("Move nothing here between these points: " + others + ".");
    OnlyWithCarbon(perspective);
    TornadoOfOtherFigures(perspective);
  }

  /// Drivers that the net present value does not see: the value of carbon, co-benefits.
  void OnlyWithCarbon(std::string_view perspective) {
    const v1::SimulatedFigure* portfolio = Find(kEconomicNpv, "", perspective);
    if (portfolio == nullptr || !portfolio->has_deterministic_value()) return;
    const double base = portfolio->deterministic_value();
    TextTable table({"driver", "at P10", "at P90"});
    for (const v1::TornadoBar& bar : result_.tornado()) {
      if (bar.perspective_id() != perspective || bar.high_npv_amount() != bar.low_npv_amount()) continue;
      if (bar.high_enpv_amount() == bar.low_enpv_amount()) continue;
      table.AddRow({NameOf(result_.driver_names(), bar.driver_id()), Change(bar.low_enpv_amount() - base),
                    Change(bar.high_enpv_amount() - base)});
    }
    if (table.is_empty()) return;
    Title("What moves only the value with carbon and co-benefits, change from " + scale_.Format(base) + " " +
          scale_.unit);
    text_ += table.Render(style_);
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
    const v1::SimulatedFigure* portfolio = Find(kNpv, "", perspective);
    if (!p || portfolio == nullptr || result_.stresses().empty()) return;
    const v1::SimulatedFigure* economic = Find(kEconomicNpv, "", perspective);
    const bool has_economic = economic != nullptr && economic->has_deterministic_value();
    std::vector<std::string> headings = {"stress", "NPV", "change", "gap", "tCO2e, all years"};
    if (has_economic) headings.insert(headings.begin() + 3, "change with carbon");
    TextTable table(headings);
    for (const v1::SimulatedStress& stress : result_.stresses()) {
      if (*p >= stress.npv_amounts_size()) continue;
      const double npv = stress.npv_amounts(*p);
      std::vector<std::string> cells = {
          NameOf(result_.stress_names(), stress.stress_id()), scale_.Format(npv),
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
    Title("Stresses, " + scale_.unit + ", seen by: " + PerspectiveName(perspective));
    text_ += table.Render(style_);
    Paragraph("Drivers that a stress does not name stay where nothing deviates; change is from the appraisal.");
  }

  /// What a stress or a driver does to the other figures: a cost of a tonne, a gap, tonnes.
  void TornadoOfOtherFigures(std::string_view perspective) {
    struct Column {
      std::string_view metric;
      std::string heading;
      bool is_money;
    };
    const Column columns[] = {{kGap, "gap", true},
                              {kCostOfTonne, "cost of a tonne", false},
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
        const std::string shown = column.is_money                 ? scale_.Format(value)
                                  : column.metric == kCostOfTonne ? CostText(value)
                                                                  : FormatFixed(value, 0);
        return value > 0.0 ? "+" + shown : shown;
      };
      TextTable table({"driver", "at P10", "at P90"});
      for (const auto* bar : bars) {
        table.AddRow({NameOf(result_.driver_names(), bar->driver_id()), text(bar->low_value() - base),
                      text(bar->high_value() - base)});
      }
      const std::string unit = column.is_money ? scale_.unit : portfolio->unit();
      Title("What moves the " + column.heading + " most, " + unit +
            ", change from the appraisal, seen by: " + PerspectiveName(perspective));
      text_ += table.Render(style_);
    }
  }

  /// "at least 120 MEUR" of a limit is in the request; the answer has the figure, where it stands and what was moved.
  void ReverseStresses() {
    if (result_.reverse_stresses().empty()) return;
    TextTable table({"reverse stress", "multiple", "the figure there", "held at"}, {3});
    std::vector<std::string> none;
    for (const v1::SimulatedReverseStress& reverse : result_.reverse_stresses()) {
      const std::string name = NameOf(result_.reverse_stress_names(), reverse.reverse_stress_id());
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
                             : CostText(reverse.move().value()) + " " + reverse.unit(),
                    held});
    }
    Title("Reverse stresses: the smallest move that breaks the limit");
    if (!table.is_empty()) text_ += table.Render(style_);
    for (const std::string& text : none) Paragraph(text);
    Paragraph("Multiple: of the move that the risk file states; drivers that do not move stay where nothing deviates.");
  }

  void Sensitivities(std::string_view perspective) {
    for (const v1::FigureSensitivity& one : result_.sensitivities()) {
      const bool is_shown = one.metric_name() == kNpv || one.metric_name() == kCostOfTonne ||
                            one.metric_name() == kGap || one.metric_name() == kEconomicNpv ||
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
      Title("Sobol' indices of " + one.metric_name() +
            (one.perspective_id().empty() ? "" : ", seen by: " + PerspectiveName(perspective)));
      text_ += table.Render(style_);
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
      table.AddRow({NameOf(result_.project_names(), share->project_id()), FormatPercent(share->share_fraction()),
                    RangeBar(0.0, share->share_fraction(), 0.0, low, high, 30)});
    }
    Title("Who carries the risk of the portfolio's value, seen by: " + PerspectiveName(perspective));
    text_ += table.Render(style_);
    if (shares.size() < count) Paragraph("The " + std::to_string(count - shares.size()) + " smallest are left out.");
  }

  const v1::SimulationResult& result_;
  const SimulationPage& page_;
  const TextStyle& style_;
  std::vector<int> quantiles_;
  MoneyScale scale_;
  std::string text_;
};

}  // namespace

std::string SimulationTable(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style) {
  return Page(result, page, style).Render();
}

}  // namespace calanque::cli
