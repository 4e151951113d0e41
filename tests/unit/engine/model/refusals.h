// Ways to spoil a good request, in tables by part of the contract, and what they start from.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/request.h"
#include "tests/support/sample_request.h"

namespace calanque::model {

/// A way to spoil a good request, and what must be said about it.
struct Refusal {
  const char* name;
  const char* path;
  const char* message;
  std::function<void(AppraisalRequest&)> spoil;
};
inline void PrintTo(const Refusal& one, std::ostream* out) { *out << one.name; }

std::vector<Refusal> PortfolioRefusals();
std::vector<Refusal> FinancingRefusals();
std::vector<Refusal> ItemRefusals();
std::vector<Refusal> AssumptionRefusals();
std::vector<Refusal> OptionRefusals();

/// One project "p" with an investment "capex" of the city and whatever a test adds; ten annual periods from 2025-01-01.
inline AppraisalRequest GoodRequest() {
  AppraisalRequest request = testing::EmptyRequest(10);
  Project& project = testing::AddProject(request, "p");
  project.with_project.push_back(testing::Item("capex", "city", "supplier", testing::InvestmentOf(100.0)));
  return request;
}

/// Its investment.
inline Investment& Capex(AppraisalRequest& request) {
  return std::get<Investment>(request.portfolio.projects[0].with_project[0].kind);
}

/// Adds an item to the project and returns its kind for mutation.
template <typename Kind>
Kind& Add(AppraisalRequest& request, const std::string& id, const std::string& payer, const std::string& payee,
          Kind kind) {
  auto& items = request.portfolio.projects[0].with_project;
  items.push_back(testing::Item(id, payer, payee, std::move(kind)));
  return std::get<Kind>(items.back().kind);
}

inline CashFlowItem& Last(AppraisalRequest& request) { return request.portfolio.projects[0].with_project.back(); }

inline ActiveSpan From(const char* start) { return {testing::Day(start), std::nullopt}; }

inline Revenue Fares() {
  Revenue revenue;
  revenue.tariff_amount_per_unit = 1.0;
  revenue.volume_per_year = 10.0;
  revenue.span = From("2026-01-01");
  return revenue;
}

inline EnergyFlow Energy(EnergyUse use) {
  EnergyFlow energy;
  energy.use = use;
  energy.carrier_id = "gas";
  energy.quantity_mwh_per_year = 1.0;
  energy.span = From("2026-01-01");
  return energy;
}

inline Grant ShareGrant() {
  Grant grant;
  grant.share_of_eligible_fraction = 0.5;
  grant.eligible_item_ids = {"capex"};
  return grant;
}

inline VatCompensation Refund() {
  VatCompensation refund;
  refund.rate_fraction = 0.16404;
  refund.eligible_item_ids = {"capex"};
  return refund;
}

inline ResidualValue GoingOn(std::vector<std::string> ids) { return {std::move(ids), 10.0, 0.03}; }

/// Value of the fares that go on: item 1; the fares are item 2.
inline ResidualValue& AddAfter(AppraisalRequest& request) {
  Add(request, "after", "operator", "city", GoingOn({"fares"}));
  Add(request, "fares", "households", "city", Fares());
  return std::get<ResidualValue>(request.portfolio.projects[0].with_project[1].kind);
}

inline FinancingSource LoanSource() {
  FinancingSource source;
  source.id = "loan";
  source.project_id = "p";
  source.payer_party_id = "state";
  source.payee_party_id = "city";
  source.amount = 10.0;
  source.payment_profile = {testing::Day("2025-01-01"), {1.0}};
  source.kind = Loan{0.03, 5.0, 1.0, RepaymentProfile::kAnnuity};
  return source;
}

inline DiscountRate RateOf(const char* id, decltype(DiscountRate::kind) kind) {
  return {id, "", PriceBasis::kNominal, std::move(kind), {}};
}

inline Curve CurveOf(const char* id, decltype(Curve::shape) shape) {
  Curve curve;
  curve.id = id;
  curve.shape = std::move(shape);
  return curve;
}

}  // namespace calanque::model
