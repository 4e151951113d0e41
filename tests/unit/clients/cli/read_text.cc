#include "tests/unit/clients/cli/read_text.h"

#include <optional>

#include "clients/cli/problem.h"
#include "clients/cli/yaml_reader.h"
#include "clients/cli/yaml_tree.h"

namespace calanque::cli {

ReadOutcome ReadText(const std::string& text, const service::Limits& limits) {
  ReadOutcome outcome;
  Problems problems;
  const std::optional<YamlTree> tree = ParseYaml(text, "f.yaml", limits, problems);
  if (tree) YamlReader(limits, problems).Read(*tree, "include", {}, outcome.request);
  for (const Problem& problem : problems) outcome.problems.push_back(Render(problem));
  return outcome;
}

}  // namespace calanque::cli
