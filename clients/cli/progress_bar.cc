#include "clients/cli/progress_bar.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <utility>

#include "clients/cli/number_text.h"
#include "clients/cli/text_bar.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {
namespace {

constexpr std::size_t kBarColumns = 24;
constexpr std::size_t kShortestBar = 5;  ///< Where figures leave less than that, they stand alone.
constexpr std::size_t kFrameColumns = 3;
constexpr std::size_t kUsualWidth = 80;

std::size_t WidthOfErrors() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualWidth;
}

/// What is under way.
struct Stage {
  double done = 0.0;
  double all = 0.0;
  const char* what = "";

  [[nodiscard]] double fraction() const { return all > 0.0 ? done / all : 0.0; }
};

Stage StageOf(const v1::SimulationProgress& progress) {
  if (progress.sensitivity_path_count() > 0) {
    return {static_cast<double>(progress.sensitivity_path_count()),
            static_cast<double>(progress.total_sensitivity_path_count()), "paths of Sobol' indices"};
  }
  return {static_cast<double>(progress.path_count()), static_cast<double>(progress.total_path_count()), "paths"};
}

}  // namespace

std::string DurationText(double seconds) {
  constexpr double kMinute = 60.0;
  constexpr double kHour = 3600.0;
  if (seconds < 2 * kMinute) return FormatFixed(std::ceil(seconds), 0) + " s";
  if (seconds < 2 * kHour) return FormatFixed(std::ceil(seconds / kMinute), 0) + " min";
  return FormatFixed(std::ceil(seconds / kHour), 0) + " h";
}

std::string ProgressLine(const v1::SimulationProgress& progress, const std::string& currency_code,
                         const std::string& figure) {
  const Stage stage = StageOf(progress);
  const MoneyScale scale = ScaleFor(progress.mean_npv_amount(), currency_code);
  return FormatPercent(stage.fraction(), 0) + "  " + FormatFixed(stage.done, 0) + " of " + FormatFixed(stage.all, 0) +
         " " + stage.what + ", " + DurationText(progress.time_left_seconds()) + " left; " + figure + " " +
         scale.Format(progress.mean_npv_amount()) + " " + scale.unit + ", ± " +
         scale.Format(progress.standard_error_amount());
}

std::string ProgressText(const v1::SimulationProgress& progress, const std::string& currency_code, std::size_t width,
                         const std::string& figure) {
  const std::string line = ProgressLine(progress, currency_code, figure);
  const std::size_t taken = DisplayWidth(line) + kFrameColumns;
  const std::size_t columns = width > taken ? std::min(width - taken, kBarColumns) : 0;
  if (columns < kShortestBar) return Shortened(line, width);
  return FractionBar(StageOf(progress).fraction(), columns) + " " + line;
}

ProgressBar::ProgressBar(std::string currency_code, std::string figure)
    : currency_code_(std::move(currency_code)), figure_(std::move(figure)), is_terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { Clear(); }

void ProgressBar::Show(const v1::SimulationProgress& progress) {
  if (!is_terminal_) return;
  const std::string text = ProgressText(progress, currency_code_, WidthOfErrors() - 1, figure_);
  const std::size_t width = DisplayWidth(text);
  const std::string rest(shown_width_ > width ? shown_width_ - width : 0, ' ');
  std::cerr << "\r" << text << rest << std::flush;
  shown_width_ = width;
}

void ProgressBar::Clear() {
  if (shown_width_ > 0) std::cerr << "\r" << std::string(shown_width_, ' ') << "\r" << std::flush;
  shown_width_ = 0;
}

}  // namespace calanque::cli
