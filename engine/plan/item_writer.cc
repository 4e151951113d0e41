#include "engine/plan/item_writer.h"

#include <algorithm>
#include <cstdio>
#include <limits>

namespace calanque::plan {

CompileContext::CompileContext(const model::AppraisalRequest& request_in, Plan& plan_in)
    : request(request_in),
      plan(plan_in),
      periods(request_in.options.grid),
      factors(request_in, plan_in.schema.axis),
      betas{std::numeric_limits<double>::quiet_NaN()} {
  for (std::uint32_t i = 0; i < request.portfolio.parties.size(); ++i) {
    party_index.emplace(request.portfolio.parties[i].id, i);
  }
  for (std::uint32_t i = 0; i < request.assumptions.carriers.size(); ++i) {
    carrier_index.emplace(request.assumptions.carriers[i].id, i);
  }
  for (std::uint32_t i = 0; i < request.portfolio.financing_sources.size(); ++i) {
    sources_of_project[request.portfolio.financing_sources[i].project_id].push_back(i);
  }
  const auto& axis = plan.schema.axis;
  for (int point = axis.period_count; point < axis.point_count(); ++point) {
    dated_point.emplace(axis.dates[static_cast<std::size_t>(point)].time_since_epoch().count(),
                        static_cast<std::uint32_t>(point));
  }
}

std::span<const std::uint32_t> CompileContext::SourcesOf(std::string_view project_id) const {
  const auto found = sources_of_project.find(project_id);
  return found == sources_of_project.end() ? std::span<const std::uint32_t>() : found->second;
}

ledger::PartyIndex CompileContext::Party(std::string_view id) const {
  const auto found = party_index.find(id);
  CALANQUE_CHECK(found != party_index.end(), "unknown party after validation: " + std::string(id));
  return {found->second};
}

const model::Carrier& CompileContext::Carrier(std::string_view id) const {
  const auto found = carrier_index.find(id);
  CALANQUE_CHECK(found != carrier_index.end(), "unknown carrier after validation: " + std::string(id));
  return request.assumptions.carriers[found->second];
}

std::uint32_t CompileContext::Stream(const std::optional<double>& beta) {
  if (!beta) return 0;
  const auto known = std::find(betas.begin() + 1, betas.end(), *beta);
  if (known == betas.end()) {
    betas.push_back(*beta);
    return static_cast<std::uint32_t>(betas.size() - 1);
  }
  return static_cast<std::uint32_t>(known - betas.begin());
}

void CompileContext::Warn(std::string path, std::string message) {
  plan.warnings.push_back({Reason::kInvalidInput, std::move(path), std::move(message)});
}

void CompileContext::WarnOfCut(double share_left_out, std::string path) {
  char percent[16];
  std::snprintf(percent, sizeof percent, "%.3g", 100.0 * share_left_out);
  Warn(std::move(path), std::string(percent) + " % of this amount falls beyond the horizon and is not in the figures");
}

ledger::FundingRole SourceRole(model::Commitment commitment) {
  return commitment == model::Commitment::kCommitted ? ledger::FundingRole::kCommittedSource
                                                     : ledger::FundingRole::kPlannedSource;
}

std::string ItemPath(const ItemPlace& place, const model::AppraisalRequest& request) {
  const auto with_count = request.portfolio.projects[place.project.value].with_project.size();
  const bool is_with = place.side == ledger::Side::kWith;
  return "portfolio.projects[" + std::to_string(place.project.value) + "]." +
         (is_with ? "with_project[" : "without_project[") +
         std::to_string(is_with ? place.item.value : place.item.value - with_count) + "]";
}

void ItemWriter::WarnIfCut(double share_left_out, std::string_view field) {
  if (share_left_out > 0.0) context_.WarnOfCut(share_left_out, ItemPath(place_, context_.request).append(field));
}

std::span<double> ItemWriter::Scratch(int slot) {
  const auto k = static_cast<std::size_t>(slot);
  if (context_.scratch.size() <= k) context_.scratch.resize(k + 1);
  context_.scratch[k].assign(static_cast<std::size_t>(context_.plan.schema.axis.point_count()), 0.0);
  return context_.scratch[k];
}

bool ItemWriter::AddScaleStep(std::uint32_t column, bool is_physical, std::span<const double> row, FactorIndex factor) {
  const auto is_set = [](double value) { return value != 0.0; };
  const auto first = std::find_if(row.begin(), row.end(), is_set);
  if (first == row.end()) return false;
  const auto last = std::find_if(row.rbegin(), row.rend(), is_set).base();
  auto& coefficients = context_.plan.coefficients;
  ScaleStep step;
  step.column = column;
  step.is_physical = is_physical;
  step.factor = factor;
  step.first_point = static_cast<std::uint32_t>(first - row.begin());
  step.count = static_cast<std::uint32_t>(last - first);
  step.coefficient_offset = coefficients.size();
  coefficients.insert(coefficients.end(), first, last);
  context_.plan.scale_steps.push_back(step);
  return true;
}

std::uint32_t ItemWriter::AddEmptyMoney(ledger::PartyIndex payer, ledger::PartyIndex payee, ledger::Category category,
                                        ledger::FundingRole role) {
  auto& columns = context_.plan.schema.money;
  columns.push_back({place_.project, place_.item, payer, payee, place_.stream, category, place_.side, role});
  return static_cast<std::uint32_t>(columns.size() - 1);
}

std::optional<std::uint32_t> ItemWriter::AddMoney(ledger::PartyIndex payer, ledger::PartyIndex payee,
                                                  ledger::Category category, ledger::FundingRole role,
                                                  std::span<const double> row, FactorIndex factor) {
  const auto column = static_cast<std::uint32_t>(context_.plan.schema.money.size());
  if (!AddScaleStep(column, false, row, factor)) return std::nullopt;
  return AddEmptyMoney(payer, payee, category, role);
}

void ItemWriter::AddPhysical(ledger::PhysicalKind kind, std::int32_t carrier, std::span<const double> row,
                             FactorIndex factor) {
  auto& columns = context_.plan.schema.physical;
  if (!AddScaleStep(static_cast<std::uint32_t>(columns.size()), true, row, factor)) return;
  columns.push_back({place_.project, place_.item, carrier, kind, place_.side});
}

}  // namespace calanque::plan
