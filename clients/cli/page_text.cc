#include "clients/cli/page_text.h"

namespace calanque::cli {

std::string ShortHash(const std::string& input_hash) { return input_hash.substr(0, 12); }

std::string TitleText(std::string_view title, const TextStyle& style) {
  std::string text = "\n";
  for (const std::string& line : Wrapped(title, style.width)) text += Bold(line, style) + "\n";
  return text;
}

std::string Section(std::string_view title, const TextTable& table, const TextStyle& style) {
  return table.is_empty() ? "" : TitleText(title, style) + table.Render(style);
}

std::string BulletSection(std::string_view title, const std::vector<std::string>& texts, const TextStyle& style) {
  if (texts.empty()) return "";
  std::string text = TitleText(title, style);
  for (const std::string& one : texts) {
    const std::vector<std::string> lines = Wrapped(Printable(one), style.width > 4 ? style.width - 4 : 1);
    for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "  - " : "    ") + lines[i] + "\n";
  }
  return text;
}

std::string WarningSection(const google::protobuf::RepeatedPtrField<v1::Violation>& warnings, const TextStyle& style) {
  std::vector<std::string> texts;
  for (const v1::Violation& warning : warnings) {
    texts.push_back(warning.message() + (warning.field_path().empty() ? "" : " (" + warning.field_path() + ")"));
  }
  return BulletSection("Warnings", texts, style);
}

std::string StatementSection(const v1::Conventions& conventions, const TextStyle& style) {
  return BulletSection("How these figures were made",
                       {conventions.statements().begin(), conventions.statements().end()}, style);
}

std::string OriginLine(const std::string& engine_version, const std::string& input_hash, std::string_view more,
                       const TextStyle& style) {
  return "\n" + Dim("Engine " + engine_version + ", input " + ShortHash(input_hash) + std::string(more), style) + "\n";
}

}  // namespace calanque::cli
