#include "clients/cli/request_files.h"

#include <filesystem>

namespace calanque::cli {

RequestSources RequestFiles::Sources(std::vector<RequestSource> flags) const {
  std::vector<RequestSource> parts = {{"", beside ? &*beside : nullptr, ""}, {"appraisal", &scenario, ""}};
  parts.insert(parts.end(), flags.begin(), flags.end());
  return RequestSources(std::move(parts));
}

std::string FindBeside(const std::string& path, const std::string& given, const std::string& name, Beside need) {
  if (!given.empty()) return given;
  std::string file = FileBeside(path, name);
  return need == Beside::kOptional && !std::filesystem::exists(file) ? "" : file;
}

bool IsBesideNothing(const std::string& path, const std::string& given) {
  return given.empty() && !std::filesystem::exists(path);
}

}  // namespace calanque::cli
