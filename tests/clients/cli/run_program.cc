#include "tests/clients/cli/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace calanque::cli {
namespace {

using Pipe = std::array<int, 2>;

/// Forks; the child's output and errors go into the pipes (errors only where there is a second).
pid_t Start(const std::string& program, const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment, Pipe& output, Pipe* errors) {
  if (pipe2(output.data(), O_CLOEXEC) != 0 || (errors != nullptr && pipe2(errors->data(), O_CLOEXEC) != 0)) return -1;
  const pid_t process = fork();
  if (process != 0) {
    close(output[1]);
    if (errors != nullptr) close((*errors)[1]);
    return process;
  }
  dup2(output[1], STDOUT_FILENO);
  if (errors != nullptr) dup2((*errors)[1], STDERR_FILENO);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  execv(program.c_str(), words.data());
  _exit(127);
}

/// Reads both to their ends, whichever has something, so that neither fills up.
void Drain(int output, int errors, ProgramOutcome& outcome) {
  std::array<pollfd, 2> waiting = {pollfd{output, POLLIN, 0}, pollfd{errors, POLLIN, 0}};
  std::array<std::string*, 2> texts = {&outcome.output, &outcome.errors};
  std::array<char, 4096> chunk{};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      const ssize_t length = read(waiting[i].fd, chunk.data(), chunk.size());
      if (length > 0) {
        texts[i]->append(chunk.data(), static_cast<std::size_t>(length));
      } else {
        close(waiting[i].fd);
        waiting[i].fd = -1;
      }
    }
  }
}

}  // namespace

ProgramOutcome RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment) {
  Pipe output{};
  Pipe errors{};
  ProgramOutcome outcome;
  const pid_t process = Start(program, arguments, environment, output, &errors);
  if (process < 0) return outcome;
  Drain(output[0], errors[0], outcome);
  int status = 0;
  waitpid(process, &status, 0);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

ServerProcess::ServerProcess(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {"--listen", "127.0.0.1:0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  Pipe output{};
  process_ = Start(program, words, {}, output, nullptr);
  if (process_ < 0) return;
  std::string line;  // "calanqued 0.1.0 listening on 127.0.0.1:34567"
  for (char c = 0; read(output[0], &c, 1) == 1 && c != '\n';) line += c;
  close(output[0]);
  if (line.find("listening on ") != std::string::npos) address_ = line.substr(line.rfind(' ') + 1);
}

ServerProcess::~ServerProcess() {
  if (process_ < 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

}  // namespace calanque::cli
