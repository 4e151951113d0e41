// Where in a request a reader is. A linked list on the stack: nothing is rendered until something is wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace calanque {

/// One step of a path. Its parent and its name outlive it: `path / "a"` is for the next call down, or for a variable
/// whose parent is a variable too; a chain of two temporaries does not compile.
class FieldPath {
 public:
  FieldPath() = default;

  [[nodiscard]] FieldPath operator/(std::string_view name) const& { return FieldPath(this, name, kNoIndex); }
  [[nodiscard]] FieldPath operator[](std::size_t index) const& { return FieldPath(this, {}, index); }
  FieldPath operator/(std::string_view name) const&& = delete;
  FieldPath operator[](std::size_t index) const&& = delete;

  /// "portfolio.projects[3].with_project[0].investment.life_years"; empty for the root.
  [[nodiscard]] std::string Render() const {
    if (parent_ == nullptr) return "";
    std::string text = parent_->Render();
    if (index_ != kNoIndex) return text + "[" + std::to_string(index_) + "]";
    if (!text.empty()) text += '.';
    return text.append(name_);
  }

 private:
  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);

  FieldPath(const FieldPath* parent, std::string_view name, std::size_t index)
      : parent_(parent), name_(name), index_(index) {}

  const FieldPath* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = kNoIndex;
};

}  // namespace calanque
