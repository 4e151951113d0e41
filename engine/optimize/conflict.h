// Why a programme has no solution: constraints that clash, or values that run away.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/optimize/solve.h"

namespace calanque::optimize {

/// Rows that stand or fall together: one constraint in the eyes of the reader.
using RowGroup = std::vector<std::size_t>;

/// A smallest-by-inclusion set of groups that no values can meet together: without any one of them the rest can be met.
/// Rows in no group, and the bounds of columns, are never dropped. Empty: these alone clash.
///
/// Errors  kNotApplicable: the programme can be met. kCancelled, kNotConverged, kInternal as Solve; a limit that leaves
///         it open whether a set can be met is kNotConverged.
/// Cost    one linear programme per group, then one mixed-integer programme per group that these leave (deletion
///         filter).
/// Source  J. Chinneck, Feasibility and Infeasibility in Optimization (2008), 6.2 deletion filter.
Result<std::vector<std::size_t>, Failures> FindConflict(const Programme& programme, std::span<const RowGroup> groups,
                                                        const Limits& limits = {});

/// A smallest-by-inclusion set of columns that run away together, all others at rest, for an ever better objective:
/// hold any one of them fast, and the rest of the set cannot. Integer columns count as any others.
///
/// Domain  a programme that can be met: Solve said kUnbounded, and FindConflict kNotApplicable.
/// Errors  kNotApplicable: nothing runs away. kCancelled, kNotConverged, kInternal as Solve.
/// Cost    one linear programme per column without one of its bounds (deletion filter over rays).
/// Source  J. Chinneck, Feasibility and Infeasibility in Optimization (2008), 6.4: unboundedness by its ray.
Result<std::vector<std::size_t>, Failures> FindUnbounded(const Programme& programme, const Limits& limits = {});

}  // namespace calanque::optimize
