#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace calanque::tidy {

/// Goes through a request and returns, as "portfolio.projects[0].with_project[1]: what is wrong", every figure of a
/// message with `sources` that no SourceNote covers, every note without kind or citation, and every note that names a
/// field which is not there.
///
/// A figure is a number that is set, in the message or in a message within it that has no `sources` of its own. A note
/// covers it by naming its field, by naming a field that holds it, or by naming none. Years and tenors at which a
/// curve's values stand go with the values and need no note.
std::vector<std::string> SourceFaults(const google::protobuf::Message& request);

}  // namespace calanque::tidy
