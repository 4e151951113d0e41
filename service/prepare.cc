#include "service/prepare.h"

#include "engine/model/validate.h"
#include "engine/plan/compile.h"
#include "service/convert/check_values.h"
#include "service/convert/from_proto.h"

namespace calanque::service {
namespace {

/// The engine's paths start at the request; the caller's at the call.
Failures Below(const FieldPath& path, Failures failures) {
  const std::string prefix = path.Render();
  if (prefix.empty()) return failures;
  for (Failure& failure : failures) {
    failure.field_path = failure.field_path.empty() ? prefix : prefix + "." + failure.field_path;
  }
  return failures;
}

}  // namespace

Result<Prepared, Failures> Prepare(const v1::AppraisePortfolioRequest& request, const FieldPath& path,
                                   const Limits& limits, bool omits_projects) {
  if (Failures failures = CheckSizes(request, path, limits); !failures.empty()) return failures;
  Reader reader;
  CheckValues(request, path, limits, reader);
  model::AppraisalRequest model = ConvertRequest(request, path, reader);
  if (!reader.failures().empty()) return std::move(reader).Take();
  if (Failures failures = model::Validate(model); !failures.empty()) return Below(path, std::move(failures));
  model.options.omits_projects = model.options.omits_projects || omits_projects;
  auto plan = plan::Compile(model, {limits.max_ledger_cells});
  if (!plan) return Below(path, std::move(plan).error());
  return Prepared{std::move(model), std::move(plan).value()};
}

}  // namespace calanque::service
