// Opens one project's figures down to columns, formulas, inputs and sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/metric/metric.h"
#include "engine/model/request.h"
#include "engine/run/evaluate.h"

namespace calanque::run {

/// One input of a column.
struct ExplainedInput {
  std::string name;
  std::string value;
  std::string source;
  std::vector<double> values;  ///< For a curve: per point, as multiplied in.
};

struct ExplainedMoney {
  std::string item_id;
  std::string display_name;
  ledger::MoneyColumn column;
  std::string formula;
  std::vector<ExplainedInput> inputs;
  std::vector<double> amounts;
  std::vector<double> discount_factors;
  int sign = 0;  ///< In the view asked for; already turned for the side without.
  double present_value_amount = 0.0;
};

struct ExplainedPhysical {
  std::string item_id;
  std::string display_name;
  ledger::PhysicalColumn column;
  std::string unit;
  std::string kind;
  std::string formula;
  std::vector<ExplainedInput> inputs;
  std::vector<double> quantities;
};

struct Explanation {
  Cells cells;  ///< Of this project, perspective and view; perspective-free ones too.
  std::vector<ExplainedMoney> money;
  std::vector<ExplainedPhysical> physical;
  Failures warnings;  ///< Of the plan, but for those of other projects and their sources.
};

/// Explains a project of a compiled request. `request` must be the one `plan` was compiled from.
///
/// Errors  kInvalidInput with path "project_id" or "perspective_id" where it is unknown or was not asked for.
Result<Explanation> Explain(const model::AppraisalRequest& request, const plan::Plan& plan, std::string_view project_id,
                            std::string_view perspective_id, metric::View view);

}  // namespace calanque::run
