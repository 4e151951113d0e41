#include "engine/plan/compile_financing.h"

#include "engine/finance/loan_schedule.h"
#include "engine/finance/operating_profile.h"

namespace calanque::plan {
namespace {

using ledger::Category;
using ledger::FundingRole;

/// Interest and principal flow back from the borrower to the lender.
void CompileLoan(const model::Loan& loan, std::span<const double> draws, ledger::PartyIndex lender,
                 ledger::PartyIndex borrower, const std::string& path, ItemWriter& writer) {
  CompileContext& context = writer.context();
  const auto interest = writer.Scratch(1);
  const auto principal = writer.Scratch(2);
  const auto period_count = static_cast<std::size_t>(context.periods.period_count());
  const double settled =
      finance::AddLoanService(loan, context.request.options.grid.periods_per_year(),
                              {draws.first(period_count), interest.first(period_count), principal.first(period_count)});
  const FactorIndex deflator = context.factors.Deflator();
  writer.AddMoney(borrower, lender, Category::kDebtService, FundingRole::kNone, interest, deflator);
  writer.AddMoney(borrower, lender, Category::kDebtService, FundingRole::kNone, principal, deflator);
  if (settled > 0.0) {
    context.Warn(path + ".loan.tenor_years",
                 "the loan outlives the horizon; the balance then owed is settled in the last period");
  }
}

}  // namespace

void CompileFinancingSources(CompileContext& context, ledger::ProjectIndex project, std::string_view project_id) {
  const auto& sources = context.request.portfolio.financing_sources;
  for (const std::uint32_t i : context.SourcesOf(project_id)) {
    const model::FinancingSource& source = sources[i];
    ItemWriter writer(context, {project, {kFirstFinancingItem + i}, ledger::Side::kWith, 0});
    const auto payer = context.Party(source.payer_party_id);
    const auto payee = context.Party(source.payee_party_id);
    const auto draws = writer.Scratch(0);
    const double share_left_out =
        finance::AddProfile(context.periods, source.payment_profile, source.amount,
                            draws.first(static_cast<std::size_t>(context.periods.period_count())));
    const std::string path = "portfolio.financing_sources[" + std::to_string(i) + "]";
    if (share_left_out > 0.0) context.WarnOfCut(share_left_out, path + ".payment_profile");
    const bool is_grant = std::holds_alternative<model::ProgrammeGrant>(source.kind);
    writer.AddMoney(payer, payee, is_grant ? Category::kGrant : Category::kFinancing, SourceRole(source.commitment),
                    draws, context.factors.Deflator());
    if (const auto* loan = std::get_if<model::Loan>(&source.kind)) {
      CompileLoan(*loan, draws, payer, payee, path, writer);
    }
  }
}

}  // namespace calanque::plan
