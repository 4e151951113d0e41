// Where in a request the converter is. A linked list on the stack: nothing is rendered until something is wrong.
#pragma once

#include <string>
#include <string_view>

namespace calanque::service {

/// One step of a path; its parents outlive it.
class FieldPath {
 public:
  FieldPath() = default;

  [[nodiscard]] FieldPath operator/(std::string_view name) const { return FieldPath(this, name, -1); }
  [[nodiscard]] FieldPath operator[](int index) const { return FieldPath(this, {}, index); }

  /// "portfolio.projects[3].with_project[0].investment.life_years"
  [[nodiscard]] std::string Render() const {
    if (parent_ == nullptr) return "";
    std::string text = parent_->Render();
    if (index_ >= 0) return text + "[" + std::to_string(index_) + "]";
    return text.empty() ? std::string(name_) : text + "." + std::string(name_);
  }

 private:
  FieldPath(const FieldPath* parent, std::string_view name, int index) : parent_(parent), name_(name), index_(index) {}

  const FieldPath* parent_ = nullptr;
  std::string_view name_;
  int index_ = -1;
};

}  // namespace calanque::service
