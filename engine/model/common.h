// Values that several parts of the model share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/time/date.h"

namespace calanque::model {

/// Nominal: amounts of the day they are paid. Real: amounts at the prices of a base date.
enum class PriceBasis { kNominal, kReal };

/// How an amount becomes one of the day it is paid.
struct PriceTerms {
  PriceBasis basis = PriceBasis::kNominal;
  std::optional<time::Date> price_base_date;  ///< Real only; absent: the valuation date.
  std::string index_curve_id;                 ///< Real only; empty: the general index.

  bool operator==(const PriceTerms&) const = default;
};

/// Shares of a total, one a year from a start date; they sum to 1.
struct YearlyProfile {
  time::Date start_date{};
  std::vector<double> fractions;

  bool operator==(const YearlyProfile&) const = default;
};

enum class SourceKind { kPublished, kDerived, kAssumption };

/// Where figures come from; empty fields = all figures of the message that no other note names.
struct SourceNote {
  std::vector<std::string> fields;
  SourceKind kind = SourceKind::kAssumption;
  std::string citation;

  bool operator==(const SourceNote&) const = default;
};

/// How sure money from somebody else is.
enum class Commitment { kCommitted, kPlanned };

/// Scope of the GHG Protocol.
enum class EmissionScope { kScope1, kScope2, kScope3 };

}  // namespace calanque::model
