// The abatement curve as a table for people, as CSV and as a drawing.
#pragma once

#include <string>

#include "calanque/v1/abatement_curve.pb.h"
#include "clients/cli/number_text.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Layers, bars, what raises emissions, totals; then interactions, speed, pathways and carbon budget where there are
/// any.
std::string CurveTable(const v1::BuildAbatementCurveResponse& response, const TextStyle& style);

/// The part of the table after the curve: interactions, speed, pathways and carbon budget.
std::string PlanTables(const v1::BuildAbatementCurveResponse& response, const TextStyle& style);

/// section,subject,name,unit,year,value
std::string CurveCsv(const v1::BuildAbatementCurveResponse& response);

/// The curve as a picture (SVG 1.1): measures that cost money as bars, cost per tonne over tonnes; measures that save
/// money before them, flat and shaded by layer, since they have no cost per tonne. Every bar carries its name and
/// figures.
std::string CurveSvg(const v1::BuildAbatementCurveResponse& response);

/// "saves money", ...
std::string MeasureKindText(v1::MeasureKind kind);

/// Display name of a project, as it came.
std::string ProjectNameOf(const v1::BuildAbatementCurveResponse& response, const std::string& project_id);

/// How the table shows the costs of the answer.
MoneyScale CostScaleOf(const v1::BuildAbatementCurveResponse& response);

}  // namespace calanque::cli
