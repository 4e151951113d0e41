// The abatement curve as a table for people and as CSV.
#pragma once

#include <string>

#include "calanque/v1/abatement_curve.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Layers, bars, what raises emissions, totals; every figure with its unit.
std::string CurveTable(const v1::BuildAbatementCurveResponse& response, const TextStyle& style);

/// section,project,name,unit,year,value
std::string CurveCsv(const v1::BuildAbatementCurveResponse& response);

/// "saves money", ...
std::string MeasureKindText(v1::MeasureKind kind);

}  // namespace calanque::cli
