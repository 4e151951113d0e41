#include "service/batch/loss_notice.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <string_view>

namespace calanque::service {
namespace {

// A signal's handler sees nothing but what is static. Written before the handler stands, or atomic.
std::array<char, 4096> kept_file{};
std::atomic<std::int64_t> kept_path_count = 0;
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

void Say(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void SayNumber(std::int64_t number) {
  std::array<char, 20> digits{};
  std::size_t at = digits.size();
  do {
    digits[--at] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  Say({digits.data() + at, digits.size() - at});
}

/// Only what a handler may call: write and _exit.
void OnTerminate(int /*signal*/) {
  Say("calanque-batch: a rank was lost or the run was stopped; ");
  if (kept_file.front() == '\0') {
    Say("nothing is kept (see --checkpoint)\n");
  } else if (kept_path_count == 0) {
    Say("nothing was kept yet\n");
  } else {
    SayNumber(kept_path_count);
    Say(" paths are kept in ");
    Say({kept_file.data(), std::strlen(kept_file.data())});
    Say("; run the same command again to go on\n");
  }
  _exit(kLossExitCode);
}

}  // namespace

LossNotice::LossNotice(const std::string& file) {
  const std::size_t length = std::min(file.size(), kept_file.size() - 1);
  std::copy_n(file.begin(), length, kept_file.begin());
  kept_file.at(length) = '\0';
  kept_path_count = 0;
  struct sigaction action {};
  action.sa_handler = OnTerminate;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

LossNotice::~LossNotice() {
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
}

void LossNotice::SetKept(std::int64_t path_count) { kept_path_count = path_count; }

}  // namespace calanque::service
