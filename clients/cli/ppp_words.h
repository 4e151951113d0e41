// Words and pairings that the table and the annex of a partnership share.
#pragma once

#include <optional>
#include <string>

#include "calanque/v1/ppp_service.pb.h"

namespace calanque::cli {

/// What a finding is in words; commitments say their years. The name itself where there is no word.
std::string FindingLabel(const std::string& name);

/// The model's figure that measures what somebody published.
struct PublishedComparison {
  std::string measure;
  std::optional<double> model_amount;  ///< None where the mode has no such figure.
};
PublishedComparison BesidePublished(const v1::CompareDeliveryModesResponse& response, const v1::PublishedTotal& total);

/// Whether some mode is discounted with a premium of its own.
bool HasPremium(const v1::CompareDeliveryModesResponse& response);

/// "1.52 %, 4.00 %", or "none".
std::string RatesText(const google::protobuf::RepeatedField<double>& rates);

}  // namespace calanque::cli
