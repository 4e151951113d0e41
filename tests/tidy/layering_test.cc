// Holds the direction of dependencies that engine/README.md draws. One include root means the linker's lists cannot do
// it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace calanque::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// What each module of engine/ may include besides itself.
using Layers = std::map<std::string, std::set<std::string>>;

/// Reads lines `name: dependency dependency`. A dependency that stands on no earlier line is a fault: this is what
/// makes a cycle, and a lower layer that looks up, impossible.
Layers ParseLayers(std::string_view text, std::vector<std::string>& faults) {
  Layers layers;
  for (const std::string& line : Lines(text)) {
    const std::size_t colon = line.find(':');
    const std::string name = line.substr(0, colon);
    std::set<std::string> depends;
    const std::regex word("[a-z_]+");
    for (std::sregex_iterator it(line.begin() + static_cast<std::ptrdiff_t>(colon), line.end(), word), end; it != end;
         ++it) {
      if (!layers.contains(it->str())) faults.push_back(name + " depends on " + it->str() + ", which is not below it");
      depends.insert(it->str());
    }
    layers.emplace(name, depends);
  }
  return layers;
}

struct Include {
  std::string target;  // engine/base/result.h, vector
  bool is_quoted = false;
};

std::vector<Include> IncludesOf(const std::string& text) {
  std::vector<Include> includes;
  static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  for (const std::string& line : Lines(text)) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) includes.push_back({match[2], match[1] == "\""});
  }
  return includes;
}

bool IsAnyPrefix(const std::vector<std::string_view>& prefixes, std::string_view text) {
  return std::ranges::any_of(prefixes, [text](std::string_view prefix) { return text.starts_with(prefix); });
}

std::string ModuleOf(std::string_view path) {
  path.remove_prefix(std::string_view("engine/").size());
  return std::string(path.substr(0, path.find('/')));
}

/// The engine sees values and the C++ library: no wire format, no file, no environment, no clock.
const std::vector<std::string_view> kForbiddenInEngine = {
    "grpc",  "google/", "yaml-cpp/",  "CLI/",     "calanque/v1", "filesystem", "fstream", "iostream",
    "ctime", "time.h",  "sys/time.h", "service/", "clients/",    "tests/",     "random"};
const std::regex kForbiddenCallInEngine(
    R"(\b(getenv|setenv|system_clock|steady_clock|high_resolution_clock|utc_clock|random_device|fopen|printf|cout|cerr)\b)");

/// Modules the service may name: it hands over model values, runs, and reads metric cells. Not how anything is
/// computed.
const std::set<std::string> kServiceModules = {"base", "time", "ledger",      "model",    "metric",
                                               "plan", "run",  "partnership", "portfolio"};

/// Tests and benchmarks compare with it.
bool MayIncludeQuantLib(const std::string& path) {
  const bool is_module = path.starts_with("engine/time/") || path.starts_with("engine/curve/");
  return (is_module && path.ends_with(".cc")) || path.starts_with("tests/");
}

/// Processors are chosen at run time inside the kernels; their interfaces are spans.
bool MayIncludeHighway(const std::string& path) {
  const bool is_kernel = path.starts_with("engine/kernel/");
  return (is_kernel && (path.ends_with(".cc") || path.ends_with("-inl.h"))) || path.starts_with("tests/");
}

/// Another solver takes its place by changing these sources alone.
bool MayIncludeCoin(const std::string& path) { return path.starts_with("engine/optimize/") && path.ends_with(".cc"); }

bool IsCoin(const std::string& target) {
  return target.ends_with(".hpp") && IsAnyPrefix({"Cbc", "Cgl", "Clp", "Coin", "Osi"}, target);
}

/// Faults of one file, given as path from the root and content.
std::vector<std::string> FaultsOf(const Layers& layers, const std::string& path, const std::string& content) {
  std::vector<std::string> faults;
  const auto fault = [&](const std::string& what) { faults.push_back(path + ": " + what); };
  const std::string code = WithoutCommentsAndStrings(content);
  const bool in_engine = path.starts_with("engine/");
  for (const Include& include : IncludesOf(code)) {
    const std::string& target = include.target;
    if (in_engine && IsAnyPrefix(kForbiddenInEngine, target))
      fault("includes " + target + ", which engine/ must not see");
    if (target.starts_with("ql/") && !MayIncludeQuantLib(path)) {
      fault("includes " + target + "; QuantLib is private to the sources of engine/time and engine/curve");
    }
    if (target.starts_with("hwy/") && !MayIncludeHighway(path)) {
      fault("includes " + target + "; Highway is private to the sources of engine/kernel");
    }
    if (IsCoin(target) && !MayIncludeCoin(path)) {
      fault("includes " + target + "; COIN-OR is private to the sources of engine/optimize");
    }
    if (!target.starts_with("engine/")) continue;
    const std::string module = ModuleOf(target);
    if (in_engine) {
      const std::string own = ModuleOf(path);
      if (!layers.contains(own)) {
        fault("module " + own + " is not declared with calanque_module()");
      } else if (module != own && !layers.at(own).contains(module)) {
        fault("includes " + target + ", but " + own + " does not declare DEPENDS " + module);
      }
    } else if (path.starts_with("service/") && !kServiceModules.contains(module)) {
      fault("includes " + target + "; service/ knows what is computed, not how");
    } else if (path.starts_with("clients/")) {
      fault("includes " + target + "; clients know only the contract");
    }
  }
  if (in_engine) {
    for (std::sregex_iterator it(code.begin(), code.end(), kForbiddenCallInEngine), end; it != end; ++it) {
      fault("uses " + it->str() + "; engine/ has no clock, no environment, no console");
    }
  }
  // What Highway compiles once for each kind of processor (-inl.h) has its guard instead.
  const char* guard = path.ends_with("-inl.h") ? "HWY_TARGET_TOGGLE" : "#pragma once";
  if (path.ends_with(".h") && code.find(guard) == std::string::npos) fault(std::string("lacks ") + guard);
  return faults;
}

TEST(Layering, EveryIncludeOfTheTreeIsDeclared) {
  std::vector<std::string> faults;
  const Layers layers = ParseLayers(ReadText(CALANQUE_BINARY_DIR "/layers.txt"), faults);
  ASSERT_GE(layers.size(), 10U);
  std::size_t file_count = 0;
  for (const char* folder : {"engine", "service", "clients", "tests"}) {
    for (const std::string& path : FilesUnder(folder, {".h", ".cc"})) {
      const std::vector<std::string> found = FaultsOf(layers, path, ReadText(SourceRoot() / path));
      faults.insert(faults.end(), found.begin(), found.end());
      ++file_count;
    }
  }
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_GE(file_count, 50U) << "the walk saw too little of the tree to mean anything";
}

// The checks below would be silent for ever if the checker itself saw nothing.
class LayeringChecker : public ::testing::Test {
 protected:
  const Layers layers_ = {{"base", {}}, {"time", {"base"}}, {"model", {"base", "time"}}, {"curve", {"base", "model"}}};
};

TEST_F(LayeringChecker, AcceptsDeclaredIncludes) {
  EXPECT_THAT(FaultsOf(layers_, "engine/model/a.cc", "#include \"engine/time/date.h\"\n#include <vector>\n"),
              IsEmpty());
  EXPECT_THAT(FaultsOf(layers_, "engine/curve/a.cc", "#include <ql/termstructures/yieldtermstructure.hpp>\n"),
              IsEmpty());
  EXPECT_THAT(FaultsOf(layers_, "service/convert/a.cc", "#include \"engine/model/portfolio.h\"\n"), IsEmpty());
}

TEST_F(LayeringChecker, SeesAnIncludeOfAHigherModule) {
  EXPECT_THAT(FaultsOf(layers_, "engine/time/date.cc", "int a;\n#include \"engine/model/portfolio.h\"\n"),
              ElementsAre(HasSubstr("time does not declare DEPENDS model")));
}

TEST_F(LayeringChecker, SeesAModuleThatIsDeclaredNowhere) {
  EXPECT_THAT(FaultsOf(layers_, "engine/new/a.cc", "#include \"engine/base/check.h\"\n"),
              ElementsAre(HasSubstr("module new")));
}

TEST_F(LayeringChecker, SeesProtobufFilesAndTheClockInTheEngine) {
  EXPECT_THAT(FaultsOf(layers_, "engine/model/a.cc", "#include <google/protobuf/message.h>\n#  include <fstream>\n"),
              ElementsAre(HasSubstr("google/protobuf"), HasSubstr("fstream")));
  EXPECT_THAT(FaultsOf(layers_, "engine/model/a.cc", "auto now = std::chrono::system_clock::now();\n"),
              ElementsAre(HasSubstr("system_clock")));
  EXPECT_THAT(FaultsOf(layers_, "engine/model/a.cc", "// system_clock and getenv(\"HOME\")\nauto s = \"getenv\";\n"),
              IsEmpty());
}

TEST_F(LayeringChecker, SeesTheSolverOutsideItsModule) {
  EXPECT_THAT(FaultsOf(layers_, "engine/curve/a.cc", "#include <CbcModel.hpp>\n"),
              ElementsAre(HasSubstr("COIN-OR is private")));
}

TEST_F(LayeringChecker, SeesQuantLibInAHeader) {
  EXPECT_THAT(FaultsOf(layers_, "engine/curve/a.h", "#pragma once\n#include <ql/quantlib.hpp>\n"),
              ElementsAre(HasSubstr("QuantLib is private")));
}

TEST_F(LayeringChecker, SeesHighwayOutsideTheKernels) {
  const Layers layers = {{"base", {}}, {"kernel", {"base"}}, {"risk", {"base", "kernel"}}};
  EXPECT_THAT(FaultsOf(layers, "engine/kernel/a.cc", "#include <hwy/highway.h>\n"), IsEmpty());
  EXPECT_THAT(FaultsOf(layers, "engine/kernel/a.h", "#pragma once\n#include <hwy/highway.h>\n"),
              ElementsAre(HasSubstr("Highway is private")));
  EXPECT_THAT(FaultsOf(layers, "engine/risk/a.cc", "#include <hwy/highway.h>\n"),
              ElementsAre(HasSubstr("Highway is private")));
}

TEST_F(LayeringChecker, SeesAServiceThatComputesAndAClientThatKnowsTheEngine) {
  EXPECT_THAT(FaultsOf(layers_, "service/server.cc", "#include \"engine/curve/index_curve.h\"\n"),
              ElementsAre(HasSubstr("not how")));
  EXPECT_THAT(FaultsOf(layers_, "clients/cli/main.cc", "#include \"engine/base/check.h\"\n"),
              ElementsAre(HasSubstr("only the contract")));
}

TEST_F(LayeringChecker, SeesAHeaderWithoutItsGuard) {
  EXPECT_THAT(FaultsOf(layers_, "engine/base/a.h", "int a;\n"), ElementsAre(HasSubstr("#pragma once")));
  EXPECT_THAT(FaultsOf(layers_, "engine/base/a-inl.h", "#if defined(A) == defined(HWY_TARGET_TOGGLE)\n#endif\n"),
              IsEmpty());
  EXPECT_THAT(FaultsOf(layers_, "engine/base/a-inl.h", "int a;\n"), ElementsAre(HasSubstr("HWY_TARGET_TOGGLE")));
}

TEST_F(LayeringChecker, SeesACycleOfModules) {
  std::vector<std::string> faults;
  ParseLayers("base: \ntime: base model\nmodel: time\n", faults);
  EXPECT_THAT(faults, ElementsAre("time depends on model, which is not below it"));
}

}  // namespace
}  // namespace calanque::tidy
