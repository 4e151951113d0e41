// One line on standard error that says how far a simulation has come.
#pragma once

#include <cstddef>
#include <string>

#include "calanque/v1/risk_service.pb.h"

namespace calanque::cli {

/// Rounded up: "3 s", "4 min", "2 h".
std::string DurationText(double seconds);

/// "42 %  4 200 of 10 000 paths, 3 s left; mean NPV -8 913 MEUR, ± 12"; once they are under way, of Sobol' indices.
std::string ProgressLine(const v1::SimulationProgress& progress, const std::string& currency_code,
                         const std::string& figure = "mean NPV");

/// "[####....]  42 %  4 200 of 10 000 paths, 3 s left; mean NPV -8 913 MEUR, ± 12": the bar takes what figures leave of
/// `width` columns.
std::string ProgressText(const v1::SimulationProgress& progress, const std::string& currency_code, std::size_t width,
                         const std::string& figure = "mean NPV");

/// Draws over its own line where standard error is a terminal, and nothing anywhere else. No escape sequences: nothing
/// to switch off under NO_COLOR.
class ProgressBar {
 public:
  /// `figure` is what the progress tells the mean of.
  explicit ProgressBar(std::string currency_code, std::string figure = "mean NPV");
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(const v1::SimulationProgress& progress);
  /// Takes the line away, before anything else is written.
  void Clear();

 private:
  std::string currency_code_;
  std::string figure_;
  bool is_terminal_;
  std::size_t shown_width_ = 0;
};

}  // namespace calanque::cli
