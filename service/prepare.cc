#include "service/prepare.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/validate.h"
#include "engine/plan/compile.h"
#include "engine/run/evaluate.h"
#include "service/convert/canonical_bytes.h"
#include "service/convert/check_values.h"
#include "service/convert/from_proto.h"
#include "service/convert/value_scan.h"
#include "service/input_hash.h"

namespace calanque::service {
namespace {

constexpr std::size_t kMostSpoilt = 1000;  ///< More violations than anybody reads; the join stays linear.

/// The message that a violation of syntax spoils: what stands below it was read as something else and proves nothing.
std::string_view SpoiltMessage(std::string_view path) {
  if (path.ends_with(']')) return path;
  const auto dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

bool IsBelow(std::string_view path, std::string_view message) {
  if (!path.starts_with(message)) return false;
  return message.empty() || path.size() == message.size() || path[message.size()] == '.' || path[message.size()] == '[';
}

/// Violations of meaning that no violation of syntax explains, after those of syntax: all that is wrong, at once.
Failures Joined(Failures syntax, const Failures& meaning) {
  const std::size_t syntax_count = syntax.size();
  std::vector<std::string> spoilt;
  for (std::size_t i = 0; i < std::min(syntax_count, kMostSpoilt); ++i) {
    spoilt.emplace_back(SpoiltMessage(syntax[i].field_path));
  }
  for (const Failure& failure : meaning) {
    const bool is_explained = std::any_of(
        spoilt.begin(), spoilt.end(), [&](const std::string& message) { return IsBelow(failure.field_path, message); });
    if (!is_explained) syntax.push_back(failure);
  }
  return syntax;
}

/// How large the answer will be, against the limits.
Failures CheckAnswerSize(const plan::Plan& plan, const Limits& limits) {
  Failures failures;
  const std::size_t cells = run::CellCount(plan);
  if (cells > limits.max_answer_cells) {
    failures.push_back({Reason::kResourceLimit, "options.metric_names",
                        "the answer would have " + std::to_string(cells) + " cells; the server's limit is " +
                            std::to_string(limits.max_answer_cells) +
                            "; expected fewer metrics or perspectives, or omits_projects"});
  }
  const std::size_t subjects = plan.omits_projects ? 1 : plan.projects.size() + 1;
  const std::size_t numbers = subjects * plan.parties.size() * static_cast<std::size_t>(plan.schema.axis.year_count);
  if (numbers > limits.max_table_numbers) {
    failures.push_back({Reason::kResourceLimit, "portfolio.parties",
                        "tables by party and year would have " + std::to_string(numbers) +
                            " numbers; the server's limit is " + std::to_string(limits.max_table_numbers) +
                            "; expected fewer parties or years, or omits_projects"});
  }
  return failures;
}

/// Projects of which the call would need to know more.
Failures CheckKnown(const model::Portfolio& portfolio, FigureSet may_lack) {
  Failures failures;
  const FieldPath root;
  const FieldPath top = root / "portfolio";
  const FieldPath projects = top / "projects";
  for (std::size_t i = 0; i < portfolio.projects.size(); ++i) {
    if ((portfolio.projects[i].unknown_figures - may_lack).is_empty()) continue;
    const FieldPath project = projects[i];
    failures.push_back({Reason::kMissingData, (project / "unknown_figures").Render(),
                        "says that not everything is known of project '" + portfolio.projects[i].id +
                            "'; this call needs more of it: expected its figures, or a portfolio without it"});
  }
  return failures;
}

const ValueScan& RequestScan() {
  static const ValueScan kScan(*v1::AppraisePortfolioRequest::descriptor());  // Of the schema alone; never changed.
  return kScan;
}

}  // namespace

Failures Below(const FieldPath& path, Failures failures) {
  const std::string prefix = path.Render();
  if (prefix.empty()) return failures;
  for (Failure& failure : failures) {
    failure.field_path = failure.field_path.empty() ? prefix : prefix + "." + failure.field_path;
  }
  return failures;
}

Result<Prepared, Failures> Prepare(const v1::AppraisePortfolioRequest& request, const FieldPath& path,
                                   const Limits& limits, const StopPoll& stop, bool omits_projects,
                                   FigureSet may_lack) {
  if (Failures failures = CheckSizes(request, path, limits); !failures.empty()) return failures;
  Reader reader(stop);
  const std::string bytes = CanonicalBytes(request);
  if (!RequestScan().IsClean(bytes, limits, stop)) CheckValues(request, path, limits, reader);
  if (stop()) return Failures{Cancelled()};
  if (reader.has(Reason::kResourceLimit)) return std::move(reader).Take();
  model::AppraisalRequest model = ConvertRequest(request, path, reader);
  if (stop()) return Failures{Cancelled()};
  Failures meaning = Below(path, model::Validate(model, stop));
  if (stop()) return Failures{Cancelled()};
  if (!reader.failures().empty()) return Joined(std::move(reader).Take(), meaning);
  if (!meaning.empty()) return meaning;
  if (Failures failures = CheckKnown(model.portfolio, may_lack); !failures.empty()) {
    return Below(path, std::move(failures));
  }
  model.options.omits_projects = model.options.omits_projects || omits_projects;
  auto plan = plan::Compile(model, {limits.max_ledger_cells, limits.max_points}, stop);
  if (!plan) return Below(path, std::move(plan).error());
  if (Failures failures = CheckAnswerSize(*plan, limits); !failures.empty()) return Below(path, std::move(failures));
  return Prepared{std::move(model), std::move(plan).value(), InputHash(bytes)};
}

}  // namespace calanque::service
