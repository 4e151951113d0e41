// Products of moving rows: by what a flow is multiplied on a path.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <vector>

namespace calanque::run {

/// The factor a driver gives a calendar year, to a power.
struct YearElement {
  std::uint32_t first_row = 0;  ///< Row of the driver's first calendar year.
  std::int32_t exponent = 1;
  std::int32_t year = 0;  ///< Years before the flow; or, where absolute, the year counted from the axis' first.
  bool is_absolute = false;

  auto operator<=>(const YearElement&) const = default;
};

/// A number of the path, the same in all years, to a power.
struct ScalarElement {
  std::uint32_t row = 0;
  std::int32_t exponent = 1;

  auto operator<=>(const ScalarElement&) const = default;
};

/// What of a signature depends on the year.
struct YearProduct {
  std::vector<YearElement> elements;  ///< Ascending, no exponent 0.
  bool is_event = false;              ///< Expected 0: an event that costs; else expected 1.

  auto operator<=>(const YearProduct&) const = default;
};

/// What of a signature does not.
struct ScalarProduct {
  std::vector<ScalarElement> elements;  ///< Likewise.
  double expected = 1.0;                ///< Where nothing deviates; 0 for a delay that is not expected.
  std::uint32_t level = 0;              ///< Computed rows it needs lie below this level.

  auto operator<=>(const ScalarProduct&) const = default;
};

/// Positions in a SignatureTable; {0, 0} multiplies by one.
struct Signature {
  std::uint32_t year = 0;
  std::uint32_t scalar = 0;

  auto operator<=>(const Signature&) const = default;
};

/// Every distinct product once. Equal factors cancel: an amount at the general index, deflated by it, is not moved.
class SignatureTable {
 public:
  SignatureTable();

  Signature OfYears(std::uint32_t first_row);
  /// The factor of one year, whatever the flow's.
  Signature OfYear(std::uint32_t first_row, int year_index);
  Signature OfEvent(std::uint32_t first_row);
  Signature OfScalar(std::uint32_t row, double expected = 1.0, std::uint32_t level = 0);

  Signature Product(Signature left, Signature right);
  Signature Reciprocal(Signature signature);
  /// The same factors seen from a flow that comes `years` later.
  Signature Later(Signature signature, int years);
  /// The factors of one year, for flows of any.
  Signature Pinned(Signature signature, int year_index);

  [[nodiscard]] const std::vector<YearProduct>& years() const { return years_; }
  [[nodiscard]] const std::vector<ScalarProduct>& scalars() const { return scalars_; }

 private:
  std::uint32_t Intern(YearProduct product);
  std::uint32_t Intern(ScalarProduct product);

  std::vector<YearProduct> years_;
  std::vector<ScalarProduct> scalars_;
  std::map<YearProduct, std::uint32_t> year_ids_;
  std::map<ScalarProduct, std::uint32_t> scalar_ids_;
};

}  // namespace calanque::run
