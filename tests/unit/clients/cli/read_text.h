// Reads YAML text into a request, for the tests of the reader.
#pragma once

#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "service/limits.h"

namespace calanque::cli {

/// What came of it.
struct ReadOutcome {
  v1::AppraisePortfolioRequest request;
  std::vector<std::string> problems;  ///< Rendered.
};

/// Reads `text` as the file "f.yaml".
ReadOutcome ReadText(const std::string& text, const service::Limits& limits = {});

}  // namespace calanque::cli
