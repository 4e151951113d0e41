#include <memory>
#include <string>
#include <vector>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"

namespace calanque::cli {
namespace {

/// What can be typed after one command. Read from the program itself, so that it cannot fall behind.
struct Words {
  std::string command;
  std::string description;
  std::vector<std::string> flags;
};

// Values of flags that have few.
constexpr const char* kFormats = "table json csv";
constexpr const char* kViews = "incremental with without";
constexpr const char* kSamplings = "pseudo-random sobol latin-hypercube";
constexpr const char* kShells = "bash zsh fish";

std::vector<std::string> FlagsOf(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  return flags;
}

std::vector<Words> Commands(const CLI::App& program) {
  std::vector<Words> commands;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back({command->get_name(), command->get_description(), FlagsOf(*command)});
  }
  return commands;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string BashScript(const std::vector<Words>& commands, const std::vector<std::string>& program_flags) {
  std::vector<std::string> names;
  for (const Words& words : commands) names.push_back(words.command);
  std::string text =
      "# Completion of calanque for bash: source <(calanque completion bash)\n"
      "_calanque() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
      "  case $before in\n"
      "    --format) words='" +
      std::string(kFormats) + "' ;;\n    --view) words='" + kViews + "' ;;\n    --sampling) words='" + kSamplings +
      "' ;;\n"
      "    --output|--risk|--terms|--curve|--actuals) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
      "    --server|--timeout|--metric|--project|--perspective|--paths|--seed|--target-error|--frontier) return ;;\n"
      "  esac\n"
      "  if [[ -n $words ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$word\")); return; fi\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    COMPREPLY=($(compgen -W '" +
      Joined(names) + " " + Joined(program_flags) +
      "' -- \"$word\"))\n    return\n  fi\n"
      "  case ${COMP_WORDS[1]} in\n";
  for (const Words& words : commands) text += "    " + words.command + ") words='" + Joined(words.flags) + "' ;;\n";
  text += std::string("  esac\n  if [[ ${COMP_WORDS[1]} == completion ]]; then words+=' ") + kShells +
          "'; fi\n"
          "  if [[ $word == -* || ${COMP_WORDS[1]} == completion ]]; then\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
          "  else\n"
          "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
          "  fi\n"
          "}\n"
          "complete -o filenames -F _calanque calanque\n";
  return text;
}

/// zsh runs the bash function through its own emulation.
std::string ZshScript(const std::vector<Words>& commands, const std::vector<std::string>& program_flags) {
  return "#compdef calanque\n# Completion of calanque for zsh: source <(calanque completion zsh)\n"
         "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" +
         BashScript(commands, program_flags);
}

std::string FishQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string FishScript(const std::vector<Words>& commands) {
  std::string text = "# Completion of calanque for fish: calanque completion fish | source\n";
  for (const Words& words : commands) {
    text += "complete -c calanque -n __fish_use_subcommand -f -a " + words.command + " -d " +
            FishQuoted(words.description) + "\n";
  }
  for (const Words& words : commands) {
    const std::string seen = "complete -c calanque -n '__fish_seen_subcommand_from " + words.command + "'";
    for (const std::string& flag : words.flags) {
      text += seen + " -l " + flag.substr(2);
      if (flag == "--format") text += std::string(" -x -a '") + kFormats + "'";
      if (flag == "--view") text += std::string(" -x -a '") + kViews + "'";
      if (flag == "--sampling") text += std::string(" -x -a '") + kSamplings + "'";
      text += "\n";
    }
    if (words.command == "completion") text += seen + " -f -a '" + kShells + "'\n";
  }
  return text;
}

}  // namespace

void AddCompletion(CLI::App& program, ExitCode& exit_code) {
  auto shell = std::make_shared<std::string>();
  CLI::App& command = *program.add_subcommand("completion", "Print the completion script of a shell");
  command.add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("SHELL");
  command.footer("Example: source <(calanque completion bash)");
  command.callback([&program, shell, &exit_code] {
    const std::vector<Words> commands = Commands(program);
    const std::string script = *shell == "bash"  ? BashScript(commands, FlagsOf(program))
                               : *shell == "zsh" ? ZshScript(commands, FlagsOf(program))
                                                 : FishScript(commands);
    exit_code = WriteText(script, "");
  });
}

}  // namespace calanque::cli
