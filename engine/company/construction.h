// Sources and uses while the works go on.
#pragma once

#include "engine/company/workspace.h"

namespace calanque::company {

/// Draws debt and equity so that sources equal uses at every point up to construction_end, given the debt amounts and
/// the reserves to prefund; fills fees, interest during construction, draws, balances and the uses.
///
/// Interest of a period bears on the balance at its start and, for draw_weight of the period, on its draws; paid out of
/// the period's draws, it is part of what it depends on. Pro rata that is linear and solved at once:
///   uses = (X + sum r B + c (F - B)) / (1 - w sum s (r - c)),
/// X works and fees less grants, r rate, c commitment fee, B opening balance, F facility, s share, w draw weight.
/// Source  the identity sources = uses; the case w = 1/2: World Bank PPIAF toolkit for highways, financial model,
///         interest during construction.
/// Cost    O(points of construction x tranches), no allocation.
void FundConstruction(const Terms& terms, Workspace& work);

}  // namespace calanque::company
