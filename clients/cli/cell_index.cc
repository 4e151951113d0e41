#include "clients/cli/cell_index.h"

namespace calanque::cli {
namespace {

std::string KeyOf(std::string_view metric, std::string_view project, std::string_view perspective, v1::FlowView view) {
  std::string key;
  key.reserve(metric.size() + project.size() + perspective.size() + 4);
  key.append(metric).append("\n").append(project).append("\n").append(perspective).append("\n");
  key += static_cast<char>('0' + static_cast<int>(view));
  return key;
}

}  // namespace

CellIndex::CellIndex(const google::protobuf::RepeatedPtrField<v1::MetricCell>& cells) {
  cells_.reserve(static_cast<std::size_t>(cells.size()));
  for (const v1::MetricCell& cell : cells) {
    cells_.emplace(KeyOf(cell.metric_name(), cell.project_id(), cell.perspective_id(), cell.view()), &cell);
  }
}

const v1::MetricCell* CellIndex::Find(std::string_view metric, std::string_view project, std::string_view perspective,
                                      v1::FlowView view) const {
  const auto found = cells_.find(KeyOf(metric, project, perspective, view));
  if (found != cells_.end()) return found->second;
  if (perspective.empty()) return nullptr;
  return Find(metric, project, "", view);
}

std::optional<double> SingleValue(const v1::MetricCell* cell) {
  if (cell == nullptr) return std::nullopt;
  if (cell->has_value()) return cell->value();
  if (cell->has_values() && cell->values().values_size() == 1) return cell->values().values(0);
  return std::nullopt;
}

}  // namespace calanque::cli
