// What no field may hold, whatever it means.
#pragma once

#include <google/protobuf/message.h>

#include <string_view>

#include "calanque/v1/appraisal_service.pb.h"
#include "service/convert/reader.h"
#include "service/limits.h"

namespace calanque::service {

/// Fails every number that is not finite or larger in size than the limit, and every text that is not UTF-8, by
/// reflection. Stops half-way where the reader's caller has left.
void CheckValues(const google::protobuf::Message& message, const FieldPath& path, const Limits& limits, Reader& reader);

/// The same, but for the field of that name of the message itself: it is checked elsewhere.
void CheckValuesBeside(std::string_view omitted_field, const google::protobuf::Message& message, const FieldPath& path,
                       const Limits& limits, Reader& reader);

/// Fails (kResourceLimit) a list of `what` that is longer than its limit.
void CheckSize(int size, int limit, const FieldPath& path, const char* what, Reader& reader);

/// Whether a list of these messages is held by CheckSizes against a limit of its own.
bool HasOwnLimit(const google::protobuf::Descriptor* element);

/// Fails (kResourceLimit) every list that is longer than its limit. Nothing else is looked at where one is.
Failures CheckSizes(const v1::AppraisePortfolioRequest& request, const FieldPath& path, const Limits& limits);

}  // namespace calanque::service
