// A scenario as people keep it: a folder or a file, with the files it includes, read into one message.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/problem.h"
#include "clients/cli/yaml_tree.h"
#include "service/limits.h"

namespace calanque::cli {

/// Where each field of a message stands in the files it was read from. Costs nothing until asked.
class SourceMap {
 public:
  explicit SourceMap(const google::protobuf::Descriptor* type) : type_(type) {}

  /// Files must be added in the order they were merged.
  void Add(YamlTree tree) { trees_.push_back(std::move(tree)); }

  /// Place of "portfolio.projects[17].with_project[0].investment.life_years", counted over all files. Where the field
  /// is not written anywhere: of the nearest enclosing one that is, at worst the last file as a whole. A single value's
  /// own place; the key's for a mapping or list.
  [[nodiscard]] Place Find(std::string_view field_path) const;

  /// Whether a file writes this field, the value that stands for absent included; `field_path` without lists.
  [[nodiscard]] bool Holds(std::string_view field_path) const;

 private:
  const google::protobuf::Descriptor* type_;
  std::vector<YamlTree> trees_;
};

/// A scenario's files.
struct ScenarioFile {
  std::string label;  ///< Name of the folder, or of the file without its extension.
  SourceMap source_map;
};

/// Reads `path`, a file or a folder that holds scenario.yaml, and everything its top-level `include` names (paths
/// relative to the file), into `message`. Included files come first, in order, each with its own includes; then the
/// file itself over them.
///
/// Errors  all problems of all files, appended to `problems`: what YamlReader finds; a file missing, too large (all
///         files together against max_yaml_bytes), included twice or in a circle.
ScenarioFile ReadScenario(const std::string& path, const service::Limits& limits, google::protobuf::Message& message,
                          Problems& problems);

}  // namespace calanque::cli
