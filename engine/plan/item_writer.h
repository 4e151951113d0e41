// What an item's compile arm needs to write columns and steps.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/request.h"
#include "engine/plan/factor_table.h"
#include "engine/plan/plan.h"
#include "engine/time/period_grid.h"

namespace calanque::plan {

/// Everything that is the same for all items of one compilation.
struct CompileContext {
  CompileContext(const model::AppraisalRequest& request_in, Plan& plan_in);

  const model::AppraisalRequest& request;
  Plan& plan;
  time::PeriodDates periods;
  FactorTable factors;
  std::vector<double> betas;  ///< By stream; stream 0 stands for the rate's default and has no entry of its own (NaN).
  std::unordered_map<std::string_view, std::uint32_t> party_index;
  std::unordered_map<std::string_view, std::uint32_t> carrier_index;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> sources_of_project;
  std::unordered_map<time::Date::rep, std::uint32_t> dated_point;  ///< Days since epoch -> point.
  std::vector<std::vector<double>> scratch;                        ///< Rows by slot, reused by all items.

  [[nodiscard]] ledger::PartyIndex Party(std::string_view id) const;
  [[nodiscard]] const model::Carrier& Carrier(std::string_view id) const;
  std::uint32_t Stream(const std::optional<double>& beta);
  /// Records something a careful reader should know.
  void Warn(std::string path, std::string message);
  /// The same of a share of an amount that falls beyond the horizon.
  void WarnOfCut(double share_left_out, std::string path);
  /// Positions of the financing sources of a project; empty id: of the portfolio as a whole.
  [[nodiscard]] std::span<const std::uint32_t> SourcesOf(std::string_view project_id) const;
};

/// Who and where the columns of one item are.
struct ItemPlace {
  ledger::ProjectIndex project;
  ledger::ItemIndex item;
  ledger::Side side = ledger::Side::kWith;
  std::uint32_t stream = 0;
};

/// Role of money from somebody else in the question "where is money missing".
ledger::FundingRole SourceRole(model::Commitment commitment);

/// Field path of an item: "portfolio.projects[3].with_project[0]".
std::string ItemPath(const ItemPlace& place, const model::AppraisalRequest& request);

/// Writes columns of one item.
class ItemWriter {
 public:
  ItemWriter(CompileContext& context, const ItemPlace& place) : context_(context), place_(place) {}

  /// A zeroed row by point, valid until the next call with the same slot.
  std::span<double> Scratch(int slot);

  /// Adds a money column with amounts = row x factor; nothing where the row is all zero. Returns its index where added.
  std::optional<std::uint32_t> AddMoney(ledger::PartyIndex payer, ledger::PartyIndex payee, ledger::Category category,
                                        ledger::FundingRole role, std::span<const double> row, FactorIndex factor);
  /// Adds a money column that a dependent step will fill.
  std::uint32_t AddEmptyMoney(ledger::PartyIndex payer, ledger::PartyIndex payee, ledger::Category category,
                              ledger::FundingRole role);
  /// Adds a physical column likewise.
  void AddPhysical(ledger::PhysicalKind kind, std::int32_t carrier, std::span<const double> row, FactorIndex factor);

  /// Warns where a share of the item's amount in `field` (".investment.spend_profile") falls beyond the horizon.
  void WarnIfCut(double share_left_out, std::string_view field);

  [[nodiscard]] CompileContext& context() { return context_; }
  [[nodiscard]] const ItemPlace& place() const { return place_; }

 private:
  bool AddScaleStep(std::uint32_t column, bool is_physical, std::span<const double> row, FactorIndex factor);

  CompileContext& context_;
  ItemPlace place_;
};

}  // namespace calanque::plan
