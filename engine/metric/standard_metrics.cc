// The list of metrics, in the order of reports. A new metric: one .cc, one declaration in functions.h, one entry here.
#include <algorithm>

#include "engine/metric/functions.h"

namespace calanque::metric {
namespace {

constexpr bool kAnyPerspective = false;  // depends_on_perspective of physical and all-party figures.
constexpr bool kPerPerspective = true;
constexpr bool kTotalViews = true;
constexpr bool kIncrementalOnly = false;

constexpr FigureSet kGap = FigureSet(Figure::kInvestment) | Figure::kFunding;
constexpr FigureSet kUpFrontAndAbatement = FigureSet(Figure::kInvestment) | Figure::kAbatement;

constexpr std::string_view kBrealey =
    "R. Brealey, S. Myers, F. Allen, Principles of Corporate Finance, chapters on net present value and investment "
    "criteria";
constexpr std::string_view kGuideFinancial =
    "European Commission, Guide to Cost-Benefit Analysis of Investment Projects (2014), section 2.7 Financial analysis";
constexpr std::string_view kGuideEconomic =
    "European Commission, Guide to Cost-Benefit Analysis of Investment Projects (2014), section 2.8 Economic analysis";
constexpr std::string_view kGuideRisk =
    "European Commission, Guide to Cost-Benefit Analysis of Investment Projects (2014), section 2.9 Risk assessment, "
    "switching values";
constexpr std::string_view kRegulation480 =
    "Commission Delegated Regulation (EU) No 480/2014, articles 15 to 19; European Commission, expert group on "
    "discounted net revenues, 26 September 2013";
constexpr std::string_view kLevelised =
    "W. Short, D. Packey, T. Holt, A Manual for the Economic Evaluation of Energy Efficiency and Renewable Energy "
    "Technologies, NREL/TP-462-5173 (1995), section 3";
constexpr std::string_view kClimateContract =
    "NetZeroCities, Climate City Contract, Action Plan and Investment Plan templates";
constexpr std::string_view kIpccCost =
    "IPCC, Fifth Assessment Report, Working Group III, Annex II Metrics and Methodology, section A.II.3.1 Cost metrics";
constexpr std::string_view kLedger = "Sum of the ledger's columns";

constexpr Definition kMetrics[] = {
    // Present values.
    {"npv_amount", "CURRENCY",
     "Net present value at the valuation date of all money that crosses the border: every category, with grants, tax, "
     "financing and debt service, except carbon and co_benefit, which are no cash. Each column is discounted at the "
     "perspective's rate for its own beta.",
     kBrealey, kPerPerspective, kTotalViews, Npv},
    {"fnpv_c_amount", "CURRENCY",
     "Financial net present value on investment: the project itself, whoever finances it. Counts investment, "
     "replacement, investment_tax, residual_value, operating_cost, energy, energy_tax, revenue, certificate and tax; "
     "leaves out grant, financing, debt_service, carbon and co_benefit. npv_amount = fnpv_c_amount + present value of "
     "grant, financing and debt_service.",
     kGuideFinancial, kPerPerspective, kIncrementalOnly, FnpvC},
    {"fnpv_k_amount", "CURRENCY",
     "Financial net present value on capital: fnpv_c_amount with grants and loans received and debt service paid, so "
     "what is left to pay is own capital. The same flows as npv_amount, under the name of European guidance: take a "
     "perspective that holds the national payers and leaves the Union outside.",
     kGuideFinancial, kPerPerspective, kIncrementalOnly, FnpvK},
    {"enpv_amount", "CURRENCY",
     "Economic net present value: every category that crosses the border, carbon and co_benefit included, without "
     "financing and debt_service. Meant for the perspective of the economy as a whole, where tax and grants drop out "
     "by themselves; elsewhere it is the perspective's own benefit with its externalities.",
     kGuideEconomic, kPerPerspective, kIncrementalOnly, Enpv, kMoneyAndAbatement},

    // Rates of return.
    {"irr_per_year", "1/year",
     "Internal rate of return of the undiscounted flows of npv_amount (so also the FRR(K) of European guidance): "
     "every rate at which their present value is 0. One number where there is one rate, a list where there are "
     "several, a failure where there is none.",
     kBrealey, kPerPerspective, kIncrementalOnly, Irr},
    {"frr_c_per_year", "1/year",
     "Financial rate of return on investment, FRR(C): as irr_per_year, on the flows of fnpv_c_amount.", kGuideFinancial,
     kPerPerspective, kIncrementalOnly, FrrC},
    {"err_per_year", "1/year", "Economic rate of return: as irr_per_year, on the flows of enpv_amount.", kGuideEconomic,
     kPerPerspective, kIncrementalOnly, Err, kMoneyAndAbatement},
    {"mirr_per_year", "1/year",
     "Modified internal rate of return of the flows of npv_amount: outflows are brought to the first flow at the "
     "finance rate, inflows to the last flow at the reinvestment rate. A rate that the options leave out is the "
     "perspective's at the last period: the constant rate with the same discount factor. Flows below 1e-14 of the "
     "largest are rounding.",
     kBrealey, kPerPerspective, kIncrementalOnly, Mirr},

    // Ratios and times.
    {"benefit_cost_ratio", "ratio",
     "Present value of benefits / present value of costs, on the flows of enpv_amount. Each category is netted first: "
     "a category with a positive present value is a benefit (also energy saved), with a negative one a cost.",
     kGuideEconomic, kPerPerspective, kIncrementalOnly, BenefitCostRatio, kMoneyAndAbatement},
    {"profitability_index", "ratio",
     "1 + npv_amount / present value of investment and investment_tax paid, less refunds (replacement counts as a "
     "later flow, but for its part of investment_tax).",
     kBrealey, kPerPerspective, kIncrementalOnly, ProfitabilityIndex},
    {"payback_years", "years",
     "Years from the first outflow until the cumulative undiscounted flow of npv_amount is back at 0 and stays there "
     "to the horizon; the flow that crosses 0 counts as spread evenly over the time since the point before it (of a "
     "period, or dated). A failure where it never does.",
     kBrealey, kPerPerspective, kIncrementalOnly, PaybackYears},
    {"discounted_payback_years", "years", "As payback_years, with discounted flows.", kBrealey, kPerPerspective,
     kIncrementalOnly, DiscountedPaybackYears},
    {"equivalent_annual_cost_amount_per_year", "CURRENCY/year",
     "The level cost per year, paid in every period of the grid, whose present value is -npv_amount: -npv_amount / "
     "(years per period x sum of the periods' discount factors). With a constant rate and flows at year ends, "
     "-npv_amount x CRF(rate, years).",
     kBrealey, kPerPerspective, kTotalViews, EquivalentAnnualCost},
    {"levelised_cost_amount_per_mwh", "CURRENCY/MWh",
     "Present value of costs / present value of the MWh produced. Costs: investment, replacement, investment_tax, "
     "residual_value, operating_cost, tax, and energy with energy_tax where together a net cost (a net saving is the "
     "worth of the product); no revenue, certificate, grant or financing. The MWh are discounted at the perspective's "
     "rate.",
     kLevelised, kPerPerspective, kIncrementalOnly, LevelisedCostPerMwh},

    // Capital spending.
    {"investment_amount", "CURRENCY",
     "Capital spending: investment, replacement and investment_tax paid, less refunds of the tax, undiscounted, "
     "positive. Incremental: net of the investment avoided. The tax drops out where payer and State stand inside.",
     kLedger, kPerPerspective, kTotalViews, InvestmentAmount, Figure::kInvestment},
    {"investment_present_value_amount", "CURRENCY", "As investment_amount, discounted to the valuation date.", kBrealey,
     kPerPerspective, kIncrementalOnly, InvestmentPresentValue, Figure::kInvestment},

    // Abatement.
    {"abatement_target_year_t_co2e", "tCO2e",
     "Tonnes avoided in the calendar year of the portfolio's target: emissions without minus with, scopes 1 to 3. "
     "Negative where emissions rise.",
     kClimateContract, kAnyPerspective, kIncrementalOnly, AbatementInTargetYear, Figure::kAbatement},
    {"abatement_cumulative_t_co2e", "tCO2e", "Tonnes avoided over the whole grid, undiscounted, scopes 1 to 3.",
     kClimateContract, kAnyPerspective, kIncrementalOnly, AbatementCumulative, Figure::kAbatement},
    {"abatement_by_year_t_co2e", "tCO2e", "Tonnes avoided per calendar year, scopes 1 to 3.", kClimateContract,
     kAnyPerspective, kIncrementalOnly, AbatementByYear, Figure::kAbatement},
    {"abatement_by_scope_t_co2e", "tCO2e", "Tonnes avoided per scope and calendar year.",
     "World Resources Institute, C40, ICLEI, Global Protocol for Community-Scale Greenhouse Gas Inventories, chapter "
     "3 (scopes)",
     kAnyPerspective, kIncrementalOnly, AbatementByScope, Figure::kAbatement},
    {"abatement_cumulative_by_scope_t_co2e", "tCO2e",
     "Tonnes avoided per scope from the start of the grid to the end of each calendar year.",
     "World Resources Institute, C40, ICLEI, Global Protocol for Community-Scale Greenhouse Gas Inventories, chapter "
     "3 (scopes)",
     kAnyPerspective, kIncrementalOnly, AbatementCumulativeByScope, Figure::kAbatement},
    {"abatement_target_year_share_of_planned_fraction", "fraction",
     "abatement_target_year_t_co2e / the reduction the city plans for that year in the project's sector (portfolio: "
     "all projects / all sectors whose plan is known).",
     kClimateContract, kAnyPerspective, kIncrementalOnly, AbatementShareOfPlanned, Figure::kAbatement},

    // Abatement cost.
    {"abatement_cost_a1_amount_per_t_co2e", "CURRENCY/tCO2e",
     "A1, capital per annual tonne: investment_amount / abatement_target_year_t_co2e, undiscounted. Not a cost per "
     "tonne: it is 10 to 30 times too high, because a measure abates in many years.",
     "Climate City Contracts of Dijon, Trikala and Limassol: investment against tonnes of 2030", kPerPerspective,
     kIncrementalOnly, AbatementCostA1, kUpFrontAndAbatement},
    {"abatement_cost_a2_amount_per_t_co2e", "CURRENCY/tCO2e",
     "A2, discounted capital per annual tonne: investment_present_value_amount / abatement_target_year_t_co2e. "
     "Ignores running costs, savings and life.",
     "NetZeroCities, Climate City Contract Investment Plan, table B-3.2", kPerPerspective, kIncrementalOnly,
     AbatementCostA2, kUpFrontAndAbatement},
    {"abatement_cost_a3_amount_per_t_co2e", "CURRENCY/tCO2e",
     "A3: discounted net cost / undiscounted tonnes over the grid. Net cost = minus investment, replacement, "
     "investment_tax, residual_value, operating_cost, energy, energy_tax, revenue, certificate, tax and grant; no "
     "financing, no carbon, no co_benefit. Favours long-lived measures.",
     "Climate City Contract of Tampere; Kausal Paths", kPerPerspective, kIncrementalOnly, AbatementCostA3,
     kMoneyAndAbatement},
    {"abatement_cost_a4_amount_per_t_co2e", "CURRENCY/tCO2e",
     "A4, levelised, the default: discounted net cost (categories as A3) / tonnes discounted at the perspective's "
     "rate. The constant carbon price at which these flows have a present value of 0.",
     kIpccCost, kPerPerspective, kIncrementalOnly, AbatementCostA4, kMoneyAndAbatement},
    {"abatement_cost_a5_amount_per_t_co2e", "CURRENCY/tCO2e",
     "A5, annuity: (annuity of the discounted lump sums + mean running cost) / mean tonnes, per period that abates. "
     "Lump sums: investment, replacement, investment_tax, residual_value, grant; running: operating_cost, energy, "
     "energy_tax, revenue, certificate, tax, undiscounted. The annuity is paid in each period that abates; under a "
     "constant rate it is CRF(rate, n) x the lump sums brought to one period before the first of n such periods in a "
     "row. Equals A4 when running costs and tonnes are constant (what the State receives on others' works counts as "
     "running).",
     "Climate City Contract of Aachen: annuity cost difference, target against trend", kPerPerspective,
     kIncrementalOnly, AbatementCostA5, kMoneyAndAbatement},
    {"abatement_cost_a6_amount_per_t_co2e", "CURRENCY/tCO2e",
     "A6: discounted net cost (categories as A3) / sum of discount factor x tonnes x carbon value / carbon value of "
     "the first period. Comparable with the carbon value of the first period.",
     "P. Criqui (chair), Les coûts d'abattement, France Stratégie (2021)", kPerPerspective, kIncrementalOnly,
     AbatementCostA6, kMoneyAndAbatement},
    {"break_even_carbon_price_amount_per_t_co2e", "CURRENCY/tCO2e",
     "The constant carbon price, paid for every avoided tonne and discounted at the perspective's rate, at which "
     "enpv_amount without its carbon category is 0. As A4, with co_benefit. Negative: worth it without any.",
     "NREL, REopt user manual, breakeven cost of emissions reduction", kPerPerspective, kIncrementalOnly,
     BreakEvenCarbonPrice, kMoneyAndAbatement},

    // Switching values.
    {"switching_value_investment_fraction", "fraction",
     "Relative change of all investment flows, and of investment_tax with them, that brings npv_amount to 0, all else "
     "held: 0.1 = 10 % more. A failure where there are neither.",
     kGuideRisk, kPerPerspective, kIncrementalOnly, SwitchingInvestment},
    {"switching_value_replacement_fraction", "fraction",
     "Relative change of all replacement flows, without the taxes on them, that brings npv_amount to 0, all else held.",
     kGuideRisk, kPerPerspective, kIncrementalOnly, SwitchingReplacement},
    {"switching_value_residual_value_fraction", "fraction",
     "Relative change of all residual_value flows that brings npv_amount to 0, all else held.", kGuideRisk,
     kPerPerspective, kIncrementalOnly, SwitchingResidualValue},
    {"switching_value_operating_cost_fraction", "fraction",
     "Relative change of all operating_cost flows that brings npv_amount to 0, all else held.", kGuideRisk,
     kPerPerspective, kIncrementalOnly, SwitchingOperatingCost},
    {"switching_value_energy_fraction", "fraction",
     "Relative change of all energy flows, and of energy_tax with them, that brings npv_amount to 0, all else held; "
     "either is enough.",
     kGuideRisk, kPerPerspective, kIncrementalOnly, SwitchingEnergy},
    {"switching_value_revenue_fraction", "fraction",
     "Relative change of all revenue flows that brings npv_amount to 0, all else held.", kGuideRisk, kPerPerspective,
     kIncrementalOnly, SwitchingRevenue},
    {"switching_value_grant_fraction", "fraction",
     "Relative change of all grant flows that brings npv_amount to 0, all else held.", kGuideRisk, kPerPerspective,
     kIncrementalOnly, SwitchingGrant},
    {"switching_value_certificate_fraction", "fraction",
     "Relative change of all certificate flows that brings npv_amount to 0, all else held.", kGuideRisk,
     kPerPerspective, kIncrementalOnly, SwitchingCertificate},
    {"switching_value_carbon_fraction", "fraction",
     "Relative change of the value of carbon that brings enpv_amount to 0, all else held.", kGuideRisk, kPerPerspective,
     kIncrementalOnly, SwitchingCarbon, kMoneyAndAbatement},
    {"switching_value_co_benefit_fraction", "fraction",
     "Relative change of all co_benefit flows that brings enpv_amount to 0, all else held.", kGuideRisk,
     kPerPerspective, kIncrementalOnly, SwitchingCoBenefit, kMoneyAndAbatement},

    // Financing gap.
    {"financing_need_by_year_amount", "CURRENCY",
     "Capital spending per calendar year that leaves the border: investment, replacement and taxes on them, positive; "
     "refunds of the taxes are sources.",
     kClimateContract, kPerPerspective, kTotalViews, FinancingNeedByYear, Figure::kInvestment},
    {"committed_sources_by_year_amount", "CURRENCY",
     "Signed or voted sources received inside the border per calendar year, own funds set aside included. What comes "
     "from a party inside counts where it is a grant, a certificate or financing; not a VAT refund, since VAT paid "
     "inside is no need either.",
     kClimateContract, kPerPerspective, kTotalViews, CommittedSourcesByYear, Figure::kFunding},
    {"planned_sources_by_year_amount", "CURRENCY", "Sources asked for or planned, as committed_sources_by_year_amount.",
     kClimateContract, kPerPerspective, kTotalViews, PlannedSourcesByYear, Figure::kFunding},
    {"financing_gap_by_year_amount", "CURRENCY",
     "Financing need minus committed sources per calendar year; negative: the year has more than it needs. Planned "
     "sources do not count.",
     kClimateContract, kPerPerspective, kTotalViews, FinancingGapByYear, kGap},
    {"financing_need_amount", "CURRENCY", "Sum of financing_need_by_year_amount, undiscounted.", kClimateContract,
     kPerPerspective, kTotalViews, FinancingNeed, Figure::kInvestment},
    {"committed_sources_amount", "CURRENCY", "Sum of committed_sources_by_year_amount, undiscounted.", kClimateContract,
     kPerPerspective, kTotalViews, CommittedSources, Figure::kFunding},
    {"planned_sources_amount", "CURRENCY", "Sum of planned_sources_by_year_amount, undiscounted.", kClimateContract,
     kPerPerspective, kTotalViews, PlannedSources, Figure::kFunding},
    {"financing_gap_amount", "CURRENCY",
     "Sum of the years' shortfalls, undiscounted: one year's surplus does not pay another year's gap. Of the "
     "portfolio, one project's surplus of a year pays for another: at most the sum of the projects'.",
     kClimateContract, kPerPerspective, kTotalViews, FinancingGap, kGap},
    {"financing_gap_net_amount", "CURRENCY",
     "financing_need_amount minus committed_sources_amount: the gap if surpluses could be kept and brought forward "
     "freely; negative: more sources than need.",
     kClimateContract, kPerPerspective, kTotalViews, FinancingGapNet, kGap},

    // Grants.
    {"eu_funding_gap_fraction", "fraction",
     "Funding-gap rate (DIC - DNR) / DIC, in [0, 1]. DIC: present value of investment alone. DNR: present value of "
     "revenue, certificate, operating_cost, energy and replacement, savings as revenue, and of residual_value "
     "where these are above 0; before grants, taxes of every category and financing: VAT counts only where it is "
     "eligible, which is not stated. 0: the project pays for itself.",
     kRegulation480, kPerPerspective, kIncrementalOnly, EuFundingGap},
    {"eu_grant_amount", "CURRENCY",
     "Union grant: eligible cost (the investment category, undiscounted) x eu_funding_gap_fraction x the options' "
     "eu_cofinancing_fraction.",
     kRegulation480, kPerPerspective, kIncrementalOnly, EuGrant},
    {"grant_for_zero_npv_amount", "CURRENCY",
     "Lump sum, received with the first investment and discounted at the perspective's rate, that brings npv_amount "
     "to 0, on top of the grants that are there. Negative: so much could be paid away.",
     kBrealey, kPerPerspective, kIncrementalOnly, GrantForZeroNpv},
    {"grant_for_target_irr_amount", "CURRENCY",
     "Lump sum, received with the first investment, with which the options' target_irr_per_year is a rate of return "
     "of the flows of npv_amount. Negative: they earn more.",
     kBrealey, kPerPerspective, kIncrementalOnly, GrantForTargetIrr},

    // The flows themselves.
    {"net_cash_flow_by_year_amount", "CURRENCY", "The flows of npv_amount per calendar year, undiscounted.", kLedger,
     kPerPerspective, kTotalViews, NetCashFlowByYear},
    {"cash_flow_by_category_amount", "CURRENCY",
     "What crosses the border per category and calendar year, undiscounted; categories without any flow are left out. "
     "carbon and co_benefit are shown, though no cash. investment_tax is that on spending inside the border; to "
     "the State alone it is tax.",
     kLedger, kPerPerspective, kTotalViews, CashFlowByCategory, kMoneyAndAbatement},
    {"party_net_flow_by_year_amount", "CURRENCY",
     "Who pays and who benefits: received minus paid by each party per calendar year, all categories. Each year sums "
     "to 0 over the parties.",
     kLedger, kAnyPerspective, kTotalViews, PartyNetFlowByYear, kMoneyAndAbatement},
    {"energy_consumed_by_year_mwh", "MWh",
     "Energy bought per calendar year, all carriers; incremental: negative = saved.", kLedger, kAnyPerspective,
     kTotalViews, EnergyConsumedByYear, Figure::kRunning},
    {"energy_produced_by_year_mwh", "MWh", "Energy produced per calendar year, all carriers.", kLedger, kAnyPerspective,
     kTotalViews, EnergyProducedByYear, Figure::kRunning},
};

}  // namespace

std::span<const Definition> StandardMetrics() { return kMetrics; }

std::string UnitText(std::string_view unit, std::string_view currency_code) {
  std::string text(unit);
  const auto at = text.find(kCurrencyUnit);
  if (at != std::string::npos) text.replace(at, kCurrencyUnit.size(), currency_code);
  return text;
}

const Definition* FindMetric(std::string_view name) {
  const auto found = std::find_if(std::begin(kMetrics), std::end(kMetrics),
                                  [&](const Definition& metric) { return metric.name == name; });
  return found == std::end(kMetrics) ? nullptr : found;
}

}  // namespace calanque::metric
