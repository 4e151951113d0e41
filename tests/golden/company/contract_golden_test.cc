// The published companies again, as requests that anybody can send: scenario.yaml and partnership.yaml of each case,
// through the service. Catches what the engine can compute and the contract cannot say.
#include <gtest/gtest.h>

#include <string>

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/in_process.h"
#include "tests/golden/primitives/table.h"

namespace calanque::golden {
namespace {

/// One published case, its request and its figures.
class PublishedCase {
 public:
  explicit PublishedCase(const std::string& name)
      : folder_(CALANQUE_SOURCE_DIR "/tests/golden/company/" + name),
        series(ReadTable("../company/" + name + "/series.csv")),
        summary(ReadTable("../company/" + name + "/case.csv")) {
    Read("scenario.yaml", *request_.mutable_appraisal());
    v1::CompareDeliveryModesRequest terms;
    Read("partnership.yaml", terms);
    request_.MergeFrom(terms);
  }

  v1::StructuredMode Structure(int mode = 0) {
    v1::StructureProjectRequest request;
    Fill(mode, request);
    grpc::ClientContext context;
    v1::StructureProjectResponse response;
    const auto status = stub_->StructureProject(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.mode();
  }

  v1::StructuredMode Solve(int mode, v1::SolvedUnknown unknown, double equity_irr, const std::string& end_date) {
    v1::SolveTermsRequest request;
    Fill(mode, request);
    request.set_unknown(unknown);
    request.set_target(v1::SOLVE_TARGET_EQUITY_IRR);
    request.set_target_value(equity_irr);
    request.set_target_end_date(end_date);
    grpc::ClientContext context;
    v1::SolveTermsResponse response;
    const auto status = stub_->SolveTerms(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.mode();
  }

  [[nodiscard]] double Input(const std::string& column) const { return Number(summary.rows[0], column); }
  void ExpectFigure(const std::string& column, double actual) const {
    ExpectCell(summary, summary.rows[0], column, actual);
  }
  /// A row of the company against a column of the series, up to `last_point`.
  void ExpectRow(const std::string& column, const v1::StructuredMode& mode, const std::string& name,
                 std::size_t last_point) const {
    for (const v1::PeriodRow& row : mode.company_rows()) {
      if (row.name() != name || !row.tranche_id().empty()) continue;
      ASSERT_GT(static_cast<std::size_t>(row.amounts_size()), last_point) << name;
      for (std::size_t t = 0; t <= last_point; ++t) {
        ExpectCell(series, series.rows[t], column, row.amounts(static_cast<int>(t)));
      }
      return;
    }
    ADD_FAILURE() << "no row " << name;
  }

 private:
  void Read(const std::string& file, google::protobuf::Message& message) {
    cli::Problems problems;
    cli::ReadScenario(folder_ + "/" + file, service::Limits(), message, problems);
    for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
  }
  template <typename Request>
  void Fill(int mode, Request& request) const {
    *request.mutable_appraisal() = request_.appraisal();
    *request.mutable_setting() = request_.setting();
    *request.mutable_mode() = request_.modes(mode);
  }

  std::string folder_;
  v1::CompareDeliveryModesRequest request_;
  service::InProcessServer server_;
  std::unique_ptr<v1::PppService::Stub> stub_ = v1::PppService::NewStub(server_.Channel());

 public:
  Table series;
  Table summary;
};

double FigureOf(const v1::StructuredMode& mode, const std::string& name) {
  for (const v1::Figure& figure : mode.figures()) {
    if (figure.name() == name) {
      EXPECT_FALSE(figure.has_failure()) << name << ": " << figure.failure().message();
      return figure.value();
    }
  }
  ADD_FAILURE() << "no figure " << name;
  return 0.0;
}

TEST(PublishedCompanyRequests, SscSingleOwner) {
  PublishedCase published("ssc-single-owner");
  const v1::StructuredMode mode = published.Structure();
  const auto tenor = static_cast<std::size_t>(published.Input("tenor"));
  published.ExpectRow("cfads", mode, "cfads_amount", tenor);
  const std::size_t last = published.series.rows.size() - 1;
  published.ExpectRow("debt_balance", mode, "debt_balance_amount", last);
  published.ExpectRow("debt_service_reserve", mode, "debt_service_reserve_amount", last);
  published.ExpectRow("operating_reserve", mode, "operating_reserve_amount", last);
  published.ExpectRow("tax", mode, "tax_amount", last);
  published.ExpectRow("equity_cash_flow", mode, "equity_cash_flow_amount", last);
  published.ExpectFigure("debt", FigureOf(mode, "debt_amount"));
  published.ExpectFigure("uses", FigureOf(mode, "uses_amount"));
  published.ExpectFigure("equity", FigureOf(mode, "equity_amount"));
  published.ExpectFigure("npv", FigureOf(mode, "equity_npv_amount"));
  published.ExpectFigure("irr", FigureOf(mode, "equity_irr_per_year"));
  published.ExpectFigure("min_dscr", FigureOf(mode, "minimum_dscr"));
  EXPECT_EQ(mode.tranches(0).binding_limit(), "dscr");
}

TEST(PublishedCompanyRequests, SscHostDeveloperPriceOfUsersAndChargeByVolume) {
  PublishedCase published("ssc-host-developer");
  const double target = published.Input("target_irr");
  const v1::StructuredMode users = published.Solve(0, v1::SOLVED_UNKNOWN_TARIFF, target, "2020-12-31");
  published.ExpectFigure("charge", users.solved().value());
  const v1::StructuredMode host = published.Solve(1, v1::SOLVED_UNKNOWN_CHARGE, target, "2020-12-31");
  const double first_year_kwh = Number(published.series.rows[1], "energy_kwh");
  published.ExpectFigure("charge", host.solved().value() / (0.01 * first_year_kwh));
  for (const v1::StructuredMode& mode : {users, host}) {
    published.ExpectFigure("debt", FigureOf(mode, "debt_amount"));
    published.ExpectFigure("uses", FigureOf(mode, "uses_amount"));
    const std::size_t last = published.series.rows.size() - 1;
    published.ExpectRow("maintenance_funding", mode, "maintenance_funding_amount", last);
    published.ExpectRow("debt_balance", mode, "debt_balance_amount", last);
    published.ExpectRow("equity_cash_flow", mode, "equity_cash_flow_amount", last);
    EXPECT_EQ(mode.tranches(0).binding_limit(), "gearing");
  }
}

TEST(PublishedCompanyRequests, AfterTaxSculpt) {
  PublishedCase published("after-tax-sculpt");
  const v1::StructuredMode mode = published.Structure();
  published.ExpectFigure("debt", FigureOf(mode, "debt_amount"));
  published.ExpectRow("balance", mode, "debt_balance_amount", published.series.rows.size() - 1);
}

TEST(PublishedCompanyRequests, RunningFees) {
  PublishedCase published("running-fees");
  const v1::StructuredMode mode = published.Structure();
  published.ExpectFigure("debt", FigureOf(mode, "debt_amount"));
  published.ExpectFigure("llcr", FigureOf(mode, "llcr_at_operation_start"));
  published.ExpectRow("debt_service", mode, "debt_service_due_amount", 2);
  published.ExpectRow("principal", mode, "principal_paid_amount", 2);
}

TEST(PublishedCompanyRequests, CashSweepOnAverageBalance) {
  PublishedCase published("cash-sweep-average-interest");
  const v1::StructuredMode mode = published.Structure();
  const std::size_t last = published.series.rows.size() - 1;
  published.ExpectRow("loan_balance", mode, "debt_balance_amount", last);
  published.ExpectRow("loan_interest", mode, "interest_paid_amount", last);
}

TEST(PublishedCompanyRequests, AndersenPrivateFinanceAgainstItsReference) {
  PublishedCase published("andersen-pfi");
  const v1::StructuredMode private_finance = published.Structure(0);
  published.ExpectFigure("charge", private_finance.solved().value());
  published.ExpectFigure("charge_present_at_3_5", FigureOf(private_finance, "city_cost_present_amount"));
  // Paid on the day of financial close: not discounted.
  published.ExpectFigure("works", FigureOf(published.Structure(1), "city_cost_present_amount"));
}

/// Every figure and every row of the case, by their names in the answer.
void ExpectAll(const PublishedCase& published, const v1::StructuredMode& mode) {
  for (const auto& [name, text] : published.summary.rows[0]) {
    if (name != "name") published.ExpectFigure(name, FigureOf(mode, name));
  }
  for (const auto& [name, text] : published.series.rows[0]) {
    if (name != "point") published.ExpectRow(name, mode, name, published.series.rows.size() - 1);
  }
}

// Recomputed independently, period by period and iterated to rest: each case's source.md has the formulas.

// Quoted rates, a charge at the bid's prices, a shareholder loan.
TEST(RecomputedCompanyRequests, HalfYearlySchool) {
  PublishedCase recomputed("half-yearly-school");
  const v1::StructuredMode mode = recomputed.Structure();
  ExpectAll(recomputed, mode);
  EXPECT_EQ(mode.tranches(0).binding_limit(), "dscr");
  EXPECT_EQ(mode.tranches(1).binding_limit(), "equity_share");
}

// Interest paid in grace binds, in a downside with its own invoices.
TEST(RecomputedCompanyRequests, TollRoadSlowStart) {
  PublishedCase recomputed("toll-road-slow-start");
  const v1::StructuredMode mode = recomputed.Structure();
  ExpectAll(recomputed, mode);
  EXPECT_EQ(mode.tranches(0).binding_limit(), "dscr");
  EXPECT_EQ(mode.tranches(0).binding_case(), 1);
  ASSERT_EQ(mode.warnings_size(), 1);  // Tax in arrears: that of the last year is said to be left out.
  EXPECT_NE(mode.warnings(0).message().find("falls due after the contract"), std::string::npos);
}

// A loan that rolls up its interest before one sculpted behind it.
TEST(RecomputedCompanyRequests, QuarterlyTwoLoans) {
  PublishedCase recomputed("quarterly-two-loans");
  const v1::StructuredMode mode = recomputed.Structure();
  ExpectAll(recomputed, mode);
  EXPECT_EQ(mode.tranches(0).binding_limit(), "amount");
  EXPECT_EQ(mode.tranches(1).binding_limit(), "gearing");
}

}  // namespace
}  // namespace calanque::golden
