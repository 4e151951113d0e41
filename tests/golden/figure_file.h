// Files of expected figures: "key,...,value" under a heading, one figure a line.
#pragma once

#include <fstream>
#include <map>
#include <string>

namespace calanque::golden {

using Figures = std::map<std::string, double>;  ///< Everything before the last comma, to the value.

inline void WriteFigures(const std::string& path, const std::string& heading, const Figures& figures) {
  std::ofstream file(path);
  file << heading << "\n";
  file.precision(15);
  for (const auto& [key, value] : figures) file << key << "," << value << "\n";
}

inline Figures ReadFigures(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  Figures figures;
  while (std::getline(file, line)) {
    const auto comma = line.rfind(',');
    figures[line.substr(0, comma)] = std::stod(line.substr(comma + 1));
  }
  return figures;
}

}  // namespace calanque::golden
