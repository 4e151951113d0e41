// The quantitative annex that a public buyer publishes with a partnership: Markdown to read, CSV to check.
#pragma once

#include <string>

#include "calanque/v1/ppp_service.pb.h"

namespace calanque::cli {

/// Writes annex.md and <mode>.csv per mode into `folder`, which is made where it is missing; comparator.csv where there
/// is a comparison (comparator-of-modes.csv where a mode has the first name). Answers what went wrong, or nothing.
std::string WriteAnnex(const v1::CompareDeliveryModesResponse& response, const std::string& folder);

/// The text of annex.md: the four items of article R2212-9 of the Code de la commande publique, the ratios of the city,
/// the compensation of VAT by route, contingent liabilities, statistical findings.
std::string AnnexText(const v1::CompareDeliveryModesResponse& response);

}  // namespace calanque::cli
