#include "service/convert/check_values.h"

#include <cmath>
#include <vector>

namespace calanque::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool IsUtf8(const std::string& text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int length = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3
                       : lead >= 0xF0 && lead < 0xF5                 ? 4
                                                                     : 0;
    if (length == 0 || i + static_cast<std::size_t>(length) > text.size()) return false;
    for (int k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0xC0) != 0x80) return false;
    }
    const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    i += static_cast<std::size_t>(length);
  }
  return true;
}

class Checker {
 public:
  Checker(const Limits& limits, Reader& reader) : limits_(limits), reader_(reader) {}

  void Check(const Message& message, const FieldPath& path) {
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const FieldPath here = path / field->name();
      if (field->is_repeated()) {
        const int count = reflection.FieldSize(message, field);
        for (int i = 0; i < count; ++i) CheckElement(message, *field, i, here);
      } else {
        CheckSingle(message, *field, here);
      }
    }
  }

 private:
  void CheckElement(const Message& message, const FieldDescriptor& field, int i, const FieldPath& list) {
    const auto& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Check(reflection.GetRepeatedMessage(message, &field, i), list[i]);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      CheckNumber(reflection.GetRepeatedDouble(message, &field, i), list[i]);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      CheckText(reflection.GetRepeatedStringReference(message, &field, i, &buffer_), list[i]);
    }
  }

  void CheckSingle(const Message& message, const FieldDescriptor& field, const FieldPath& path) {
    const auto& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Check(reflection.GetMessage(message, &field), path);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      CheckNumber(reflection.GetDouble(message, &field), path);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      CheckText(reflection.GetStringReference(message, &field, &buffer_), path);
    }
  }

  void CheckNumber(double value, const FieldPath& path) {
    if (std::isfinite(value) && std::abs(value) <= limits_.max_magnitude) return;
    reader_.Fail(path, std::isfinite(value) ? "is larger than 1e15 in size; expected money in currency units, fractions, MWh "
                                              "or tonnes of a usual size"
                                            : "is not a number or infinite; expected a finite number");
  }

  void CheckText(const std::string& text, const FieldPath& path) {
    if (!IsUtf8(text)) reader_.Fail(path, "is not UTF-8 text");
  }

  const Limits& limits_;
  Reader& reader_;
  std::string buffer_;
};

class SizeChecker {
 public:
  explicit SizeChecker(const Limits& limits) : limits_(limits) {}

  void Check(long long size, long long limit, const FieldPath& path, const char* what) {
    if (size <= limit) return;
    failures_.push_back({Reason::kResourceLimit, path.Render(),
                         "has " + std::to_string(size) + " " + what + "; the server's limit is " + std::to_string(limit)});
  }

  void CheckItems(const google::protobuf::RepeatedPtrField<v1::CashFlowItem>& items, const FieldPath& list) {
    for (int i = 0; i < items.size(); ++i) {
      const FieldPath item = list[i];
      const auto& it = items[i];
      Check(it.explicit_series().amounts_size(), limits_.max_series_values, item / "explicit_series", "values");
      Check(it.physical_series().quantities_size(), limits_.max_series_values, item / "physical_series", "values");
      Check(it.dated_flows().dates_size(), limits_.max_series_values, item / "dated_flows", "dates");
    }
  }

  Failures Take() && { return std::move(failures_); }

 private:
  const Limits& limits_;
  Failures failures_;
};

}  // namespace

void CheckValues(const Message& message, const FieldPath& path, const Limits& limits, Reader& reader) {
  Checker(limits, reader).Check(message, path);
}

Failures CheckSizes(const v1::AppraisePortfolioRequest& request, const FieldPath& path, const Limits& limits) {
  SizeChecker checker(limits);
  const FieldPath portfolio = path / "portfolio";
  const auto& in = request.portfolio();
  const FieldPath projects = portfolio / "projects";
  checker.Check(static_cast<long long>(request.label().size()), static_cast<long long>(limits.max_label_bytes),
                path / "label", "bytes");
  checker.Check(in.projects_size(), limits.max_projects, projects, "projects");
  checker.Check(in.parties_size(), limits.max_parties, portfolio / "parties", "parties");
  checker.Check(in.perspectives_size(), limits.max_perspectives, portfolio / "perspectives", "perspectives");
  checker.Check(in.financing_sources_size(), limits.max_financing_sources, portfolio / "financing_sources", "sources");
  long long items = 0;
  for (int i = 0; i < in.projects_size(); ++i) {
    const FieldPath project = projects[i];
    const auto count = in.projects(i).with_project_size() + in.projects(i).without_project_size();
    checker.Check(count, limits.max_items_per_project, project, "items");
    items += count;
    const FieldPath with = project / "with_project";
    const FieldPath without = project / "without_project";
    checker.CheckItems(in.projects(i).with_project(), with);
    checker.CheckItems(in.projects(i).without_project(), without);
  }
  checker.Check(items, limits.max_items, projects, "items in all");
  const FieldPath assumptions = path / "assumptions";
  const FieldPath curves = assumptions / "curves";
  checker.Check(request.assumptions().curves_size(), limits.max_curves, curves, "curves");
  for (int i = 0; i < request.assumptions().curves_size(); ++i) {
    checker.Check(request.assumptions().curves(i).points().years_size(), limits.max_curve_points, curves[i], "points");
  }
  const FieldPath options = path / "options";
  const FieldPath grid = options / "grid";
  checker.Check(request.options().grid().period_count(), limits.max_periods, grid / "period_count", "periods");
  return std::move(checker).Take();
}

}  // namespace calanque::service
