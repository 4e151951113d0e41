#include "service/appraisal_service.h"

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/run/compare.h"
#include "engine/run/compare_groups.h"
#include "engine/run/evaluate.h"
#include "engine/run/explain.h"
#include "service/convert/to_proto.h"
#include "service/prepare.h"

namespace calanque::service {
namespace {

/// Absent: incremental. Empty: no such view.
std::optional<metric::View> ConvertView(v1::FlowView view) {
  switch (view) {
    case v1::FLOW_VIEW_UNSPECIFIED:
    case v1::FLOW_VIEW_INCREMENTAL:
      return metric::View::kIncremental;
    case v1::FLOW_VIEW_WITH_PROJECT:
      return metric::View::kWith;
    case v1::FLOW_VIEW_WITHOUT_PROJECT:
      return metric::View::kWithout;
    default:
      return std::nullopt;
  }
}

/// Labels that are missing or stand twice.
Failures CheckLabels(const v1::ComparePortfoliosRequest& request, const Limits& limits) {
  Failures failures;
  if (request.cases_size() < 2) {
    failures.push_back({Reason::kInvalidInput, "cases",
                        "has " + std::to_string(request.cases_size()) + "; expected at least 2 cases to compare"});
  }
  if (request.cases_size() > limits.max_cases) {
    failures.push_back({Reason::kResourceLimit, "cases",
                        "has " + std::to_string(request.cases_size()) + "; the server's limit is " +
                            std::to_string(limits.max_cases)});
  }
  std::unordered_set<std::string> labels;
  for (int i = 0; i < request.cases_size(); ++i) {
    const std::string& label = request.cases(i).label();
    const std::string path = "cases[" + std::to_string(i) + "].label";
    if (label.empty()) failures.push_back({Reason::kInvalidInput, path, "is missing; cases are told apart by it"});
    if (!label.empty() && !labels.insert(label).second) {
      failures.push_back({Reason::kInvalidInput, path, "'" + label + "' stands twice; expected distinct labels"});
    }
  }
  return failures;
}

/// Prepares every case, collecting the violations of all.
Result<std::vector<Prepared>, Failures> PrepareCases(const v1::ComparePortfoliosRequest& request, const Limits& limits,
                                                     const StopPoll& stop) {
  Failures failures = CheckLabels(request, limits);
  if (!failures.empty()) return failures;
  std::vector<Prepared> cases;
  const FieldPath root;
  const FieldPath list = root / "cases";
  for (int i = 0; i < request.cases_size(); ++i) {
    auto prepared = Prepare(request.cases(i), list[i], limits, stop, /*omits_projects=*/true, kAllFigures);
    if (prepared) {
      cases.push_back(std::move(prepared).value());
    } else {
      failures.insert(failures.end(), prepared.error().begin(), prepared.error().end());
    }
  }
  if (!failures.empty()) return failures;
  return cases;
}

}  // namespace

grpc::Status AppraisalService::AppraisePortfolio(grpc::ServerContext* context,
                                                 const v1::AppraisePortfolioRequest* request,
                                                 v1::AppraisePortfolioResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    auto prepared = Prepare(*request, FieldPath(), limits_, poll.AsStopPoll(), /*omits_projects=*/false, kAllFigures);
    if (!prepared) return std::move(prepared).error();
    response->set_label(request->label());
    response->set_engine_version(CALANQUE_VERSION);
    response->set_input_hash(prepared->input_hash);
    FillConventions(prepared->plan, request->options(), *response->mutable_conventions());
    FillNames(prepared->plan, *response);
    if (request->validate_only()) return {};
    const auto cells = run::Evaluate(prepared->plan, poll.AsStopPoll());
    if (!cells) return {cells.error()};
    if (!FillAppraisal(prepared->plan, *cells, *response, poll.AsStopPoll())) return {Cancelled()};
    return {};
  });
}

grpc::Status AppraisalService::ComparePortfolios(grpc::ServerContext* context,
                                                 const v1::ComparePortfoliosRequest* request,
                                                 v1::ComparePortfoliosResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const FieldPath root;
    const FieldPath list = root / "cases";
    const CallPoll poll(*context);
    auto prepared = PrepareCases(*request, limits_, poll.AsStopPoll());
    if (!prepared) return std::move(prepared).error();
    response->set_engine_version(CALANQUE_VERSION);
    std::vector<run::Cells> cells;
    std::vector<run::CaseGroups> groups;
    for (int i = 0; i < request->cases_size(); ++i) {
      const plan::Plan& plan = (*prepared)[static_cast<std::size_t>(i)].plan;
      response->add_labels(request->cases(i).label());
      response->add_input_hashes((*prepared)[static_cast<std::size_t>(i)].input_hash);
      FillConventions(plan, request->cases(i).options(), *response->add_conventions());
      FillWarnings(Below(list[static_cast<std::size_t>(i)], plan.warnings), *response->mutable_warnings());
      if (request->validate_only()) continue;
      const ledger::Block block = run::FillLedger(plan, poll.AsStopPoll());
      auto found = run::Evaluate(plan, block, poll.AsStopPoll());
      if (!found) return {found.error()};
      cells.push_back(std::move(found).value());
      groups.push_back(run::GroupFiguresOf((*prepared)[static_cast<std::size_t>(i)].request, plan, block));
    }
    if (request->validate_only()) return {};
    std::vector<run::Case> cases;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cases.push_back({&(*prepared)[i].request, &(*prepared)[i].plan, cells[i]});
    }
    FillComparison(run::Compare(cases), run::CompareGroups(cases, groups), *response);
    return {};
  });
}

grpc::Status AppraisalService::Explain(grpc::ServerContext* context, const v1::ExplainRequest* request,
                                       v1::ExplainResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const auto view = ConvertView(request->view());
    if (!view) {
      return {{Reason::kInvalidInput, "view",
               "is no view; expected one of FLOW_VIEW_INCREMENTAL, FLOW_VIEW_WITH_PROJECT, FLOW_VIEW_WITHOUT_PROJECT"}};
    }
    const FieldPath root;
    const CallPoll poll(*context);
    auto prepared = Prepare(request->appraisal(), root / "appraisal", limits_, poll.AsStopPoll(),
                            /*omits_projects=*/false, kAllFigures);
    if (!prepared) return std::move(prepared).error();
    response->set_engine_version(CALANQUE_VERSION);
    response->set_input_hash(prepared->input_hash);
    FillConventions(prepared->plan, request->appraisal().options(), *response->mutable_conventions());
    const auto explanation =
        run::Explain(prepared->request, prepared->plan, request->project_id(), request->perspective_id(), *view);
    if (!explanation) return {explanation.error()};
    FillWarnings(Below(root / "appraisal", explanation->warnings), *response->mutable_warnings());
    if (!request->validate_only()) FillExplanation(*explanation, prepared->plan, *response);
    return {};
  });
}

grpc::Status AppraisalService::ListMetrics(grpc::ServerContext*, const v1::ListMetricsRequest*,
                                           v1::ListMetricsResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    for (const metric::Definition& metric : metric::StandardMetrics()) FillDefinition(metric, *response->add_metrics());
    return {};
  });
}

}  // namespace calanque::service
