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

/// What the parser says of a line that begins with a tab does not lead anybody to it.
std::string HintAtTab(std::string_view text, const Place& place) {
  const std::size_t start = ByteOfPlace(text, place.line, 1);
  const std::size_t first = text.find_first_not_of(' ', start);
  const bool is_tab = first != std::string_view::npos && text[first] == '\t';
  return is_tab ? "; the line is indented by a tab, which YAML does not allow; expected spaces" : "";
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

std::optional<YamlTree> ParseYaml(const std::string& text, const std::string& file, const service::Limits& limits,
                                  Problems& problems) {
  if (text.size() > limits.max_yaml_bytes) {
    problems.push_back(
        {{file, 0, 0}, "", "has more than " + std::to_string(limits.max_yaml_bytes) + " bytes (limit max_yaml_bytes)"});
    return std::nullopt;
  }
  if (auto problem = FindOtherEncoding(text, file, "YAML")) {
    problems.push_back(std::move(*problem));
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
    const Place place = PlaceOfMark(error.mark, text, file);
    problems.push_back({place, "", "is not valid YAML: " + TextOf(error) + HintAtTab(text, place)});
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
