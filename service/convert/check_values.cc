#include "service/convert/check_values.h"

#include <google/protobuf/reflection.h>

#include <cmath>
#include <cstdint>
#include <string_view>

#include "calanque/v1/abatement_curve.pb.h"
#include "calanque/v1/progress.pb.h"
#include "calanque/v1/risk.pb.h"
#include "service/convert/utf8.h"

namespace calanque::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class Checker {
 public:
  Checker(const Limits& limits, Reader& reader) : limits_(limits), reader_(reader) {}

  /// All fields but that of the message itself with the omitted name, where there is one.
  void Check(const Message& message, const FieldPath& path, std::string_view omitted_field = {}) {
    const auto& reflection = *message.GetReflection();
    const auto& descriptor = *message.GetDescriptor();
    for (int k = 0; k < descriptor.field_count(); ++k) {
      const FieldDescriptor& field = *descriptor.field(k);
      if (!omitted_field.empty() && field.name() == omitted_field) continue;
      if (field.is_repeated()) {
        CheckList(message, field, reflection.FieldSize(message, &field), path);
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        const double value = reflection.GetDouble(message, &field);
        if (!IsFine(value)) FailNumber(value, path / field.name());
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        const std::string& text = reflection.GetStringReference(message, &field, &buffer_);
        if (!IsUtf8(text)) FailText(path / field.name());
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && reflection.HasField(message, &field)) {
        Check(reflection.GetMessage(message, &field), path / field.name());
      }
    }
  }

 private:
  void CheckList(const Message& message, const FieldDescriptor& field, int count, const FieldPath& path) {
    if (count == 0) return;
    const auto& reflection = *message.GetReflection();
    const FieldPath list = path / field.name();
    const auto type = field.cpp_type();
    if (count > limits_.max_list_values &&
        (type != FieldDescriptor::CPPTYPE_MESSAGE || !HasOwnLimit(field.message_type()))) {
      reader_.Fail(
          list,
          "has " + std::to_string(count) + " values; the server's limit is " + std::to_string(limits_.max_list_values),
          Reason::kResourceLimit);
      return;
    }
    if (type == FieldDescriptor::CPPTYPE_DOUBLE) {
      const auto& values = reflection.GetRepeatedFieldRef<double>(message, &field);
      for (int i = 0; i < count; ++i) {
        if (const double value = values.Get(i); !IsFine(value)) FailNumber(value, list[i]);
      }
    } else if (type == FieldDescriptor::CPPTYPE_STRING) {
      for (int i = 0; i < count; ++i) {
        if (!IsUtf8(reflection.GetRepeatedStringReference(message, &field, i, &buffer_))) FailText(list[i]);
      }
    } else if (type == FieldDescriptor::CPPTYPE_MESSAGE) {
      const bool may_be_long = HasOwnLimit(field.message_type());
      for (int i = 0; i < count && !(may_be_long && reader_.IsStopped()); ++i) {
        Check(reflection.GetRepeatedMessage(message, &field, i), list[i]);
      }
    }
  }

  [[nodiscard]] bool IsFine(double value) const { return std::abs(value) <= limits_.max_magnitude; }

  void FailNumber(double value, const FieldPath& path) {
    reader_.Fail(path, std::isfinite(value)
                           ? "is larger than 1e15 in size; expected money in currency units, fractions, MWh or tonnes"
                           : "is no finite number; expected a number");
  }

  void FailText(const FieldPath& path) { reader_.Fail(path, "is not UTF-8 text"); }

  const Limits& limits_;
  Reader& reader_;
  std::string buffer_;
};

class SizeChecker {
 public:
  void Check(std::int64_t size, std::int64_t limit, const FieldPath& path, const char* what) {
    if (size <= limit) return;
    failures_.push_back(
        {Reason::kResourceLimit, path.Render(),
         "has " + std::to_string(size) + " " + what + "; the server's limit is " + std::to_string(limit)});
  }

  Failures Take() && { return std::move(failures_); }

 private:
  Failures failures_;
};

}  // namespace

bool HasOwnLimit(const google::protobuf::Descriptor* element) {
  return element == v1::Project::descriptor() || element == v1::CashFlowItem::descriptor() ||
         element == v1::FinancingSource::descriptor() || element == v1::Curve::descriptor() ||
         element == v1::Carrier::descriptor() || element == v1::DiscountRate::descriptor() ||
         element == v1::Party::descriptor() || element == v1::Perspective::descriptor() ||
         element == v1::DriverCorrelation::descriptor() || element == v1::SpeedLimit::descriptor() ||
         element == v1::ProjectActuals::descriptor();
}

void CheckValues(const Message& message, const FieldPath& path, const Limits& limits, Reader& reader) {
  Checker(limits, reader).Check(message, path);
}

void CheckValuesBeside(std::string_view omitted_field, const Message& message, const FieldPath& path,
                       const Limits& limits, Reader& reader) {
  Checker(limits, reader).Check(message, path, omitted_field);
}

void CheckSize(int size, int limit, const FieldPath& path, const char* what, Reader& reader) {
  if (size <= limit) return;
  reader.Fail(path, "has " + std::to_string(size) + " " + what + "; the server's limit is " + std::to_string(limit),
              Reason::kResourceLimit);
}

Failures CheckSizes(const v1::AppraisePortfolioRequest& request, const FieldPath& path, const Limits& limits) {
  SizeChecker checker;
  const FieldPath portfolio = path / "portfolio";
  const auto& in = request.portfolio();
  const FieldPath projects = portfolio / "projects";
  checker.Check(static_cast<std::int64_t>(request.label().size()), static_cast<std::int64_t>(limits.max_label_bytes),
                path / "label", "bytes");
  checker.Check(in.projects_size(), limits.max_projects, projects, "projects");
  checker.Check(in.parties_size(), limits.max_parties, portfolio / "parties", "parties");
  checker.Check(in.perspectives_size(), limits.max_perspectives, portfolio / "perspectives", "perspectives");
  checker.Check(in.financing_sources_size(), limits.max_financing_sources, portfolio / "financing_sources", "sources");
  std::int64_t items = 0;
  for (int i = 0; i < in.projects_size(); ++i) {
    const FieldPath project = projects[i];
    const auto count = in.projects(i).with_project_size() + in.projects(i).without_project_size();
    checker.Check(count, limits.max_items_per_project, project, "items");
    items += count;
  }
  checker.Check(items, limits.max_items, projects, "items in all");
  const FieldPath assumptions = path / "assumptions";
  checker.Check(request.assumptions().curves_size(), limits.max_curves, assumptions / "curves", "curves");
  checker.Check(request.assumptions().carriers_size(), limits.max_carriers, assumptions / "carriers", "carriers");
  checker.Check(request.assumptions().discount_rates_size(), limits.max_discount_rates, assumptions / "discount_rates",
                "rates");
  const FieldPath options = path / "options";
  const FieldPath grid = options / "grid";
  checker.Check(request.options().grid().period_count(), limits.max_periods, grid / "period_count", "periods");
  return std::move(checker).Take();
}

}  // namespace calanque::service
