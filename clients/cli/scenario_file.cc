#include "clients/cli/scenario_file.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "clients/cli/input_files.h"
#include "clients/cli/scalar_text.h"
#include "clients/cli/yaml_reader.h"

namespace calanque::cli {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr std::string_view kIncludeKey = "include";
constexpr std::string_view kScenarioName = "scenario.yaml";

/// One "name" or "name[index]" of a field path.
struct PathStep {
  std::string name;
  int index = -1;
};

std::vector<PathStep> SplitPath(std::string_view path) {
  std::vector<PathStep> steps;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    const std::size_t bracket = part.find('[');
    PathStep step{std::string(part.substr(0, bracket)), -1};
    if (bracket != std::string_view::npos) {
      std::from_chars(part.data() + bracket + 1, part.data() + part.size(), step.index);
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

/// The key and value nodes of a field in a mapping.
std::optional<std::pair<YamlIndex, YamlIndex>> FindEntry(const YamlTree& tree, YamlIndex mapping,
                                                         const Descriptor& type, const FieldDescriptor& field) {
  const YamlNode& node = tree.Resolved(mapping);
  if (node.kind != YamlKind::kMapping) return std::nullopt;
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    const YamlNode& key = tree.Resolved(node.children[i]);
    if (key.kind != YamlKind::kScalar || tree.Resolved(node.children[i + 1]).kind == YamlKind::kNull) continue;
    if (FindField(type, key.value) == &field) return std::pair(node.children[i], node.children[i + 1]);
  }
  return std::nullopt;
}

/// How far one tree goes along a path.
struct Match {
  std::size_t depth = 0;  ///< Steps found.
  Place place;
};

/// Follows `steps` in one tree; indices of lists are local to it once the first has been shifted by the caller.
Match Follow(const YamlTree& tree, const Descriptor* type, const std::vector<PathStep>& steps) {
  Match match{0, {tree.file(), 0, 0}};
  YamlIndex at = 0;
  for (const PathStep& step : steps) {
    const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(step.name);
    if (field == nullptr) return match;
    const auto entry = FindEntry(tree, at, *type, *field);
    if (!entry) return match;
    at = entry->second;
    match.place = tree.PlaceOf(tree.Resolved(at).kind == YamlKind::kScalar ? at : entry->first);
    if (step.index >= 0) {
      const YamlNode& list = tree.Resolved(at);
      if (list.kind != YamlKind::kSequence || std::cmp_greater_equal(step.index, list.children.size())) return match;
      at = list.children[static_cast<std::size_t>(step.index)];
      match.place = tree.PlaceOf(at);
    }
    ++match.depth;
    type = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ? field->message_type() : nullptr;
  }
  return match;
}

/// Elements that one tree gives to the list at `steps` (all but the last step without index).
int ListSize(const YamlTree& tree, const Descriptor* type, const std::vector<PathStep>& steps) {
  YamlIndex at = 0;
  for (const PathStep& step : steps) {
    const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(step.name);
    if (field == nullptr) return 0;
    const auto entry = FindEntry(tree, at, *type, *field);
    if (!entry) return 0;
    at = entry->second;
    type = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ? field->message_type() : nullptr;
  }
  const YamlNode& list = tree.Resolved(at);
  return list.kind == YamlKind::kSequence ? static_cast<int>(list.children.size()) : 0;
}

/// Reads files depth first.
class Loader {
 public:
  Loader(const service::Limits& limits, google::protobuf::Message& message, SourceMap& map, Problems& problems)
      : limits_(limits),
        message_(message),
        map_(map),
        problems_(problems),
        reader_(limits, problems),
        files_(limits, "YAML") {}

  /// `from` is the place of the include, none for the scenario's own file.
  void Load(const fs::path& path, const Place& from) {
    const std::string name = path.string();
    if (!IsNew(path, from)) return;
    const std::optional<std::string> text = ReadText(path, from);
    if (!text) return;
    std::optional<YamlTree> tree = ParseYaml(*text, name, limits_, problems_);
    if (!tree) return;
    const int first_included = layer_count_;
    open_.push_back(Identity(path));
    LoadIncludes(*tree, path.parent_path());
    open_.pop_back();
    reader_.Read(*tree, kIncludeKey, {layer_count_, first_included}, message_);
    ++layer_count_;
    map_.Add(std::move(*tree));
  }

 private:
  static std::string Identity(const fs::path& path) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(path, error);
    return error ? path.lexically_normal().string() : canonical.string();
  }

  void Refuse(const fs::path& path, const Place& from, const std::string& message) {
    if (from.file.empty()) {
      problems_.push_back({{path.string(), 0, 0}, "", message});
    } else {
      problems_.push_back({from, std::string(kIncludeKey), "'" + path.string() + "' " + message});
    }
  }

  /// A circle, or the same file twice, would append its lists again and again.
  bool IsNew(const fs::path& path, const Place& from) {
    const std::string identity = Identity(path);
    if (std::find(open_.begin(), open_.end(), identity) != open_.end()) {
      Refuse(path, from, "includes this file, directly or through others; expected no circle");
      return false;
    }
    const auto [found, is_new] = first_places_.try_emplace(identity, from);
    if (!is_new) {
      Refuse(path, from, "is included already at " + Render(found->second) + "; expected once, since lists append");
      return false;
    }
    if (std::cmp_greater(first_places_.size(), limits_.max_include_files + 1)) {
      Refuse(path, from,
             "is one file too many; the limit max_include_files is " + std::to_string(limits_.max_include_files));
      return false;
    }
    return true;
  }

  std::optional<std::string> ReadText(const fs::path& path, const Place& from) {
    std::string wrong;
    std::optional<std::string> text = files_.Read(path, from.file.empty() ? Streams::kTaken : Streams::kRefused, wrong);
    if (!text) Refuse(path, from, wrong);
    return text;
  }

  void LoadIncludes(const YamlTree& tree, const fs::path& folder) {
    const YamlNode& root = tree.Resolved(0);
    if (root.kind != YamlKind::kMapping) return;  // The reader says so.
    bool is_seen = false;
    for (std::size_t i = 0; i + 1 < root.children.size(); i += 2) {
      const YamlNode& key = tree.Resolved(root.children[i]);
      if (key.kind != YamlKind::kScalar || key.value != kIncludeKey) continue;
      if (is_seen) {
        Wrong(tree, root.children[i], "stands twice");
        continue;
      }
      is_seen = true;
      LoadList(tree, root.children[i + 1], folder);
    }
  }

  void LoadList(const YamlTree& tree, YamlIndex value, const fs::path& folder) {
    const YamlNode& list = tree.Resolved(value);
    if (list.kind == YamlKind::kNull) return;
    if (list.kind != YamlKind::kSequence) {
      Wrong(tree, value, "expected a list of paths relative to this file");
      return;
    }
    for (const YamlIndex element : list.children) {
      const YamlNode& node = tree.Resolved(element);
      if (node.kind != YamlKind::kScalar || node.value.empty() || fs::path(node.value).is_absolute()) {
        Wrong(tree, element, "expected a path relative to this file");
        continue;
      }
      Load((folder / node.value).lexically_normal(), tree.PlaceOf(element));
    }
  }

  void Wrong(const YamlTree& tree, YamlIndex index, std::string message) {
    problems_.push_back({tree.PlaceOf(index), std::string(kIncludeKey), std::move(message)});
  }

  const service::Limits& limits_;
  google::protobuf::Message& message_;
  SourceMap& map_;
  Problems& problems_;
  YamlReader reader_;
  InputFiles files_;
  int layer_count_ = 0;
  std::vector<std::string> open_;
  std::map<std::string, Place> first_places_;
};

}  // namespace

Place SourceMap::Find(std::string_view field_path) const {
  const std::vector<PathStep> steps = SplitPath(field_path);
  const auto first_list =
      std::find_if(steps.begin(), steps.end(), [](const PathStep& step) { return step.index >= 0; });
  // Lists append over the files: elements before those of a tree are taken off its index.
  std::vector<PathStep> list_path(steps.begin(), first_list == steps.end() ? steps.end() : first_list + 1);
  std::vector<PathStep> local = steps;
  const std::size_t shifted = static_cast<std::size_t>(first_list - steps.begin());
  Match best;
  bool is_anywhere = first_list == steps.end();
  for (const YamlTree& tree : trees_) {
    Match match;
    if (first_list == steps.end()) {
      match = Follow(tree, type_, steps);
    } else {
      const int size = ListSize(tree, type_, list_path);
      const bool is_here = local[shifted].index >= 0 && local[shifted].index < size;
      match = Follow(tree, type_, is_here ? local : std::vector<PathStep>(steps.begin(), first_list));
      is_anywhere = is_anywhere || is_here;
      local[shifted].index -= size;
      if (local[shifted].index < 0 && !is_here) local[shifted].index = -1;
    }
    if (match.depth >= best.depth) best = match;  // The last file that sets a value wins, here as in the merge.
  }
  if (!is_anywhere) return Find(field_path.substr(0, field_path.find('[')));  // No such element: the list itself.
  return best.place;
}

bool SourceMap::Holds(std::string_view field_path) const {
  const std::vector<PathStep> steps = SplitPath(field_path);
  return std::any_of(trees_.begin(), trees_.end(),
                     [&](const YamlTree& tree) { return Follow(tree, type_, steps).depth == steps.size(); });
}

ScenarioFile ReadScenario(const std::string& path, const service::Limits& limits, google::protobuf::Message& message,
                          Problems& problems) {
  fs::path file(path);
  std::error_code error;
  if (fs::is_directory(file, error)) file /= kScenarioName;
  file = file.lexically_normal();  // As the names of included files are.
  const bool is_named_by_folder = file.filename() == kScenarioName;
  fs::path named =
      is_named_by_folder ? fs::absolute(file, error).lexically_normal().parent_path().filename() : file.stem();
  ScenarioFile scenario{named.string(), SourceMap(message.GetDescriptor())};
  Loader(limits, message, scenario.source_map, problems).Load(file, Place());
  return scenario;
}

}  // namespace calanque::cli
