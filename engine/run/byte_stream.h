// Plain values to bytes and back, for processes of one program on machines of one kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace calanque::run {

class ByteWriter {
 public:
  template <typename T>
  void Put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    PutSpan(std::span(&value, 1));
  }
  template <typename T>
  void PutSpan(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    const auto bytes = std::as_bytes(values);
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  /// Count, then values.
  template <typename T>
  void PutVector(const std::vector<T>& values) {
    Put(static_cast<std::uint64_t>(values.size()));
    PutSpan(std::span<const T>(values));
  }
  [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }
  std::vector<std::byte> Take() && { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Reads what a ByteWriter wrote. Reading beyond the end leaves zeros and makes is_good false.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <typename T>
  T Get() {
    T value{};
    GetSpan(std::span(&value, 1));
    return value;
  }
  template <typename T>
  void GetSpan(std::span<T> values) {
    const std::size_t size = values.size_bytes();
    is_good_ = is_good_ && size <= bytes_.size();
    if (!is_good_ || size == 0) return;
    std::memcpy(values.data(), bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
  }
  /// Empty where the count is more than what is left.
  template <typename T>
  std::vector<T> GetVector() {
    const auto count = Get<std::uint64_t>();
    is_good_ = is_good_ && count <= bytes_.size() / sizeof(T);
    std::vector<T> values(is_good_ ? count : 0);
    GetSpan(std::span<T>(values));
    return values;
  }
  [[nodiscard]] bool is_good() const { return is_good_; }
  [[nodiscard]] bool is_at_end() const { return bytes_.empty(); }

 private:
  std::span<const std::byte> bytes_;
  bool is_good_ = true;
};

}  // namespace calanque::run
