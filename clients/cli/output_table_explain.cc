#include <algorithm>
#include <cmath>
#include <cstddef>

#include "clients/cli/footnotes.h"
#include "clients/cli/number_text.h"
#include "clients/cli/output_table.h"
#include "clients/cli/page_text.h"
#include "clients/cli/view_name.h"

namespace calanque::cli {
namespace {

using Doubles = google::protobuf::RepeatedField<double>;
using Strings = google::protobuf::RepeatedPtrField<std::string>;

/// "2026-12-31 to 2044-12-31: 1 234" for every run of equal numbers; zeros are left out.
std::string Runs(const Doubles& values, const Strings& dates) {
  std::string text;
  for (int i = 0; i < values.size();) {
    int end = i + 1;
    while (end < values.size() && values[end] == values[i]) ++end;
    if (values[i] != 0.0 && end <= dates.size()) {
      if (!text.empty()) text += "; ";
      text += dates[i];
      if (end - i > 1) text += " to " + dates[end - 1];
      text += ": " + FormatReadable(values[i]);
    }
    i = end;
  }
  return text.empty() ? "nothing" : text;
}

class ExplanationPage {
 public:
  ExplanationPage(const v1::ExplainResponse& response, const TextStyle& style) : response_(response), style_(style) {}

  std::string Render(const v1::ExplainRequest& request) {
    text_ += Bold("Project " + Printable(request.project_id()) + ", seen by: " + Printable(request.perspective_id()) +
                      ", " + ViewName(request.view()) + " view",
                  style_) +
             "\n";
    Paragraph("Engine " + response_.engine_version() + ", input " + ShortHash(response_.input_hash()) + ".", 2);
    Figures();
    Money();
    for (const v1::PhysicalColumn& column : response_.physical_columns()) Physical(column);
    text_ += WarningSection(response_.warnings(), style_);
    if (response_.conventions().statements_size() > 0) Title("How these figures were made");
    for (const std::string& statement : response_.conventions().statements()) Paragraph("- " + statement, 2);
    return std::move(text_);
  }

 private:
  static constexpr double kSumTolerance = 1e-9;  // Relative: sums in another order differ in the last digits.

  void Title(const std::string& title) { text_ += TitleText(title, style_); }

  void Paragraph(const std::string& text, std::size_t indent) {
    for (const std::string& line : Wrapped(Printable(text), style_.width - indent)) {
      text_ += std::string(indent, ' ') + line + "\n";
    }
  }

  void Figures() {
    TextTable table({"", "", ""}, {1});
    Footnotes notes;
    for (const v1::MetricCell& cell : response_.cells()) {
      if (cell.has_series() || cell.has_table()) continue;
      std::string name = cell.metric_name();
      if (cell.view() != v1::FLOW_VIEW_INCREMENTAL) name += " (" + ViewName(cell.view()) + ")";
      table.AddRow(
          {name, cell.unit(), cell.has_failure() ? notes.Mark(name, cell.failure().message()) : ReadableValue(cell)});
    }
    if (table.is_empty()) return;
    Title("Figures");
    text_ += table.Render(style_) + notes.Render(style_);
  }

  void Money() {
    if (response_.money_columns().empty()) return;
    double sum = 0;
    double cash_sum = 0;
    TextTable table({"item", "category", "side", "from", "to", "present value"}, {1, 2, 3, 4});
    for (const v1::FlowView side : {v1::FLOW_VIEW_WITH_PROJECT, v1::FLOW_VIEW_WITHOUT_PROJECT}) {
      for (const v1::MoneyColumn& column : response_.money_columns()) {
        if (column.side() != side) continue;
        sum += column.present_value_amount();
        if (IsCash(column)) cash_sum += column.present_value_amount();
        table.AddRow({Printable(column.display_name()), column.category(), ViewName(side),
                      Printable(column.payer_party_id()), Printable(column.payee_party_id()),
                      FormatFixed(column.present_value_amount(), 0)});
      }
    }
    table.AddRow({"all columns", "", "", "", "", FormatFixed(sum, 0)});
    if (cash_sum != sum) {
      table.AddRow({"of which cash: without carbon and co_benefit", "", "", "", "", FormatFixed(cash_sum, 0)});
    }
    Title("Money that crosses the border, " + response_.conventions().currency_code());
    text_ += table.Render(style_);
    SumCheck(cash_sum);
    for (const v1::MoneyColumn& column : response_.money_columns()) {
      Title(Printable(column.display_name() + " (" + column.item_id() + "), " + column.category() + ", " +
                      ViewName(column.side())));
      Paragraph((column.sign() < 0 ? "Counts against: -1 x " : "Counts for: +1 x ") + column.formula(), 2);
      Inputs(column.inputs());
      Paragraph("amounts: " + Runs(column.amounts(), response_.point_dates()), 4);
    }
  }

  /// Carbon and co-benefits are worth something, but nobody pays them.
  static bool IsCash(const v1::MoneyColumn& column) {
    return column.category() != "carbon" && column.category() != "co_benefit";
  }

  /// Says whether the columns add up to the figure they explain.
  void SumCheck(double cash_sum) {
    for (const v1::MetricCell& cell : response_.cells()) {
      if (cell.metric_name() != "npv_amount" || !cell.has_value()) continue;
      const double difference = cash_sum - cell.value();
      const bool is_equal = std::abs(difference) <= kSumTolerance * std::max(1.0, std::abs(cell.value()));
      Paragraph("Check: the cash columns sum to " + FormatFixed(cash_sum, 2) + ", npv_amount is " +
                    FormatFixed(cell.value(), 2) + (is_equal ? ": they agree." : ": they DIFFER."),
                2);
      return;
    }
  }

  void Physical(const v1::PhysicalColumn& column) {
    Title(Printable(column.display_name() + " (" + column.item_id() + "), " + column.kind() + ", " +
                    ViewName(column.side())));
    Paragraph(column.formula(), 2);
    Inputs(column.inputs());
    Paragraph(column.unit() + ": " + Runs(column.quantities(), response_.point_dates()), 4);
  }

  void Inputs(const google::protobuf::RepeatedPtrField<v1::ExplainInput>& inputs) {
    for (const v1::ExplainInput& input : inputs) {
      std::string line = input.name() + " = " + input.value();
      if (input.values_size() > 0) line = input.name() + ": " + Runs(input.values(), response_.point_dates());
      Paragraph(line, 4);
      if (!input.source().empty()) Paragraph("source: " + input.source(), 6);
    }
  }

  const v1::ExplainResponse& response_;
  const TextStyle& style_;
  std::string text_;
};

}  // namespace

std::string ExplanationTable(const v1::ExplainResponse& response, const v1::ExplainRequest& request,
                             const TextStyle& style) {
  return ExplanationPage(response, style).Render(request);
}

}  // namespace calanque::cli
