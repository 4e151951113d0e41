// Every number of the contract says its unit in its name: a reader of a request or a CSV head needs no manual.

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "calanque/v1/abatement_curve.pb.h"
#include "calanque/v1/contract_tables.pb.h"
#include "calanque/v1/financing_plan.pb.h"
#include "calanque/v1/ppp_service.pb.h"
#include "calanque/v1/progress.pb.h"
#include "calanque/v1/selection.pb.h"
#include "tests/tidy/source_tree.h"

namespace calanque::tidy {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FileDescriptor;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

/// The last words of a number's name.
constexpr std::array<std::string_view, 27> kUnits = {
    // Money in the portfolio's currency, alone or per something.
    "amount", "amounts", "amount_per_unit", "amount_per_project", "amount_per_t_co2e", "amount_per_mwh",
    // Time.
    "per_year", "per_sqrt_year", "year", "years", "months", "days", "seconds",
    // Physical.
    "t_co2e", "mwh", "mwh_cumac",
    // Dimensionless.
    "fraction", "fractions", "factor", "factors", "count", "probability", "probabilities", "correlation",
    "standard_deviation",
    // Positions in a list, from 0.
    "index", "indices"};

constexpr const char* kGap = "a fraction, and the word of the textbooks";
constexpr const char* kOfObjective = "unit stands in SelectPortfolioResponse.objective_unit";
constexpr const char* kOfTarget = "a factor, years of delay or money, as the driver's target says";

/// Numbers whose unit cannot stand in their name, and why.
const std::map<std::string, std::string>& Exceptions() {
  static const std::map<std::string, std::string> exceptions = {
      {"calanque.v1.CashFlowItem.beta", "dimensionless, and the word of the textbooks"},
      {"calanque.v1.RiskAdjustedRate.default_beta", "dimensionless, and the word of the textbooks"},
      {"calanque.v1.CurvePoints.values", "unit stands in Curve.unit"},
      {"calanque.v1.CurveGrowth.base_value", "unit stands in Curve.unit"},
      {"calanque.v1.CurveDerived.multiplier", "from the base curve's unit to Curve.unit"},
      {"calanque.v1.CurveDerived.addend", "unit stands in Curve.unit"},
      {"calanque.v1.PhysicalSeries.quantities", "unit stands in the name of the kind"},
      {"calanque.v1.YearSeries.values", "unit stands in MetricCell.unit"},
      {"calanque.v1.YearTable.values", "unit stands in MetricCell.unit"},
      {"calanque.v1.ValueList.values", "unit stands in MetricCell.unit"},
      {"calanque.v1.ExplainInput.values", "unit stands in ExplainInput.value, with the number as it was given"},
      {"calanque.v1.MoneyColumn.sign", "+1 or -1"},
      {"calanque.v1.Lognormal.median", kOfTarget},
      {"calanque.v1.Triangular.low", kOfTarget},
      {"calanque.v1.Triangular.mode", kOfTarget},
      {"calanque.v1.Triangular.high", kOfTarget},
      {"calanque.v1.Pert.low", kOfTarget},
      {"calanque.v1.Pert.mode", kOfTarget},
      {"calanque.v1.Pert.high", kOfTarget},
      {"calanque.v1.Pert.mode_weight", "dimensionless, and the word of the textbooks"},
      {"calanque.v1.Uniform.low", kOfTarget},
      {"calanque.v1.Uniform.high", kOfTarget},
      {"calanque.v1.QuantileTable.values", kOfTarget},
      {"calanque.v1.Discrete.values", kOfTarget},
      {"calanque.v1.StressedDriver.value", kOfTarget},
      {"calanque.v1.StressLimit.least_value", "in the unit of the figure that metric_name names"},
      {"calanque.v1.StressLimit.greatest_value", "in the unit of the figure that metric_name names"},
      {"calanque.v1.SizedTranche.binding_case", "0 for the base case, else 1 + the position in downside_cases"},
      {"calanque.v1.SolveTermsRequest.target_value", "in the unit of the target, which `target` names"},
      {"calanque.v1.CurveMeasure.pareto_layer", "a number in order, from 1"},
      {"calanque.v1.YearLimits.values", "in the unit of the list that it stands in: currency, or CapacityLimit.unit"},
      {"calanque.v1.CapacityUse.values", "unit stands in CapacityLimit.unit"},
      {"calanque.v1.ShortfallPenalty.weight", "a factor, and the word of the textbooks"},
      {"calanque.v1.SearchLimits.relative_gap", kGap},
      {"calanque.v1.FrontierPoint.relative_gap", kGap},
      {"calanque.v1.SelectPortfolioResponse.relative_gap", kGap},
      {"calanque.v1.BlockingConstraint.excess_value", "unit stands in ConstraintResult.unit of the constraint"},
      {"calanque.v1.LeftOutProject.gain_value", kOfObjective},
      {"calanque.v1.SelectPortfolioResponse.objective_value", kOfObjective},
      {"calanque.v1.SelectPortfolioResponse.best_bound_value", kOfObjective},
      {"calanque.v1.SimulationOptions.seed", "names a stream of random numbers"},
  };
  return exceptions;
}

bool IsNumber(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return true;
    default:
      return false;
  }
}

bool NamesItsUnit(std::string_view name) {
  return std::ranges::any_of(kUnits, [name](std::string_view unit) {
    return name == unit || (name.ends_with(unit) && name[name.size() - unit.size() - 1] == '_');
  });
}

/// A cell's value may have its unit in a field `unit` beside it.
bool HasUnitBesideIt(const FieldDescriptor& field) {
  return field.containing_type()->FindFieldByName("unit") != nullptr;
}

void ForEachFieldOf(const Descriptor& message, const std::function<void(const FieldDescriptor&)>& visit) {
  for (int i = 0; i < message.field_count(); ++i) visit(*message.field(i));
  for (int i = 0; i < message.nested_type_count(); ++i) ForEachFieldOf(*message.nested_type(i), visit);
}

/// Every file of the package that declares messages: these and what they import.
std::set<const FileDescriptor*> ContractFiles() {
  std::set<const FileDescriptor*> seen;
  const std::function<void(const FileDescriptor&)> walk = [&](const FileDescriptor& file) {
    if (file.package() != "calanque.v1" || !seen.insert(&file).second) return;
    for (int i = 0; i < file.dependency_count(); ++i) walk(*file.dependency(i));
  };
  for (const Descriptor* message :
       {v1::StructureProjectRequest::descriptor(), v1::BuildAbatementCurveRequest::descriptor(),
        v1::SelectPortfolioRequest::descriptor(), v1::PlanFinancingRequest::descriptor(),
        v1::TrackProgressRequest::descriptor(), v1::AuditContractTablesRequest::descriptor()}) {
    walk(*message->file());
  }
  return seen;
}

void ForEachField(const std::function<void(const FieldDescriptor&)>& visit) {
  for (const FileDescriptor* file : ContractFiles()) {
    for (int i = 0; i < file->message_type_count(); ++i) ForEachFieldOf(*file->message_type(i), visit);
  }
}

// A file that is not reached would be held to nothing below.
TEST(ProtoUnits, EveryFileWithMessagesIsRead) {
  std::vector<std::string> read;
  for (const FileDescriptor* file : ContractFiles()) read.push_back("proto/" + file->name());
  std::vector<std::string> expected = FilesUnder("proto", {".proto"});
  std::erase_if(expected, [](const std::string& path) {
    return ReadText(SourceRoot() / path).find("\nmessage ") == std::string::npos;
  });
  EXPECT_THAT(read, UnorderedElementsAreArray(expected));
}

TEST(ProtoUnits, EveryNumberNamesItsUnit) {
  std::vector<std::string> nameless;
  int number_count = 0;
  ForEachField([&](const FieldDescriptor& field) {
    if (!IsNumber(field)) return;
    ++number_count;
    if (NamesItsUnit(field.name()) || HasUnitBesideIt(field) || Exceptions().contains(field.full_name())) return;
    nameless.push_back(field.full_name());
  });
  EXPECT_THAT(nameless, IsEmpty());
  EXPECT_GT(number_count, 500);
}

// An exception that nothing needs any more would hide the next field of that name.
TEST(ProtoUnits, EveryExceptionIsNeeded) {
  std::map<std::string, std::string> unused = Exceptions();
  ForEachField([&](const FieldDescriptor& field) {
    if (IsNumber(field) && !NamesItsUnit(field.name()) && !HasUnitBesideIt(field)) unused.erase(field.full_name());
  });
  EXPECT_THAT(unused, IsEmpty());
}

TEST(ProtoUnits, CheckerWantsTheUnitAsAWholeWordAtTheEnd) {
  EXPECT_TRUE(NamesItsUnit("life_years"));
  EXPECT_TRUE(NamesItsUnit("amount"));
  EXPECT_FALSE(NamesItsUnit("life"));
  EXPECT_FALSE(NamesItsUnit("discount"));
  EXPECT_FALSE(NamesItsUnit("years_of_life"));
  EXPECT_FALSE(NamesItsUnit("rate_percent"));
}

TEST(ProtoUnits, SeriesOfNumbersArePacked) {
  ForEachField([](const FieldDescriptor& field) {
    if (field.is_repeated() && IsNumber(field)) {
      EXPECT_TRUE(field.is_packed()) << field.full_name();
    }
  });
}

}  // namespace
}  // namespace calanque::tidy
