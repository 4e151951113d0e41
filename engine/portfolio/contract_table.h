// A table of a Climate City Contract as it is printed: figures with their precision, columns with meaning and unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace calanque::portfolio {

/// What the figures of a column are.
enum class ContractMeaning : std::uint8_t {
  kCapital,             ///< Investment, undiscounted.
  kOperation,           ///< Cost of operation less savings.
  kImpact,              ///< Avoided tonnes in one year, that of the target.
  kCostPerTonne,        ///< What calls itself a cost per tonne.
  kCapitalPerTonne,     ///< Capital per tonne of one year, and called so.
  kPresentCapital,      ///< Discounted investment.
  kPresentOperation,    ///< Discounted cost of operation less savings.
  kPresentCoBenefit,    ///< Discounted co-benefits.
  kPresentTotal,        ///< Sum of the row's three present values.
  kStakeholderCost,     ///< Part of the row's cost that one stakeholder carries.
  kTotalCost,           ///< Sum of the row's stakeholder costs.
  kCoveredFraction,     ///< Part of the row's cost whose money is found.
  kEnergy,              ///< Energy of one year.
  kAmountPerInhabitant  ///< The row's capital over the inhabitants.
};

/// Whether a column shows the whole cost of its actions or what they cost beyond the case without them.
enum class ContractView : std::uint8_t { kUnsaid, kTotal, kIncremental };

/// A figure in the unit of its column: it stands for every number that rounds to it.
struct PrintedFigure {
  std::optional<double> value;  ///< None: the cell is empty.
  int decimals = 0;             ///< Digits printed after the point.
};

struct ContractColumn {
  std::string heading;
  ContractMeaning meaning = ContractMeaning::kCapital;
  ContractView view = ContractView::kUnsaid;
  std::string unit;    ///< "M EUR".
  double scale = 1.0;  ///< One of the unit in base units: currency, tCO2e, MWh, currency per tCO2e, fraction. Above 0.
};

struct ContractRow {
  std::string label;
  std::string group;                   ///< Field of action; may be empty.
  std::vector<PrintedFigure> figures;  ///< By column.
};

/// What the text around a table says of one of its columns.
struct ContractQuote {
  std::string label;
  std::size_t column = 0;
  PrintedFigure figure;
  std::string unit;
  double scale = 1.0;
  bool is_whole_of_more = false;  ///< The quote is about more than the table: it may be larger than the table's total.
};

struct ContractTable {
  std::string id;
  std::string perimeter;  ///< Empty: not stated.
  int base_year = 0;      ///< 0: not stated.
  double inhabitant_count = 0.0;
  std::vector<ContractColumn> columns;
  std::vector<ContractRow> rows;
  std::vector<ContractRow> totals;  ///< Each is about all rows.
  std::vector<ContractQuote> quotes;
};

}  // namespace calanque::portfolio
