#include "engine/curve/yield_curve.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <ql/currencies/europe.hpp>
#include <ql/indexes/iborindex.hpp>
#include <ql/math/interpolations/loginterpolation.hpp>
#include <ql/settings.hpp>
#include <ql/termstructures/yield/bootstraptraits.hpp>
#include <ql/termstructures/yield/piecewiseyieldcurve.hpp>
#include <ql/termstructures/yield/ratehelpers.hpp>
#include <ql/time/calendars/nullcalendar.hpp>
#include <ql/time/daycounters/actual360.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>
#include <ql/time/daycounters/thirty360.hpp>

namespace calanque::curve {
namespace {

/// QuantLib keeps one evaluation date per process (Debian builds it without sessions): one bootstrap at a time.
std::mutex& QuantLibLock() {
  static std::mutex lock;
  return lock;
}

QuantLib::Date ToQuantLib(time::Date date) {
  const std::chrono::year_month_day ymd{date};
  return {static_cast<QuantLib::Day>(static_cast<unsigned>(ymd.day())),
          static_cast<QuantLib::Month>(static_cast<unsigned>(ymd.month())), static_cast<int>(ymd.year())};
}

QuantLib::ext::shared_ptr<QuantLib::RateHelper> MakeHelper(model::QuoteKind kind, int months, double rate) {
  using namespace QuantLib;  // NOLINT: the vocabulary of this one function
  const Handle<Quote> quote(ext::make_shared<SimpleQuote>(rate));
  const NullCalendar calendar;
  if (kind == model::QuoteKind::kDeposit) {
    return ext::make_shared<DepositRateHelper>(quote, months * Months, 0, calendar, Unadjusted, false, Actual360());
  }
  const auto floating =
      ext::make_shared<IborIndex>("six-month", 6 * Months, 0, EURCurrency(), calendar, Unadjusted, false, Actual360());
  return ext::make_shared<SwapRateHelper>(quote, (months / 12) * Years, calendar, Annual, Unadjusted,
                                          Thirty360(Thirty360::European), floating);
}

}  // namespace

Result<std::vector<double>> YieldCurveFactors(const model::YieldCurve& curve, std::span<const time::Date> dates,
                                              time::Date valuation_date) {
  for (const time::Date date : dates) {
    if (date < valuation_date) {
      return Failure{Reason::kInvalidInput, "yield_curve",
                     "a flow on " + time::FormatIsoDate(date) + " lies before the valuation date " +
                         time::FormatIsoDate(valuation_date) + ", where a yield curve has no value"};
    }
  }
  const std::scoped_lock guard(QuantLibLock());
  try {
    const QuantLib::SavedSettings restore;
    const QuantLib::Date reference = ToQuantLib(valuation_date);
    QuantLib::Settings::instance().evaluationDate() = reference;
    std::vector<QuantLib::ext::shared_ptr<QuantLib::RateHelper>> helpers;
    for (std::size_t i = 0; i < curve.quote_kinds.size(); ++i) {
      helpers.push_back(MakeHelper(curve.quote_kinds[i], curve.tenor_months[i], curve.rates_per_year[i]));
    }
    QuantLib::PiecewiseYieldCurve<QuantLib::Discount, QuantLib::LogLinear> bootstrapped(reference, helpers,
                                                                                        QuantLib::Actual365Fixed());
    bootstrapped.enableExtrapolation();
    std::vector<double> factors;
    factors.reserve(dates.size());
    for (const time::Date date : dates) factors.push_back(bootstrapped.discount(ToQuantLib(date)));
    return factors;
  } catch (const std::exception& error) {
    return Failure{Reason::kInvalidInput, "yield_curve",
                   std::string("no curve fits these quotes (") + error.what() + ")"};
  }
}

}  // namespace calanque::curve
