// From a YAML tree to a protobuf message, by reflection: the protobuf JSON mapping with the proto's own field names
// (its JSON names are accepted too). Knows no message by name.
#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "clients/cli/problem.h"
#include "clients/cli/yaml_tree.h"
#include "service/limits.h"

namespace calanque::cli {

/// Where a file stands among the files that make up one message. A file may set anew what the files it includes have
/// set; two files that stand side by side may not disagree.
struct YamlLayer {
  int index = 0;           ///< In reading order.
  int first_included = 0;  ///< The files it includes are [first_included, index).
};

/// Reads one or more files into one message, as protobuf merges: messages merge, lists append, single values are set.
///
/// Differences from the JSON mapping, all on the strict side: numbers must be finite; a key must not stand twice; two
/// arms of a oneof are refused. `null` means absent. Dates and numbers without quotes are fine where text is expected.
class YamlReader {
 public:
  /// Both must outlive the reader. Problems are appended in reading order.
  YamlReader(const service::Limits& limits, Problems& problems) : limits_(limits), problems_(problems) {}

  /// Reads all of `tree` except the top-level key `ignored_key`. What is wrong is left unset, so that list indices
  /// agree with the file and the rest can still be checked. Aliases are walked as if written out, and counted against
  /// max_yaml_nodes over all files.
  void Read(const YamlTree& tree, std::string_view ignored_key, YamlLayer layer, google::protobuf::Message& message);

 private:
  struct Path;
  struct Setting {
    Place place;
    int layer;
  };

  void ReadMapping(YamlIndex index, const Path& path, google::protobuf::Message& message);
  void ReadField(YamlIndex value, const Path& path, const google::protobuf::FieldDescriptor& field,
                 google::protobuf::Message& message);
  void ReadList(YamlIndex value, const Path& path, const google::protobuf::FieldDescriptor& field,
                google::protobuf::Message& message);
  void ReadScalar(YamlIndex value, const Path& path, const google::protobuf::FieldDescriptor& field,
                  google::protobuf::Message& message);
  void NoteSetting(YamlIndex value, const Path& path);
  void Unknown(YamlIndex key, const Path& path, const google::protobuf::Descriptor& type);
  void Wrong(YamlIndex index, const Path& path, std::string message);
  bool Count(YamlIndex index, const Path& path);

  const service::Limits& limits_;
  Problems& problems_;
  std::size_t node_count_ = 0;
  bool has_stopped_ = false;
  std::map<std::string, Setting> settings_;  ///< Of single values that stand in no list.
  // Of the call in progress.
  const YamlTree* tree_ = nullptr;
  std::string_view ignored_key_;
  YamlLayer layer_;
};

/// The field of `type` that a key names: by its own name or its JSON name; nullptr if none.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor& type, const std::string& key);

}  // namespace calanque::cli
