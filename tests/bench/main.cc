// Runs the benchmarks: one line of JSON each on standard output, a readable line on standard error. Exit 1 when an
// answer is wrong; a missed goal is said, not punished, because a busy machine is no defect.
#include <cstdio>
#include <exception>
#include <string_view>

#include "tests/bench/bench.h"
#include "tests/bench/unary_server.h"

namespace {

using calanque::bench::Benchmark;
using calanque::bench::Figure;
using calanque::bench::Report;

bool Run(const Benchmark& benchmark) {
  Report report;
  try {
    report = benchmark.run();
  } catch (const std::exception& error) {
    report.expected = "an answer";
    report.answer = error.what();
  }
  const bool is_right = report.answer == report.expected;
  std::printf("{\"benchmark\":\"%s\",\"right\":%s", benchmark.name.c_str(), is_right ? "true" : "false");
  for (const Figure& figure : report.figures) {
    std::printf(",\"%s\":%.6g", figure.name.c_str(), figure.value);
  }
  std::printf("}\n");
  std::fflush(stdout);
  std::fprintf(stderr, "%s: %s\n", benchmark.name.c_str(), is_right ? "answer right" : "ANSWER WRONG");
  if (!is_right) {
    std::fprintf(stderr, "    expected: %s\n    got:      %s\n", report.expected.c_str(), report.answer.c_str());
  }
  for (const Figure& figure : report.figures) {
    std::fprintf(stderr, "    %-44s %12.4g %-8s goal %s %g: %s\n", figure.name.c_str(), figure.value,
                 figure.unit.c_str(), figure.is_at_least ? "at least" : "at most", figure.goal,
                 figure.IsMet() ? "met" : "MISSED");
  }
  return is_right;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace calanque::bench;
  const Benchmark benchmarks[] = {
      {"irr-against-quantlib", IrrAgainstQuantLib},
      {"compiled-portfolio-all-metrics", CompiledPortfolio},
      {"convert-validate-compile", ConvertValidateCompile},
      {"ten-thousand-projects", TenThousandProjects},
      {"cold-start", ColdStart},
      {"unary-against-echo", UnaryAgainstEcho},
      {"operator-company", OperatorCompany},
      {"company-paths", CompanyPaths},
      {"random-numbers", RandomNumbers},
      {"risk-drivers", RiskDrivers},
      {"risk-reference-job", RiskReferenceJob},
      {"selection-60-projects-8-years", SelectionExact},
      {"selection-2000-projects-rounded", SelectionRounded},
      {"abatement-curve", AbatementCurve},
  };
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  bool all_right = true;
  if (wanted == kServeUnary) return ServeUnary();
  for (const Benchmark& benchmark : benchmarks) {
    if (std::string_view(benchmark.name).find(wanted) != std::string_view::npos)
      all_right = Run(benchmark) && all_right;
  }
  return all_right ? 0 : 1;
}
