#include "clients/cli/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>

namespace calanque::cli {
namespace {

/// Length of the well-formed sequence at the start of `text`, 0 if there is none (RFC 3629).
std::size_t Utf8Length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(0);
  if (lead < 0x80u) return lead == 0 ? 0 : 1;
  if (lead >= 0xC2u && lead <= 0xDFu) return is_tail(1) ? 2 : 0;
  if (lead >= 0xE0u && lead <= 0xEFu) {
    if (!is_tail(1) || !is_tail(2)) return 0;
    const bool is_overlong = lead == 0xE0u && byte(1) < 0xA0u;
    const bool is_surrogate = lead == 0xEDu && byte(1) > 0x9Fu;
    return is_overlong || is_surrogate ? 0 : 3;
  }
  if (lead >= 0xF0u && lead <= 0xF4u) {
    if (!is_tail(1) || !is_tail(2) || !is_tail(3)) return 0;
    const bool is_overlong = lead == 0xF0u && byte(1) < 0x90u;
    const bool is_beyond = lead == 0xF4u && byte(1) > 0x8Fu;
    return is_overlong || is_beyond ? 0 : 4;
  }
  return 0;
}

/// A scalar as UTF-8. yaml-cpp 0.7 writes the escapes \N (next line) and \_ (no-break space) as the single bytes 0x85
/// and 0xA0; all around them is well-formed.
std::string WithWholeEscapes(const std::string& scalar) {
  const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80u; };
  if (std::all_of(scalar.begin(), scalar.end(), is_ascii)) return scalar;
  std::string text;
  for (std::size_t i = 0; i < scalar.size();) {
    const std::size_t length = Utf8Length(std::string_view(scalar).substr(i));
    if (length == 0 && !is_ascii(scalar[i])) text += '\xC2';
    text.append(scalar, i, std::max<std::size_t>(length, 1));
    i += std::max<std::size_t>(length, 1);
  }
  return text;
}

/// Leaves yaml-cpp's parser at the first thing we do not accept.
struct Refusal {
  int line;
  int column;
  std::string message;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const service::Limits& limits) : limits_(limits) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++document_count_ > 1) Refuse(mark, "a second YAML document starts here; expected one document per file");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { Add(YamlKind::kNull, mark, anchor); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const YamlIndex target = anchors_.at(anchor);
    if (std::find(open_.begin(), open_.end(), target) != open_.end()) {
      Refuse(mark, "this alias stands inside its own anchor; expected an alias of something complete");
    }
    nodes_[Add(YamlKind::kAlias, mark, 0)].target = target;
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode& node = nodes_[Add(YamlKind::kScalar, mark, anchor)];
    node.is_plain = tag == "?";
    node.value = WithWholeEscapes(value);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlKind::kSequence, mark, anchor);
  }
  void OnSequenceEnd() override { open_.pop_back(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlKind::kMapping, mark, anchor);
  }
  void OnMapEnd() override { open_.pop_back(); }

  [[nodiscard]] std::vector<YamlNode> TakeNodes() { return std::move(nodes_); }

 private:
  [[noreturn]] static void Refuse(const YAML::Mark& mark, std::string message) {
    throw Refusal{mark.line + 1, mark.column + 1, std::move(message)};
  }

  void Open(YamlKind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (std::cmp_greater_equal(open_.size(), limits_.max_yaml_depth)) {
      Refuse(mark,
             "is nested more than " + std::to_string(limits_.max_yaml_depth) + " levels deep (limit max_yaml_depth)");
    }
    const YamlIndex index = Add(kind, mark, anchor);
    open_.push_back(index);
  }

  YamlIndex Add(YamlKind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (nodes_.size() >= limits_.max_yaml_nodes) {
      Refuse(mark,
             "the file has more than " + std::to_string(limits_.max_yaml_nodes) + " nodes (limit max_yaml_nodes)");
    }
    const auto index = static_cast<YamlIndex>(nodes_.size());
    YamlNode& node = nodes_.emplace_back();
    node.kind = kind;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    if (!open_.empty()) nodes_[open_.back()].children.push_back(index);
    if (anchor != 0) anchors_[anchor] = index;
    return index;
  }

  const service::Limits& limits_;
  std::vector<YamlNode> nodes_;
  std::vector<YamlIndex> open_;
  std::unordered_map<YAML::anchor_t, YamlIndex> anchors_;
  int document_count_ = 0;
};

/// Line and column, from 1, of a byte.
Place PlaceOfByte(const std::string& text, std::size_t offset, const std::string& file) {
  const auto begin = text.begin();
  const auto at = begin + static_cast<std::ptrdiff_t>(offset);
  const auto line_count = std::count(begin, at, '\n');
  const std::size_t line_break = offset == 0 ? std::string::npos : text.rfind('\n', offset - 1);
  const std::size_t line_start = line_break == std::string::npos ? 0 : line_break + 1;
  return {file, static_cast<int>(line_count) + 1, static_cast<int>(offset - line_start) + 1};
}

/// Byte at a line and column, from 1.
std::size_t ByteOfPlace(std::string_view text, int line, int column) {
  std::size_t offset = 0;
  for (int i = 1; i < line; ++i) offset = text.find('\n', offset) + 1;
  return offset + static_cast<std::size_t>(column) - 1;
}

/// Where the parser stopped. It counts what it looked for behind the end of a file that breaks off in an escape.
Place PlaceOfMark(const YAML::Mark& mark, const std::string& text, const std::string& file) {
  Place place{file, mark.line + 1, mark.column + 1};
  if (mark.is_null() || ByteOfPlace(text, place.line, place.column) <= text.size()) return place;
  return PlaceOfByte(text, text.size(), file);
}

/// What the parser says. It quotes single bytes: of a character beyond ASCII that is no text.
std::string TextOf(const YAML::Exception& error) {
  std::string text = error.msg;
  std::size_t first_bad = 0;
  if (IsTextUtf8(text, first_bad)) return text;
  std::replace_if(
      text.begin(), text.end(), [](char byte) { return byte < ' ' || byte > '~'; }, '?');
  return text;
}

/// Whether the quoted scalar at the start of `text` (after an anchor or tag) lacks its closing quote. yaml-cpp 0.7
/// accepts that where a line break ends the file, so that half a file would be read as a whole one.
bool IsQuoteOpen(std::string_view text) {
  while (text.starts_with('&') || text.starts_with('!')) {
    text.remove_prefix(std::min(text.size(), text.find_first_of(" \t\r\n")));
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\r\n")));
  }
  if (text.empty() || (text[0] != '"' && text[0] != '\'')) return false;
  const char quote = text[0];
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return false;
      ++i;  // '' is a quote inside.
    }
  }
  return true;
}

}  // namespace

bool IsTextUtf8(std::string_view text, std::size_t& first_bad) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = Utf8Length(text.substr(i));
    if (length == 0) {
      first_bad = i;
      return false;
    }
    i += length;
  }
  return true;
}

std::optional<YamlTree> ParseYaml(const std::string& text, const std::string& file, const service::Limits& limits,
                                  Problems& problems) {
  if (text.size() > limits.max_yaml_bytes) {
    problems.push_back(
        {{file, 0, 0}, "", "has more than " + std::to_string(limits.max_yaml_bytes) + " bytes (limit max_yaml_bytes)"});
    return std::nullopt;
  }
  std::size_t first_bad = 0;
  if (!IsTextUtf8(text, first_bad)) {
    problems.push_back({PlaceOfByte(text, first_bad, file), "", "is not UTF-8 text; expected YAML in UTF-8"});
    return std::nullopt;
  }
  TreeBuilder builder(limits);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      problems.push_back({{file, 1, 1}, "", "the file is empty; expected a mapping"});
      return std::nullopt;
    }
    parser.HandleNextDocument(builder);  // A second one is refused at its start.
  } catch (const Refusal& refusal) {
    problems.push_back({{file, refusal.line, refusal.column}, "", refusal.message});
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    problems.push_back({PlaceOfMark(error.mark, text, file), "", "is not valid YAML: " + TextOf(error)});
    return std::nullopt;
  }
  std::vector<YamlNode> nodes = builder.TakeNodes();
  const YamlNode& last = nodes.back();
  if (last.kind == YamlKind::kScalar && !last.is_plain &&
      IsQuoteOpen(std::string_view(text).substr(std::min(text.size(), ByteOfPlace(text, last.line, last.column))))) {
    problems.push_back({{file, last.line, last.column}, "", "is not valid YAML: the closing quote is missing"});
    return std::nullopt;
  }
  return YamlTree(file, std::move(nodes));
}

}  // namespace calanque::cli
