#include "clients/cli/common_options.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "clients/cli/output_json.h"
#include "service/host_port.h"

namespace calanque::cli {
namespace {

constexpr std::size_t kNarrowest = 60;
constexpr std::size_t kWidest = 200;

/// A slip here would cost the user the connect deadline before he learns of it.
std::string CheckAddress(const std::string& address) { return service::HostPortProblem(address, /*least_port=*/1); }

/// NaN, too, is no time to wait; and what is longer than 30 years does not fit the clock.
std::string CheckTimeout(const std::string& text) {
  constexpr double kLongest = 1e9;
  double seconds = 0.0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  const bool is_good = error == std::errc() && stop == end && seconds > 0.0 && seconds <= kLongest;
  return is_good ? "" : "'" + text + "' is no number of seconds above 0, up to 1000000000";
}

/// Leaves what is there as it is.
std::string CheckWritable(const std::string& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return "cannot write " + file + ": it is a folder";
  const bool is_there = std::filesystem::exists(file, error);
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  const std::string target = is_there ? file : folder.empty() ? "." : folder.string();
  if (access(target.c_str(), W_OK) == 0) return "";
  return "cannot write " + file + ": " + std::strerror(errno);
}

bool IsSet(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

/// Hands out a function that writes to the file, or to standard output where there is no path; `make` returns what else
/// went wrong.
template <typename Make>
ExitCode WriteBy(const std::string& path, const Make& make) {
  std::FILE* const file = path.empty() ? stdout : std::fopen(path.c_str(), "wb");
  int error = file == nullptr ? errno : 0;
  const TextSink write = [&](std::string_view text) {
    if (error == 0 && std::fwrite(text.data(), 1, text.size(), file) != text.size()) error = errno;
    return error == 0;
  };
  const std::string problem = error == 0 ? make(write) : "";
  if (error == 0 && std::fflush(file) != 0) error = errno;
  if (file != nullptr && file != stdout && std::fclose(file) != 0 && error == 0) error = errno;
  if (error == 0 && problem.empty()) return ExitCode::kGood;
  std::cerr << "calanque: cannot write " << (path.empty() ? "to standard output" : path) << ": "
            << (error == 0 ? problem : std::strerror(error)) << "\n";
  return ExitCode::kUsage;
}

}  // namespace

void AddServerOptions(CLI::App& command, ServerChoice& choice) {
  command
      .add_option("--server", choice.address,
                  "HOST:PORT of a calanqued; default: the service inside this process, no port")
      ->check(CLI::Validator(CheckAddress, "HOST:PORT"));
  command.add_option("--timeout", choice.timeout_seconds, "Seconds after which a call is given up; default: none")
      ->check(CLI::Validator(CheckTimeout, ""))
      ->type_name("SECONDS");
}

void AddOutputOptions(CLI::App& command, OutputChoice& choice) {
  command.add_option("--format", choice.format, "table (for people), json (protobuf JSON of the answer) or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->type_name("FORMAT");
  command.add_option("--output", choice.file, "Write to this file instead of standard output")
      ->check(CLI::Validator(CheckWritable, ""))
      ->type_name("FILE");
}

void AddMetricOption(CLI::App& command, std::vector<std::string>& names) {
  command.add_option("--metric", names, "Only this metric (see `calanque metrics`); may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
}

void RefuseEmptyValues(CLI::App& program) {
  const auto check = [](const std::string& text) {
    return std::string(text.empty() ? "is empty; expected a value, or not this flag (an unset variable of the shell?)"
                                    : "");
  };
  for (CLI::Option* option : program.get_options()) {
    const bool takes_value = option->get_items_expected_max() > 0;
    if (takes_value) option->check(CLI::Validator(check, ""));
  }
  for (CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) RefuseEmptyValues(*command);
}

ExitCode WriteOutput(const OutputChoice& choice, const Renderers& renderers) {
  if (choice.format == "json") {
    return WriteBy(choice.file, [&](const TextSink& write) { return WriteJson(*renderers.json, write); });
  }
  std::string text = choice.format == "csv" ? renderers.csv() : renderers.table(StyleOfOutput(choice));
  if (!text.ends_with('\n')) text += '\n';
  return WriteText(text, choice.file);
}

ExitCode WriteText(const std::string& text, const std::string& path) {
  return WriteBy(path, [&](const TextSink& write) {
    write(text);
    return std::string();
  });
}

TextStyle StyleOfOutput(const OutputChoice& choice) {
  TextStyle style;
  const bool is_carried_on = IsSet("OMPI_COMM_WORLD_SIZE");
  const bool is_terminal = choice.file.empty() && !is_carried_on && isatty(STDOUT_FILENO) == 1;
  const char* term = std::getenv("TERM");
  style.has_color = is_terminal && !IsSet("NO_COLOR") && (term == nullptr || std::strcmp(term, "dumb") != 0);
  std::size_t width = 0;
  if (const char* columns = std::getenv("COLUMNS")) std::from_chars(columns, columns + std::strlen(columns), width);
  winsize size{};
  if (width == 0 && is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  if (width > 0) style.width = std::clamp(width, kNarrowest, kWidest);
  return style;
}

}  // namespace calanque::cli
