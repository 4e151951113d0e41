#include "engine/model/validate.h"

#include <utility>

#include "engine/model/validation.h"

namespace calanque::model {

Failures Validate(const AppraisalRequest& request, const StopPoll& stop) {
  ValidationContext context(request, stop);
  const FieldPath root;
  ValidatePortfolio(context, root / "portfolio");
  ValidateAssumptions(context, root / "assumptions");
  ValidateOptions(context, root / "options");
  return std::move(context).Take();
}

}  // namespace calanque::model
