// Finds cells of an answer by what they are about.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "calanque/v1/appraisal_service.pb.h"

namespace calanque::cli {

/// Cells by metric, project, perspective and view. The answer must outlive it.
class CellIndex {
 public:
  explicit CellIndex(const google::protobuf::RepeatedPtrField<v1::MetricCell>& cells);

  /// The cell, or the one without a perspective (tonnes and energy look the same from everywhere), or nullptr.
  [[nodiscard]] const v1::MetricCell* Find(std::string_view metric, std::string_view project,
                                           std::string_view perspective,
                                           v1::FlowView view = v1::FLOW_VIEW_INCREMENTAL) const;

 private:
  std::unordered_map<std::string, const v1::MetricCell*> cells_;
};

/// The only number of a cell; nullopt for a failure, a series, several numbers or no cell.
std::optional<double> SingleValue(const v1::MetricCell* cell);

}  // namespace calanque::cli
