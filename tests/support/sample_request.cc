#include "tests/support/sample_request.h"

#include <random>
#include <stdexcept>
#include <utility>

#include "engine/plan/compile.h"

namespace calanque::testing {
namespace {

constexpr const char* kStart = "2025-01-01";

/// Draws that do not depend on the standard library's distributions, which differ between implementations.
class Draw {
 public:
  explicit Draw(std::uint32_t seed) : engine_(seed) {}
  double Between(double low, double high) {
    return low + (high - low) * (static_cast<double>(engine_()) / 4294967296.0);
  }
  int Int(int low, int high) { return low + static_cast<int>(engine_() % static_cast<std::uint32_t>(high - low + 1)); }
  bool Coin() { return Int(0, 1) == 1; }

 private:
  std::mt19937 engine_;
};

model::ActiveSpan From(int year) { return {Day((std::to_string(year) + "-01-01").c_str()), std::nullopt}; }

model::PriceTerms Real() { return {model::PriceBasis::kReal, std::nullopt, ""}; }

void AddRandomItems(Draw& draw, int first_year, std::vector<model::CashFlowItem>& items) {
  const std::string investor = draw.Coin() ? "city" : "households";
  model::Investment investment = InvestmentOf(draw.Between(1e5, 1e8));
  investment.spend_profile.fractions = draw.Coin() ? std::vector<double>{1.0} : std::vector<double>{0.25, 0.75};
  investment.life_years = draw.Int(8, 40);
  investment.replace_at_end_of_life = draw.Coin();
  investment.residual_method = draw.Coin() ? model::ResidualMethod::kStraightLine : model::ResidualMethod::kNone;
  if (draw.Coin()) {
    investment.vat_rate_fraction = 0.2;
    investment.vat_payee_party_id = "state";
  }
  items.push_back(Item("capex", investor, "supplier", investment));
  model::OperatingCost upkeep;
  upkeep.fixed_amount_per_year = draw.Between(-1e5, 1e6);
  upkeep.variable_amount_per_unit = draw.Between(0.0, 2.0);
  upkeep.quantity_per_year = draw.Between(0.0, 1e5);
  upkeep.growth_real_per_year = draw.Between(-0.02, 0.03);
  upkeep.span = From(first_year + 1);
  items.push_back(Item("upkeep", investor, "supplier", upkeep));
  items.back().price_terms = Real();
  items.back().beta = draw.Coin() ? std::optional<double>(draw.Int(0, 3) * 0.5) : std::nullopt;
  model::EnergyFlow saving;
  saving.use = draw.Coin() ? model::EnergyUse::kSaved : model::EnergyUse::kConsumed;
  saving.carrier_id = "gas";
  saving.quantity_mwh_per_year = draw.Between(0.0, 5e4);
  saving.degradation_per_year = draw.Between(0.0, 0.02);
  saving.span = From(first_year + 1);
  items.push_back(Item("energy", investor, "", saving));
  model::Grant grant;
  grant.share_of_eligible_fraction = draw.Between(0.0, 0.6);
  grant.eligible_item_ids = {"capex"};
  if (draw.Coin()) grant.cap_amount = draw.Between(1e4, 1e7);
  grant.payment_lag_years = draw.Int(0, 2);
  grant.commitment = draw.Coin() ? model::Commitment::kCommitted : model::Commitment::kPlanned;
  items.push_back(Item("grant", "state", investor, grant));
  if (investor == "city") {
    model::VatCompensation refund;
    refund.rate_fraction = 0.16404;
    refund.eligible_item_ids = {"capex"};
    refund.deducted_item_ids = {"grant"};
    refund.payment_lag_years = 1;
    items.push_back(Item("refund", "state", "city", refund));
  }
  model::Revenue revenue;
  revenue.tariff_amount_per_unit = draw.Between(0.0, 5.0);
  revenue.volume_per_year = draw.Between(0.0, 1e6);
  revenue.ramp_up_fractions = {0.3, 0.7};
  revenue.span = From(first_year + 2);
  items.push_back(Item("fares", "households", "operator", revenue));
  model::CoBenefit health;
  health.quantity_per_year = draw.Between(0.0, 1e4);
  health.value_amount_per_unit = draw.Between(0.0, 50.0);
  health.span = From(first_year + 1);
  items.push_back(Item("health", "nature", "households", health));
  model::Emission emission;
  emission.quantity_t_co2e_per_year = draw.Between(-5e3, 1e3);
  emission.scope = model::EmissionScope::kScope3;
  emission.span = From(first_year + 1);
  items.push_back(Item("direct", "", "", emission));
}

bool IsCell(const plan::Plan& plan, const run::Cell& cell, std::string_view metric, std::string_view project,
            std::string_view perspective, metric::View view) {
  if (cell.metric->name != metric || cell.view != view) return false;
  const std::string_view project_id =
      cell.project == run::kWholePortfolio ? "" : std::string_view(plan.projects[cell.project].id);
  const std::string_view perspective_id =
      cell.perspective == run::kNoPerspective ? "" : std::string_view(plan.perspectives[cell.perspective].id);
  return project_id == project && perspective_id == perspective;
}

}  // namespace

time::Date Day(const char* text) {
  const auto date = time::ParseIsoDate(text);
  if (!date) throw std::invalid_argument(text);
  return *date;
}

model::AppraisalRequest EmptyRequest(int period_count) {
  model::AppraisalRequest request;
  auto& portfolio = request.portfolio;
  portfolio.id = "sample";
  portfolio.currency_code = "EUR";
  portfolio.parties = {{"city", "", false},     {"state", "", false},   {"households", "", false},
                       {"operator", "", false}, {"supplier", "", true}, {"nature", "", true}};
  portfolio.perspectives = {{"economy", "", {}, true, "five"}, {"city", "", {"city"}, false, "five"}};
  portfolio.default_price_terms = model::PriceTerms{};
  auto& assumptions = request.assumptions;
  const auto curve = [](const char* id, decltype(model::Curve::shape) shape) {
    model::Curve made;
    made.id = id;
    made.shape = std::move(shape);
    return made;
  };
  assumptions.curves = {curve("inflation", model::CurveGrowth{Day(kStart), 1.0, 0.02}),
                        curve("gas-energy", model::CurveConstant{80.0}), curve("gas-tax", model::CurveConstant{20.0}),
                        curve("gas-factor", model::CurveConstant{0.2}), curve("carbon", model::CurveConstant{100.0})};
  assumptions.carriers = {{"gas",
                           "",
                           {{"gas-energy", "supplier", false}, {"gas-tax", "state", true}},
                           {{model::EmissionScope::kScope1, "gas-factor"}},
                           {}}};
  assumptions.discount_rates = {{"five", "", model::PriceBasis::kNominal, model::ConstantRate{0.05}, {}}};
  assumptions.general_index_curve_id = "inflation";
  request.options.grid = {Day(kStart), 12, period_count};
  request.options.valuation_date = Day(kStart);
  return request;
}

model::Project& AddProject(model::AppraisalRequest& request, const std::string& id) {
  request.portfolio.projects.push_back({});
  request.portfolio.projects.back().id = id;
  return request.portfolio.projects.back();
}

model::CashFlowItem Item(const std::string& id, const std::string& payer, const std::string& payee,
                         model::ItemKind kind) {
  model::CashFlowItem item;
  item.id = id;
  item.payer_party_id = payer;
  item.payee_party_id = payee;
  item.kind = std::move(kind);
  return item;
}

model::Investment InvestmentOf(double amount, const char* start_date) {
  model::Investment investment;
  investment.amount = amount;
  investment.spend_profile = {Day(start_date), {1.0}};
  return investment;
}

model::ExplicitSeries SeriesOf(ledger::Category category, std::vector<double> amounts) {
  model::ExplicitSeries series;
  series.category = category;
  series.amounts = std::move(amounts);
  return series;
}

model::AppraisalRequest RandomRequest(std::uint32_t seed, int project_count, int period_count, int months_per_period) {
  Draw draw(seed);
  model::AppraisalRequest request = EmptyRequest(period_count);
  request.options.grid.months_per_period = months_per_period;
  request.assumptions.carbon_value = model::CarbonValue{"carbon", "households", "nature"};
  request.assumptions.discount_rates[0].kind = model::RiskAdjustedRate{0.012, 0.02, 1.0};
  for (int i = 0; i < project_count; ++i) {
    const int first_year = 2025;
    model::Project& project = AddProject(request, "p" + std::to_string(i));
    AddRandomItems(draw, first_year, project.with_project);
    if (draw.Coin()) {
      model::CashFlowItem avoided = Item("avoided", "city", "supplier", InvestmentOf(draw.Between(0.0, 1e7)));
      project.without_project.push_back(std::move(avoided));
    }
  }
  model::FinancingSource loan;
  loan.id = "loan";
  loan.project_id = "p0";
  loan.payer_party_id = "state";
  loan.payee_party_id = "city";
  loan.amount = draw.Between(0.0, 1e7);
  loan.payment_profile = {Day(kStart), {1.0}};
  loan.commitment = model::Commitment::kCommitted;
  loan.kind = model::Loan{0.03, 5.0, 1.0, model::RepaymentProfile::kAnnuity};
  request.portfolio.financing_sources.push_back(loan);
  return request;
}

plan::Plan CompileOrThrow(const model::AppraisalRequest& request) {
  auto plan = plan::Compile(request);
  if (!plan) throw std::runtime_error(plan.error().front().field_path + ": " + plan.error().front().message);
  return std::move(plan).value();
}

run::Cells EvaluateOrThrow(const plan::Plan& plan) {
  auto cells = run::Evaluate(plan);
  if (!cells) throw std::runtime_error(cells.error().message);
  return std::move(cells).value();
}

const metric::Outcome& OutcomeOf(const plan::Plan& plan, std::span<const run::Cell> cells, std::string_view metric,
                                 std::string_view project, std::string_view perspective, metric::View view) {
  for (const run::Cell& cell : cells) {
    if (IsCell(plan, cell, metric, project, perspective, view)) return cell.outcome;
  }
  throw std::out_of_range("no cell " + std::string(metric));
}

double ValueOf(const plan::Plan& plan, std::span<const run::Cell> cells, std::string_view metric,
               std::string_view project, std::string_view perspective, metric::View view) {
  const auto& outcome = OutcomeOf(plan, cells, metric, project, perspective, view);
  if (const auto* none = std::get_if<NoFigure>(&outcome)) throw std::runtime_error(std::string(none->message));
  return std::get<double>(outcome);
}

}  // namespace calanque::testing
