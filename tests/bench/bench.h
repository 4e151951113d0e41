// A small harness: each benchmark checks its answer before it is timed, and states its goal beside the figure.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace calanque::bench {

/// One measured figure against its goal.
struct Figure {
  std::string name;
  double value = 0.0;
  std::string unit;
  double goal = 0.0;
  bool is_at_least = false;  ///< The goal is a lower bound (a ratio); otherwise an upper bound (a time, a size).

  [[nodiscard]] bool IsMet() const { return is_at_least ? value >= goal : value <= goal; }
};

/// What one benchmark found.
struct Report {
  std::string expected;  ///< The answer it must give, in words.
  std::string answer;    ///< What it gave; the benchmark fails where they differ.
  std::vector<Figure> figures;
};

/// One benchmark: name, and the function that checks and measures.
struct Benchmark {
  std::string name;
  std::function<Report()> run;
};

/// Median seconds of one call over `repeats` timed batches of `calls_per_batch`, after one warm-up batch.
template <typename Work>
double MedianSeconds(int repeats, int calls_per_batch, Work&& work) {
  std::vector<double> seconds;
  for (int repeat = -1; repeat < repeats; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    for (int call = 0; call < calls_per_batch; ++call) work();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (repeat >= 0) seconds.push_back(elapsed.count() / calls_per_batch);
  }
  std::nth_element(seconds.begin(), seconds.begin() + repeats / 2, seconds.end());
  return seconds[static_cast<std::size_t>(repeats / 2)];
}

/// Median seconds of two kinds of work timed in turn, A B A B, so that a drifting machine does not favour one.
template <typename WorkA, typename WorkB>
std::pair<double, double> MedianSecondsInTurn(int repeats, int calls_a, WorkA&& work_a, int calls_b, WorkB&& work_b) {
  std::vector<double> a;
  std::vector<double> b;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    a.push_back(MedianSeconds(1, calls_a, work_a));
    b.push_back(MedianSeconds(1, calls_b, work_b));
  }
  std::nth_element(a.begin(), a.begin() + repeats / 2, a.end());
  std::nth_element(b.begin(), b.begin() + repeats / 2, b.end());
  return {a[static_cast<std::size_t>(repeats / 2)], b[static_cast<std::size_t>(repeats / 2)]};
}

/// Keeps the compiler from dropping a result.
template <typename T>
inline void Keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

/// Text of a number with enough digits to compare answers.
std::string Digits(double value, int significant = 10);

// The benchmarks, one file each.
Report IrrAgainstQuantLib();
Report CompiledPortfolio();
Report ConvertValidateCompile();
Report TenThousandProjects();
Report ColdStart();
Report UnaryAgainstEcho();
Report OperatorCompany();
Report CompanyPaths();
Report RandomNumbers();
Report RiskDrivers();
Report RiskReferenceJob();
Report SelectionExact();
Report SelectionRounded();
Report AbatementCurve();

}  // namespace calanque::bench
