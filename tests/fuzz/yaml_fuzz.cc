// Any bytes as a scenario file: the reader must answer with a message or with problems, within its limits, and never
// crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "calanque/v1/appraisal_service.pb.h"
#include "clients/cli/problem.h"
#include "clients/cli/scenario_file.h"
#include "clients/cli/yaml_reader.h"
#include "clients/cli/yaml_tree.h"
#include "service/limits.h"

namespace {

using calanque::cli::Problem;

/// A property that every input has; abort is what libFuzzer reports.
void Expect(bool holds) {
  if (!holds) std::abort();
}

/// Every problem must be text, and lie in the file.
void ExpectGood(const Problem& problem, const std::string& text) {
  std::size_t first_bad = 0;
  Expect(!problem.message.empty());
  Expect(calanque::cli::IsTextUtf8(Render(problem), first_bad));
  Expect(problem.place.line >= 0 && static_cast<std::size_t>(problem.place.line) <= text.size() + 1);
  Expect(problem.place.column >= 0 && static_cast<std::size_t>(problem.place.column) <= text.size() + 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  calanque::service::Limits limits;
  limits.max_yaml_bytes = 1 << 14;
  limits.max_yaml_nodes = 5000;
  limits.max_yaml_depth = 20;
  const std::string text(reinterpret_cast<const char*>(data), size);
  calanque::cli::Problems problems;
  std::optional<calanque::cli::YamlTree> tree = calanque::cli::ParseYaml(text, "f.yaml", limits, problems);
  Expect(tree.has_value() == problems.empty());
  if (tree) {
    calanque::v1::AppraisePortfolioRequest request;
    calanque::cli::YamlReader(limits, problems).Read(*tree, "include", {}, request);
    // What was read must travel: protobuf refuses text that is not UTF-8.
    Expect(calanque::v1::AppraisePortfolioRequest().ParseFromString(request.SerializeAsString()));
    calanque::cli::SourceMap map(request.GetDescriptor());
    map.Add(std::move(*tree));
    for (const Problem& problem : problems) Expect(map.Find(problem.field_path).file == "f.yaml");
    Expect(map.Find(text.substr(0, 100)).file == "f.yaml");
  }
  for (const Problem& problem : problems) ExpectGood(problem, text);
  return 0;
}
