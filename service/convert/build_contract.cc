#include "service/convert/build_contract.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace calanque::service {
namespace {

std::optional<std::size_t> PositionOf(const std::string& id, const plan::Plan& plan) {
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
    if (plan.perspectives[p].id == id) return p;
  }
  return std::nullopt;
}

/// The perspective of that id; without an id the first that does (`is_whole`) or does not include all parties.
std::optional<std::size_t> Find(const std::string& id, bool is_whole, const std::set<std::string>& whole,
                                const plan::Plan& plan) {
  if (!id.empty()) return PositionOf(id, plan);
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
    if (whole.contains(plan.perspectives[p].id) == is_whole) return p;
  }
  return std::nullopt;
}

std::string Explain(const std::string& id, bool is_whole, const plan::Plan& plan) {
  std::string known;
  for (const plan::PerspectivePlan& perspective : plan.perspectives) {
    known += (known.empty() ? "" : ", ") + perspective.id;
  }
  if (!id.empty()) return "unknown perspective '" + id + "'; the appraisal asks for: " + known;
  return std::string("is not given, and no perspective of the appraisal ") +
         (is_whole ? "includes all parties" : "leaves a party out") + "; it asks for: " + known;
}

v1::ContractMeaning Meaning(portfolio::ContractMeaning meaning) {
  switch (meaning) {
    case portfolio::ContractMeaning::kCapital:
      return v1::CONTRACT_MEANING_CAPITAL;
    case portfolio::ContractMeaning::kOperation:
      return v1::CONTRACT_MEANING_OPERATION;
    case portfolio::ContractMeaning::kImpact:
      return v1::CONTRACT_MEANING_IMPACT;
    case portfolio::ContractMeaning::kCostPerTonne:
      return v1::CONTRACT_MEANING_COST_PER_TONNE;
    case portfolio::ContractMeaning::kCapitalPerTonne:
      return v1::CONTRACT_MEANING_CAPITAL_PER_ANNUAL_TONNE;
    case portfolio::ContractMeaning::kPresentCapital:
      return v1::CONTRACT_MEANING_PRESENT_CAPITAL;
    case portfolio::ContractMeaning::kPresentOperation:
      return v1::CONTRACT_MEANING_PRESENT_OPERATION;
    case portfolio::ContractMeaning::kPresentCoBenefit:
      return v1::CONTRACT_MEANING_PRESENT_CO_BENEFIT;
    case portfolio::ContractMeaning::kPresentTotal:
      return v1::CONTRACT_MEANING_PRESENT_TOTAL;
    case portfolio::ContractMeaning::kStakeholderCost:
      return v1::CONTRACT_MEANING_STAKEHOLDER_COST;
    case portfolio::ContractMeaning::kTotalCost:
      return v1::CONTRACT_MEANING_TOTAL_COST;
    case portfolio::ContractMeaning::kCoveredFraction:
      return v1::CONTRACT_MEANING_COVERED_FRACTION;
    case portfolio::ContractMeaning::kEnergy:
      return v1::CONTRACT_MEANING_ENERGY;
    case portfolio::ContractMeaning::kAmountPerInhabitant:
      return v1::CONTRACT_MEANING_AMOUNT_PER_INHABITANT;
  }
  return v1::CONTRACT_MEANING_UNSPECIFIED;
}

v1::ContractTableKind Kind(const std::string& id) {
  static constexpr std::array<std::pair<const char*, v1::ContractTableKind>, 8> kKinds = {
      {{"T6", v1::CONTRACT_TABLE_KIND_T6},
       {"T7", v1::CONTRACT_TABLE_KIND_T7},
       {"T8", v1::CONTRACT_TABLE_KIND_T8},
       {"T9", v1::CONTRACT_TABLE_KIND_T9},
       {"B-1.1a", v1::CONTRACT_TABLE_KIND_B_1_1A},
       {"B-1.1b", v1::CONTRACT_TABLE_KIND_B_1_1B},
       {"B-3.2", v1::CONTRACT_TABLE_KIND_B_3_2},
       {"C-3.2", v1::CONTRACT_TABLE_KIND_C_3_2}}};
  for (const auto& [name, kind] : kKinds) {
    if (id == name) return kind;
  }
  return v1::CONTRACT_TABLE_KIND_UNSPECIFIED;
}

void FillRow(const portfolio::ContractRow& row, v1::ContractRow& out) {
  out.set_label(row.label);
  out.set_field_of_action(row.group);
  for (const portfolio::PrintedFigure& figure : row.figures) {
    v1::PrintedFigure& made = *out.add_figures();
    made.set_decimals_count(figure.decimals);
    if (figure.value) made.set_amount(*figure.value);
  }
}

void FillTable(const portfolio::ContractTable& table, v1::ContractTable& out) {
  out.set_id(table.id);
  out.set_kind(Kind(table.id));
  out.set_perimeter(table.perimeter);
  out.set_base_year(table.base_year);
  out.set_inhabitant_count(table.inhabitant_count);
  for (const portfolio::ContractColumn& column : table.columns) {
    v1::ContractTableColumn& made = *out.add_columns();
    made.set_heading(column.heading);
    made.set_meaning(Meaning(column.meaning));
    made.set_view(v1::CONTRACT_VIEW_INCREMENTAL);
    made.set_unit(column.unit);
  }
  for (const portfolio::ContractRow& row : table.rows) FillRow(row, *out.add_rows());
  for (const portfolio::ContractRow& row : table.totals) FillRow(row, *out.add_totals());
}

}  // namespace

Failures FindContractPerspectives(const v1::BuildContractTablesRequest& request, const plan::Plan& plan,
                                  ContractPerspectives& perspectives) {
  std::set<std::string> whole;
  for (const v1::Perspective& perspective : request.appraisal().portfolio().perspectives()) {
    if (perspective.includes_all_parties()) whole.insert(perspective.id());
  }
  Failures failures;
  const auto municipality = Find(request.municipality_perspective_id(), false, whole, plan);
  const auto economy = Find(request.economy_perspective_id(), true, whole, plan);
  if (!municipality) {
    failures.push_back({Reason::kInvalidInput, "municipality_perspective_id",
                        Explain(request.municipality_perspective_id(), false, plan)});
  }
  if (!economy) {
    failures.push_back(
        {Reason::kInvalidInput, "economy_perspective_id", Explain(request.economy_perspective_id(), true, plan)});
  }
  if (failures.empty()) {
    perspectives = {*municipality, *economy, whole.contains(plan.perspectives[*economy].id)};
  }
  return failures;
}

Failures ContractPerspectiveWarnings(const v1::BuildContractTablesRequest& request,
                                     const ContractPerspectives& perspectives) {
  if (perspectives.economy_is_whole) return {};
  return {{Reason::kNotApplicable, "economy_perspective_id",
           "'" + request.economy_perspective_id() +
               "' does not include all parties: totals of all stakeholders leave out those outside it"}};
}

void FillContractConventions(v1::Conventions& conventions) {
  conventions.add_statements(
      "Contract tables: costs are incremental. Capital and operation are seen by the economy, where taxes and grants "
      "drop "
      "out; capital paid by parties has taxes on investment in it.");
  conventions.add_statements(
      "Contract tables: cost per tonne is convention A4. Present capital per tonne of the target year, which table "
      "B-3.2 "
      "asks for, is convention A2 and no cost per tonne.");
}

void FillBuiltTables(const v1::BuildContractTablesRequest& request, const plan::Plan& plan,
                     std::vector<portfolio::ContractProject> projects, v1::BuildContractTablesResponse& out) {
  const v1::Portfolio& in = request.appraisal().portfolio();
  std::map<std::string, std::string> sectors;
  for (const auto& sector : in.baseline().sectors()) {
    sectors[sector.id()] = sector.display_name().empty() ? sector.id() : sector.display_name();
  }
  for (std::size_t p = 0; p < projects.size(); ++p) {
    const std::string& id = in.projects(static_cast<int>(p)).sector_id();
    const auto found = sectors.find(id);
    projects[p].group = found == sectors.end() ? id : found->second;
  }
  portfolio::ContractPortfolio source;
  source.currency_code = plan.currency_code;
  source.perimeter = in.baseline().perimeter();
  source.base_year = in.baseline().base_year();
  source.inhabitant_count = static_cast<double>(in.inhabitant_count());
  source.horizon_years = static_cast<double>(plan.schema.axis.year_count);
  for (const plan::Name& party : plan.parties) {
    source.party_labels.push_back(party.display_name.empty() ? party.id : party.display_name);
  }
  source.projects = std::move(projects);
  for (const portfolio::ContractTable& table : portfolio::BuildContractTables(source)) {
    FillTable(table, *out.add_tables());
  }
}

}  // namespace calanque::service
