#include "tests/clients/cli/end_to_end/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace calanque::cli {
namespace {

/// Both ends of a pipe, or of a pseudo-terminal: [0] is read here, [1] is written by the program.
std::array<int, 2> OpenChannel(bool is_terminal) {
  std::array<int, 2> ends{};
  if (!is_terminal) {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
    return ends;
  }
  ends[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (ends[0] < 0 || grantpt(ends[0]) != 0 || unlockpt(ends[0]) != 0) throw std::runtime_error("posix_openpt failed");
  ends[1] = open(ptsname(ends[0]), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (ends[1] < 0) throw std::runtime_error("cannot open the pseudo-terminal");
  return ends;
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// Reads both until both are at their end; a pseudo-terminal says so by EIO.
void ReadAll(int out, int err, ProgramRun& run) {
  std::array<pollfd, 2> files = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  std::array<std::string*, 2> texts = {&run.out, &run.err};
  std::array<char, 65536> buffer{};
  while (files[0].fd >= 0 || files[1].fd >= 0) {
    if (poll(files.data(), files.size(), -1) < 0 && errno != EINTR) throw std::runtime_error("poll failed");
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (files[i].fd < 0 || files[i].revents == 0) continue;
      const ssize_t count = read(files[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      } else {
        close(files[i].fd);
        files[i].fd = -1;
      }
    }
  }
}

}  // namespace

ProgramRun RunCalanque(const std::vector<std::string>& arguments, const std::string& folder,
                       const std::vector<std::string>& environment, bool is_on_terminal) {
  std::vector<std::string> all = {CALANQUE_PROGRAM};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = {"PATH=/usr/bin:/bin", "TERM=xterm"};
  variables.insert(variables.end(), environment.begin(), environment.end());
  const std::vector<char*> argument_pointers = Pointers(all);
  const std::vector<char*> variable_pointers = Pointers(variables);
  const std::array<int, 2> out = OpenChannel(is_on_terminal);
  const std::array<int, 2> err = OpenChannel(false);

  // Between fork and exec only calls that are safe in a process whose other threads are gone.
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(out[1], STDOUT_FILENO) < 0 ||
        dup2(err[1], STDERR_FILENO) < 0 || chdir(folder.c_str()) != 0) {
      _exit(126);
    }
    execve(argument_pointers[0], argument_pointers.data(), variable_pointers.data());
    _exit(127);
  }
  close(out[1]);
  close(err[1]);
  ProgramRun run;
  ReadAll(out[0], err[0], run);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) run.exit_code = WEXITSTATUS(status);
  return run;
}

}  // namespace calanque::cli
