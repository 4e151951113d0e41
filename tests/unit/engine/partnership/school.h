// A school that every delivery mode can take: works over two years, operation for ten, an energy saving, users who pay.
#pragma once

#include <map>
#include <string>

#include "engine/partnership/partnership.h"
#include "tests/support/sample_request.h"

namespace calanque::partnership {

/// The request, its plan and the setting, kept together because Project borrows them.
struct School {
  School() {
    request = testing::EmptyRequest(14);
    for (const char* id : {"bank", "shareholders"}) {
      request.portfolio.parties.emplace_back();
      request.portfolio.parties.back().id = id;
    }
    model::Project& school = testing::AddProject(request, "school");
    const auto add = [&](const char* id, const char* payer, const char* payee, ledger::Category category,
                         std::vector<double> amounts) {
      school.with_project.push_back(testing::Item(id, payer, payee, testing::SeriesOf(category, std::move(amounts))));
    };
    add("works", "city", "supplier", ledger::Category::kInvestment, {50e6, 50e6});
    std::vector<double> yearly(12, 0.0);
    for (std::size_t i = 2; i < 12; ++i) yearly[i] = 2e6;
    add("upkeep", "city", "supplier", ledger::Category::kOperatingCost, yearly);
    std::vector<double> renewal(12, 0.0);
    renewal[8] = 3e6;
    add("renewal", "city", "supplier", ledger::Category::kReplacement, renewal);
    add("energy", "city", "supplier", ledger::Category::kEnergy, yearly);
    for (double& amount : yearly) amount *= 2.0;
    add("users", "households", "city", ledger::Category::kRevenue, yearly);
    std::vector<double> before(12, 6e6);
    school.without_project.push_back(testing::Item("energy-before", "city", "supplier",
                                                   testing::SeriesOf(ledger::Category::kEnergy, std::move(before))));
    setting.project_id = "school";
    setting.public_party_id = "city";
    setting.operator_party_id = "operator";
    setting.tax_party_id = "state";
    setting.shareholder_party_id = "shareholders";
    setting.operation_start_date = testing::Day("2027-01-01");
    setting.contract_end_date = testing::Day("2036-12-31");
    setting.discount_rate_nominal_per_year = 0.04;
    plan = testing::CompileOrThrow(request);
    project = {&request, &plan, &setting};
  }
  School(const School&) = delete;
  School& operator=(const School&) = delete;

  model::AppraisalRequest request;
  plan::Plan plan;
  model::PppSetting setting;
  Project project;
};

/// 80 % of debt on an annuity over eight years, 25 % tax, 10 % for shareholders.
inline model::OperatorCompany Company() {
  model::OperatorCompany company;
  model::Tranche loan;
  loan.id = "senior";
  loan.lender_party_id = "bank";
  loan.profile = model::TrancheProfile::kAnnuity;
  loan.rate.fixed_nominal_per_year = 0.04;
  loan.tenor_years = 8.0;
  loan.upfront_fee_fraction = 0.01;
  loan.limits.gearing_fraction = 0.8;
  company.tranches = {loan};
  company.reserves.debt_service_months = 6.0;
  company.tax_regime.taxes = {{.rate_fraction = 0.25}};
  company.target_equity_irr_per_year = 0.10;
  return company;
}

/// One mode of every kind.
inline std::map<std::string, model::DeliveryMode> AllModes() {
  std::map<std::string, model::DeliveryMode> modes;
  const auto add = [&](const std::string& id, model::Contract contract, bool has_company) {
    model::DeliveryMode mode;
    mode.id = id;
    mode.contract = std::move(contract);
    if (has_company) mode.company = Company();
    modes[id] = mode;
  };
  add("direct", model::DirectProcurement{}, false);
  add("global", model::GlobalPerformanceContract{0.9, 0.8}, false);
  add("partnership", model::AvailabilityPartnership{}, true);
  model::DeferredPaymentContract deferred;
  deferred.payment_years = 10.0;
  deferred.guaranteed_savings_fraction = 0.5;
  add("deferred", deferred, true);
  add("guaranteed", model::GuaranteedSavingsContract{1.0, 0.9, 1e5}, false);
  model::SharedSavingsContract shared;
  shared.company_fraction = 0.9;
  shared.sharing_years = 10.0;
  add("shared", shared, true);
  modes["shared"].company->tranches[0].limits.gearing_fraction = 0.1;
  add("fund", model::RevolvingFund{"bank", 30e6, 0.8, 0.01}, false);
  model::Concession concession;
  concession.expected_revenue_factor = 0.8;
  concession.lower_band_fraction = 0.9;
  concession.upper_band_fraction = 1.1;
  concession.city_pays_fraction = 0.5;
  concession.city_takes_fraction = 0.5;
  concession.minimum_revenue_amount_per_year = 3.6e6;
  concession.subsidy = model::Charge{};
  add("concession", concession, true);
  add("joint", model::JointCompany{{}, 0.4}, true);
  model::OperatingLease lease;
  lease.lease_years = 10.0;
  lease.owner_residual_fraction = 0.3;
  add("lease", lease, true);
  return modes;
}

inline double FigureOf(const StructuredMode& mode, const std::string& name) {
  for (const Figure& figure : mode.figures) {
    if (figure.name == name) return figure.value.value();
  }
  throw std::runtime_error("no figure " + name);
}

}  // namespace calanque::partnership
