#include <algorithm>
#include <cmath>

#include "clients/cli/number_text.h"
#include "clients/cli/output_curve.h"

namespace calanque::cli {
namespace {

// Pixels.
constexpr double kLeft = 90.0;
constexpr double kTop = 50.0;
constexpr double kPlotWidth = 820.0;
constexpr double kPlotHeight = 360.0;
constexpr double kSavingHeight = 18.0;  // Of the band of measures that save money, below the axis.
constexpr double kNumberWidth = 12.0;   // Narrower bars carry no number.
constexpr double kFoot = 500.0;         // Of the plot with its axis; names stand below.
constexpr double kNameHeight = 16.0;
constexpr std::size_t kNameColumns = 55;
constexpr int kTickCount = 5;
constexpr int kMostNames = 60;  // More are read with the pointer, or from the CSV.

std::string Pixels(double value) { return FormatExact(std::round(value * 100.0) / 100.0); }

/// Text for XML; control characters, which XML 1.0 cannot hold, are made visible.
std::string Xml(const std::string& text) {
  std::string out;
  for (const char c : Printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// The largest of 1, 2, 5 x 10^k steps that gives at least kTickCount - 1 of them up to `largest`.
double TickStep(double largest) {
  const double rough = largest / (kTickCount - 1);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double multiple : {5.0, 2.0}) {
    if (multiple * power <= rough) return multiple * power;
  }
  return power;
}

std::string TickText(double value) { return value == 0.0 ? "0" : FormatReadable(value); }

class Drawing {
 public:
  explicit Drawing(const v1::BuildAbatementCurveResponse& response)
      : response_(response), currency_(response.conventions().currency_code()) {
    for (const v1::CurveMeasure& measure : response.measures()) {
      if (!IsDrawn(measure)) continue;
      ++count_;
      widest_ = std::max(widest_, measure.start_t_co2e() + measure.abatement_t_co2e());
      dearest_ = std::max(dearest_, measure.abatement_cost_amount_per_t_co2e());
    }
    if (!(widest_ > 0.0)) widest_ = 1.0;
    if (!(dearest_ > 0.0)) dearest_ = 1.0;
  }

  std::string Render() {
    const int rows = count_ <= kMostNames ? (count_ + 1) / 2 : 0;
    const std::string height = Pixels(kFoot + kNameHeight * rows);
    text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"" + height + "\" viewBox=\"0 0 960 " +
            height + "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"960\" height=\"" + height +
            "\" fill=\"white\"/>\n";
    Text(kLeft, 24.0, "start", "Abatement curve, cost seen by: " + response_.perspective_display_name(), 16);
    Axes();
    int number = 0;
    for (const v1::CurveMeasure& measure : response_.measures()) {
      if (!IsDrawn(measure)) continue;
      Bar(measure, number + 1);
      if (rows > 0) Name(measure, number, rows);
      ++number;
    }
    return text_ + "</svg>\n";
  }

 private:
  static bool IsDrawn(const v1::CurveMeasure& measure) {
    return measure.kind() == v1::MEASURE_KIND_SAVES_MONEY || measure.kind() == v1::MEASURE_KIND_COSTS_MONEY;
  }
  [[nodiscard]] double X(double t_co2e) const { return kLeft + kPlotWidth * t_co2e / widest_; }
  [[nodiscard]] double Y(double cost_per_t) const { return kTop + kPlotHeight * (1.0 - cost_per_t / dearest_); }

  void Text(double x, double y, const char* anchor, const std::string& text, int size = 12) {
    text_ += "<text x=\"" + Pixels(x) + "\" y=\"" + Pixels(y) + "\" text-anchor=\"" + anchor + "\" font-size=\"" +
             std::to_string(size) + "\">" + Xml(text) + "</text>\n";
  }

  void Line(double x1, double y1, double x2, double y2, const char* color) {
    text_ += "<line x1=\"" + Pixels(x1) + "\" y1=\"" + Pixels(y1) + "\" x2=\"" + Pixels(x2) + "\" y2=\"" + Pixels(y2) +
             "\" stroke=\"" + color + "\"/>\n";
  }

  void Axes() {
    const double foot = kTop + kPlotHeight;
    const double cost_step = TickStep(dearest_);
    for (int i = 0; i * cost_step <= dearest_; ++i) {
      Line(kLeft, Y(i * cost_step), kLeft + kPlotWidth, Y(i * cost_step), "#dddddd");
      Text(kLeft - 6.0, Y(i * cost_step) + 4.0, "end", TickText(i * cost_step));
    }
    const double tonne_step = TickStep(widest_);
    for (int i = 0; i * tonne_step <= widest_; ++i) {
      Text(X(i * tonne_step), foot + kSavingHeight + 16.0, "middle", TickText(i * tonne_step));
    }
    Line(kLeft, kTop, kLeft, foot, "black");
    Text(kLeft - 6.0, kTop - 10.0, "end", currency_ + "/tCO2e");
    Text(kLeft + kPlotWidth, foot + kSavingHeight + 34.0, "end",
         response_.width() == v1::CURVE_WIDTH_TARGET_YEAR ? "tCO2e avoided in the target year"
                                                          : "tCO2e avoided over the whole horizon");
    Text(kLeft, foot + kSavingHeight + 34.0, "start",
         "Below the axis: measures that save money, darkest in the best layer");
  }

  void Bar(const v1::CurveMeasure& measure, int number) {
    const bool saves = measure.kind() == v1::MEASURE_KIND_SAVES_MONEY;
    const double foot = kTop + kPlotHeight;
    const double top = saves ? foot : Y(measure.abatement_cost_amount_per_t_co2e());
    const double height = saves ? kSavingHeight : foot - top;
    const double opacity = saves ? std::max(0.3, 1.0 - 0.2 * (measure.pareto_layer() - 1)) : 1.0;
    const double x = X(measure.start_t_co2e());
    const double width = X(measure.start_t_co2e() + measure.abatement_t_co2e()) - x;
    text_ += "<rect x=\"" + Pixels(x) + "\" y=\"" + Pixels(top) + "\" width=\"" + Pixels(width) + "\" height=\"" +
             Pixels(std::max(height, 0.5)) + "\" fill=\"" + (saves ? "#2a7f4f" : "#3b6ea8") + "\" fill-opacity=\"" +
             Pixels(opacity) + "\" stroke=\"white\" stroke-width=\"0.5\"><title>" + Xml(TitleOf(measure)) +
             "</title></rect>\n";
    if (width >= kNumberWidth) {
      Text(x + 0.5 * width, saves ? foot + 13.0 : top - 3.0, "middle", std::to_string(number), 10);
    }
  }

  /// In one of two columns below the plot.
  void Name(const v1::CurveMeasure& measure, int position, int rows) {
    Text(position < rows ? kLeft : kLeft + 0.5 * kPlotWidth, kFoot + kNameHeight * (position % rows), "start",
         std::to_string(position + 1) + "  " + Shortened(ProjectNameOf(response_, measure.project_id()), kNameColumns));
  }

  [[nodiscard]] std::string TitleOf(const v1::CurveMeasure& measure) const {
    std::string title = ProjectNameOf(response_, measure.project_id()) + ": ";
    if (measure.kind() == v1::MEASURE_KIND_SAVES_MONEY) {
      title += "layer " + std::to_string(measure.pareto_layer()) + ", gains " +
               FormatReadable(0.0 - measure.cost_present_amount()) + " " + currency_;
    } else if (measure.has_abatement_cost_amount_per_t_co2e()) {
      title += FormatReadable(measure.abatement_cost_amount_per_t_co2e()) + " " + currency_ + "/tCO2e";
    } else {
      title += "no cost per tonne";
    }
    return title + ", " + FormatReadable(measure.abatement_t_co2e()) + " tCO2e";
  }

  const v1::BuildAbatementCurveResponse& response_;
  std::string currency_;
  int count_ = 0;
  double widest_ = 0.0;
  double dearest_ = 0.0;
  std::string text_;
};

}  // namespace

std::string CurveSvg(const v1::BuildAbatementCurveResponse& response) { return Drawing(response).Render(); }

}  // namespace calanque::cli
