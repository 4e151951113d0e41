#include "engine/run/reverse_stress.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <variant>

#include "engine/model/number_text.h"
#include "engine/run/longest_delay.h"

namespace calanque::run {
namespace {

/// Money and tonnes in whole units.
std::string NumberText(double value) {
  constexpr double kWhole = 1e5;
  return model::NumberText(std::abs(value) < kWhole ? value : std::round(value));
}

/// One driver of a move.
struct Mover {
  std::size_t driver = 0;
  double neutral = 0.0;
  double distance = 0.0;  ///< Of a multiple of 1.
  double lowest = 0.0;    ///< Of the value.
  double highest = 0.0;
  bool is_delay = false;
};

Mover MoverOf(const model::RiskModel& risk, const model::StressedDriver& stressed, int horizon_years) {
  const auto found = std::find_if(risk.drivers.begin(), risk.drivers.end(),
                                  [&](const model::RiskDriver& d) { return d.id == stressed.driver_id; });
  constexpr double kFar = std::numeric_limits<double>::max();
  Mover mover{static_cast<std::size_t>(found - risk.drivers.begin()), 0.0, 0.0, 0.0, kFar, false};
  if (std::holds_alternative<model::MeanRevertingRate>(found->shape)) {
    mover.lowest = -model::kMostRateShiftPerYear;
    mover.highest = model::kMostRateShiftPerYear;
  } else if (std::holds_alternative<model::DelayTarget>(found->target)) {
    mover.highest = LongestDelay(risk, mover.driver, horizon_years);
    mover.is_delay = true;
  } else if (!std::holds_alternative<model::Event>(found->shape)) {
    mover.neutral = 1.0;
  }
  mover.distance = stressed.value - mover.neutral;
  return mover;
}

/// The greatest multiple at which every driver may still be held.
double MostMultiple(const std::vector<Mover>& movers, double most_multiple) {
  for (const Mover& mover : movers) {
    if (mover.distance == 0.0) continue;
    const double end = mover.distance > 0.0 ? mover.highest : mover.lowest;
    most_multiple = std::min(most_multiple, (end - mover.neutral) / mover.distance);
  }
  return most_multiple;
}

class Search {
 public:
  Search(const model::RiskModel& risk, const model::ReverseStress& reverse, std::uint32_t figure, int horizon_years,
         HeldPath& path)
      : risk_(risk), limit_(reverse.limit), figure_(figure), path_(path) {
    if (const auto* one = std::get_if<model::StressedDriver>(&reverse.move)) {
      movers_.push_back(MoverOf(risk, *one, horizon_years));
    } else {
      const auto& id = std::get<std::string>(reverse.move);
      const auto stress =
          std::find_if(risk.stresses.begin(), risk.stresses.end(), [&](const auto& s) { return s.id == id; });
      for (const auto& stressed : stress->drivers) movers_.push_back(MoverOf(risk, stressed, horizon_years));
    }
    most_ = MostMultiple(movers_, reverse.most_multiple);
  }

  Result<BreakingMove> Find() {
    const double start = At(0.0);
    if (Breaks(start)) {
      return None("the limit is broken before anything moves: the figure is " + NumberText(start) + ", the limit " +
                  Limit());
    }
    double held = 0.0;
    double value = start;
    for (int step = 1; step <= kReverseStressSteps; ++step) {
      const double multiple = most_ * step / kReverseStressSteps;
      value = At(multiple);
      if (std::isnan(value)) {
        return None("the figure does not exist from a multiple of " + NumberText(multiple) + " on, and the limit, " +
                    Limit() + ", holds up to there");
      }
      if (Breaks(value)) return Bisect(held, multiple, value);
      held = multiple;
    }
    return None("no move breaks the limit, " + Limit() + ": the figure goes from " + NumberText(start) + " to " +
                NumberText(value) + " at " + NumberText(most_) + " times the move, the most that was tried");
  }

 private:
  static Failure None(std::string message) { return {Reason::kNotApplicable, "", std::move(message)}; }

  [[nodiscard]] double Bound() const { return limit_.least_value ? *limit_.least_value : *limit_.greatest_value; }
  [[nodiscard]] std::string Limit() const {
    return (limit_.least_value ? "at least " : "at most ") + NumberText(Bound());
  }
  [[nodiscard]] bool Breaks(double value) const { return limit_.least_value ? value < Bound() : value > Bound(); }

  [[nodiscard]] std::vector<risk::HeldDriver> HeldAt(double multiple) const {
    std::vector<risk::HeldDriver> held;
    for (const Mover& mover : movers_) {
      const double value = std::clamp(mover.neutral + multiple * mover.distance, mover.lowest, mover.highest);
      held.push_back({mover.driver, mover.is_delay ? std::round(value) : value});
    }
    return held;
  }

  double At(double multiple) {
    ++evaluation_count_;
    path_.Hold(HeldAt(multiple));
    const double value = path_.Figure(figure_);
    return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
  }

  /// The limit holds at `held` and is broken at `broken`, where the figure is `value`.
  BreakingMove Bisect(double held, double broken, double value) {
    for (int i = 0; i < kReverseStressHalvings; ++i) {
      const double middle = held + 0.5 * (broken - held);
      if (middle <= held || middle >= broken) break;
      const double there = At(middle);
      if (Breaks(there)) {
        broken = middle;
        value = there;
      } else {
        held = middle;
      }
    }
    BreakingMove move{broken, {}, value, value - Bound(), evaluation_count_};
    for (const auto& [driver, at] : HeldAt(broken)) move.drivers.push_back({risk_.drivers[driver].id, at});
    return move;
  }

  const model::RiskModel& risk_;
  const model::StressLimit& limit_;
  std::uint32_t figure_;
  HeldPath& path_;
  std::vector<Mover> movers_;
  double most_ = 0.0;
  int evaluation_count_ = 0;
};

/// Position of the portfolio's figure that a limit is about.
std::optional<std::uint32_t> FigureOf(const model::StressLimit& limit, const plan::Plan& plan,
                                      const SimulationPlan& simulation) {
  for (std::uint32_t f = 0; f < simulation.figures.size(); ++f) {
    const FigureSpec& figure = simulation.figures[f];
    if (figure.project >= 0 || figure.name != limit.metric_name) continue;
    if (figure.perspective < 0) return f;
    if (plan.perspectives[static_cast<std::size_t>(figure.perspective)].id == limit.perspective_id) return f;
  }
  return std::nullopt;
}

}  // namespace

Result<BreakingMove> FindBreakingMove(const model::RiskModel& risk, const model::ReverseStress& reverse,
                                      const plan::Plan& plan, const SimulationPlan& simulation, HeldPath& path) {
  const auto figure = FigureOf(reverse.limit, plan, simulation);
  if (!figure) {
    return Failure{Reason::kNotApplicable, "",
                   "this run does not make the figure '" + reverse.limit.metric_name +
                       "' of the limit, or not from its perspective: it was not asked for"};
  }
  return Search(risk, reverse, *figure, static_cast<int>(simulation.year_count), path).Find();
}

}  // namespace calanque::run
