#include "engine/run/unknown_figures.h"

#include <array>
#include <string_view>

namespace calanque::run {
namespace {

using Texts = std::array<std::string_view, kFigureCount>;  // By the first figure that is missing.

constexpr Texts kOfProject = {"the project's investment is not known",
                              "the project's running costs, savings and revenue are not known",
                              "what the project avoids is not known", "the project's sources of money are not known"};
constexpr Texts kOfProjectAndMore = {
    "the project's investment, among other things, is not known",
    "the project's running costs, savings and revenue, among other things, are not known",
    "what the project avoids, among other things, is not known", ""};
constexpr Texts kOfPortfolio = {"the investment of some projects is not known",
                                "the running costs, savings and revenue of some projects are not known",
                                "what some projects avoid is not known",
                                "the sources of money of some projects are not known"};
constexpr Texts kOfPortfolioAndMore = {
    "the investment of some projects, among other things, is not known",
    "the running costs, savings and revenue of some projects, among other things, are not known",
    "what some projects avoid, among other things, is not known", ""};

std::string_view Text(FigureSet missing, bool is_portfolio) {
  const bool is_one = missing.size() == 1;
  const Texts& texts =
      is_portfolio ? (is_one ? kOfPortfolio : kOfPortfolioAndMore) : (is_one ? kOfProject : kOfProjectAndMore);
  return texts[static_cast<std::size_t>(missing.first())];
}

}  // namespace

std::optional<NoFigure> WhyUnknown(const metric::Definition& metric, FigureSet unknown, bool is_portfolio) {
  const FigureSet missing = metric.needs & unknown;
  if (missing.is_empty()) return std::nullopt;
  return NoFigure{Reason::kMissingData, Text(missing, is_portfolio)};
}

}  // namespace calanque::run
