// Numbers in messages.
#pragma once

#include <string>

namespace calanque::model {

/// Shortest text that reads back as the same number.
std::string NumberText(double value);

}  // namespace calanque::model
