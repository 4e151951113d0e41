// Tables of a Climate City Contract made from a portfolio, between proto and engine.
#pragma once

#include <cstddef>
#include <vector>

#include "calanque/v1/contract_tables.pb.h"
#include "engine/base/result.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/contract_tables.h"

namespace calanque::service {

/// Positions among the plan's perspectives.
struct ContractPerspectives {
  std::size_t municipality = 0;
  std::size_t economy = 0;
  bool economy_is_whole = true;  ///< It includes all parties.
};

/// Looks up what the request names, or its defaults; every failure with its path.
Failures FindContractPerspectives(const v1::BuildContractTablesRequest& request, const plan::Plan& plan,
                                  ContractPerspectives& perspectives);

/// Says where all stakeholders together are seen by a perspective that leaves some out.
Failures ContractPerspectiveWarnings(const v1::BuildContractTablesRequest& request,
                                     const ContractPerspectives& perspectives);

/// What the tables go by.
void FillContractConventions(v1::Conventions& conventions);

/// Names fields of action by the baseline's sectors, builds the tables and writes them.
void FillBuiltTables(const v1::BuildContractTablesRequest& request, const plan::Plan& plan,
                     std::vector<portfolio::ContractProject> projects, v1::BuildContractTablesResponse& out);

}  // namespace calanque::service
