// What every converter from proto to model needs: a place to collect violations, and the small common values.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "calanque/v1/assumptions.pb.h"
#include "calanque/v1/cash_flow_item.pb.h"
#include "calanque/v1/common.pb.h"
#include "engine/base/field_path.h"
#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/cash_flow_item.h"
#include "engine/model/common.h"

namespace calanque::service {

/// Collects violations of syntax; conversion goes on with a neutral value so that all are found at once.
class Reader {
 public:
  explicit Reader(const StopPoll& stop = {}) : stop_(stop) {}

  /// Whether the caller has left. Long lists are then given up half read: what was read must not be used.
  [[nodiscard]] bool IsStopped() const { return stop_(); }
  /// After ten thousand it only looks on: nobody reads more, and a hostile request must not fill the memory.
  void Fail(const FieldPath& path, std::string message, Reason reason = Reason::kInvalidInput) {
    if (failures_.size() < kMaxFailures) failures_.push_back({reason, path.Render(), std::move(message)});
  }
  [[nodiscard]] const Failures& failures() const { return failures_; }
  [[nodiscard]] bool has(Reason reason) const {
    return std::any_of(failures_.begin(), failures_.end(), [reason](const Failure& f) { return f.reason == reason; });
  }
  [[nodiscard]] Failures Take() && { return std::move(failures_); }

  /// A required date.
  time::Date Date(const std::string& text, const FieldPath& path);
  /// A date that may be empty.
  std::optional<time::Date> OptionalDate(const std::string& text, const FieldPath& path);
  model::PriceBasis PriceBasis(v1::PriceBasis basis, const FieldPath& path);
  model::PriceTerms PriceTerms(const v1::PriceTerms& terms, const FieldPath& path);
  model::YearlyProfile YearlyProfile(const v1::YearlyProfile& profile, const FieldPath& path);
  std::vector<model::SourceNote> Sources(const google::protobuf::RepeatedPtrField<v1::SourceNote>& notes,
                                         const FieldPath& path);
  model::Commitment Commitment(v1::Commitment commitment, const FieldPath& path);
  model::EmissionScope Scope(v1::EmissionScope scope, const FieldPath& path);
  ledger::Category Category(v1::FlowCategory category, const FieldPath& path);
  /// Says that a value of an enum is missing or unknown, and which there are.
  template <typename Enum>
  void FailEnum(Enum value, const FieldPath& path);

 private:
  void FailEnumText(int value, const google::protobuf::EnumDescriptor& descriptor, const FieldPath& path);

  static constexpr std::size_t kMaxFailures = 10'000;

  StopPoll stop_;
  Failures failures_;
};

template <typename Enum>
void Reader::FailEnum(Enum value, const FieldPath& path) {
  FailEnumText(value, *google::protobuf::GetEnumDescriptor<Enum>(), path);
}

/// Copies a packed field.
template <typename Repeated>
auto ToVector(const Repeated& values) {
  return std::vector<typename Repeated::value_type>(values.begin(), values.end());
}

}  // namespace calanque::service
