// What a careful reader should know of the assumptions behind a plan.
#pragma once

#include "engine/plan/item_writer.h"

namespace calanque::plan {

/// A percentage that was written as a number is a rate that nobody means, and figures that look harmless.
void WarnOfRates(CompileContext& context);

/// An index of points stays as it is before its first year and after its last: no inflation, which nobody would see.
/// After the factors have moved into the plan, whose names say which curves are read as indices.
void WarnOfIndexEnds(CompileContext& context);

}  // namespace calanque::plan
