// YAML text as a flat tree that remembers where everything stands. Built from yaml-cpp's events: its own node tree
// costs several times as much, and would be built whole before any limit could be checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/problem.h"
#include "clients/cli/text_encoding.h"
#include "service/limits.h"

namespace calanque::cli {

/// Index of a node in its tree.
using YamlIndex = std::uint32_t;

/// What a node is.
enum class YamlKind : std::uint8_t { kNull, kScalar, kSequence, kMapping, kAlias };

/// One node. Lines and columns from 1.
struct YamlNode {
  YamlKind kind = YamlKind::kNull;
  bool is_plain = false;  ///< A scalar without quotes.
  int line = 0;
  int column = 0;
  YamlIndex target = 0;             ///< Of an alias: the anchored node.
  std::string value;                ///< Of a scalar.
  std::vector<YamlIndex> children;  ///< Of a sequence its elements; of a mapping key, value, key, value, ...
};

/// One document. Node 0 is its root.
class YamlTree {
 public:
  YamlTree(std::string file, std::vector<YamlNode> nodes) : file_(std::move(file)), nodes_(std::move(nodes)) {}

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const YamlNode& node(YamlIndex index) const { return nodes_[index]; }

  /// The node itself, or what it is an alias of.
  [[nodiscard]] const YamlNode& Resolved(YamlIndex index) const {
    const YamlNode& found = nodes_[index];
    return found.kind == YamlKind::kAlias ? nodes_[found.target] : found;
  }

  [[nodiscard]] Place PlaceOf(YamlIndex index) const { return {file_, nodes_[index].line, nodes_[index].column}; }

 private:
  std::string file_;
  std::vector<YamlNode> nodes_;
};

/// Parses one document. Cost linear in the text; stops at the first node over a limit.
///
/// Errors  one Problem, at its place: not UTF-8, too large, no or several documents, too deep, too many nodes, an alias
///         inside its own anchor, or what yaml-cpp says of the syntax.
std::optional<YamlTree> ParseYaml(const std::string& text, const std::string& file, const service::Limits& limits,
                                  Problems& problems);

}  // namespace calanque::cli
