#include "engine/model/validate.h"

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

/// Ids first, so that every reference can be checked wherever it stands.
template <typename List>
void AddIds(const List& list, const std::string& path, IdSet& ids, Failures& failures) {
  for (std::size_t i = 0; i < list.size(); ++i) ids.Add(list[i].id, i, path + "[" + std::to_string(i) + "]", failures);
}

}  // namespace

Failures Validate(const AppraisalRequest& request) {
  Failures failures;
  ValidationContext context{request, failures};
  AddIds(request.portfolio.parties, "portfolio.parties", context.parties, failures);
  AddIds(request.portfolio.projects, "portfolio.projects", context.projects, failures);
  if (request.portfolio.baseline) {
    AddIds(request.portfolio.baseline->sectors, "portfolio.baseline.sectors", context.sectors, failures);
  }
  AddIds(request.assumptions.curves, "assumptions.curves", context.curves, failures);
  AddIds(request.assumptions.carriers, "assumptions.carriers", context.carriers, failures);
  AddIds(request.assumptions.discount_rates, "assumptions.discount_rates", context.discount_rates, failures);
  ValidateOptions(context);
  ValidatePortfolio(context);
  ValidateAssumptions(context);
  return failures;
}

}  // namespace calanque::model
