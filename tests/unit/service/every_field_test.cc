// Every field of the schema, by reflection, so that a new field is held to the promises of the package the day it is
// added: numbers are finite and at most 1e15, texts are UTF-8, enums and dates mean something, and the input hash sees
// all.

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "service/convert/canonical_bytes.h"
#include "service/convert/check_values.h"
#include "service/convert/from_proto.h"
#include "service/convert/value_scan.h"
#include "service/input_hash.h"

namespace calanque::service {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// From the request down to a scalar field.
using Steps = std::vector<const FieldDescriptor*>;

void CollectFields(const Descriptor& message, Steps& steps, std::vector<Steps>& found) {
  for (int i = 0; i < message.field_count(); ++i) {
    steps.push_back(message.field(i));
    found.push_back(steps);
    if (message.field(i)->message_type() != nullptr) CollectFields(*message.field(i)->message_type(), steps, found);
    steps.pop_back();
  }
}

std::vector<Steps> AllFields() {
  std::vector<Steps> all;
  Steps steps;
  CollectFields(*v1::AppraisePortfolioRequest::descriptor(), steps, all);
  return all;
}

std::vector<Steps> ScalarsOf(FieldDescriptor::CppType type) {
  std::vector<Steps> all = AllFields();
  std::erase_if(all, [type](const Steps& one) { return one.back()->cpp_type() != type; });
  return all;
}

std::string PathOf(const Steps& steps) {
  std::string path;
  for (const FieldDescriptor* step : steps) {
    path += (path.empty() ? "" : ".") + step->name() + (step->is_repeated() ? "[0]" : "");
  }
  return path;
}

/// Adds to `request` the messages down to the one that the last step is a field of, and returns it.
Message& Owner(const Steps& steps, v1::AppraisePortfolioRequest& request) {
  Message* at = &request;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    const auto& reflection = *at->GetReflection();
    at = steps[i]->is_repeated() ? reflection.AddMessage(at, steps[i]) : reflection.MutableMessage(at, steps[i]);
  }
  return *at;
}

/// A request with nothing but the message that the last step is a field of, and that field set by `set` or `add`.
template <typename Set, typename Add, typename Value>
v1::AppraisePortfolioRequest Only(const Steps& steps, Set set, Add add, const Value& value) {
  v1::AppraisePortfolioRequest request;
  Message& at = Owner(steps, request);
  const auto& reflection = *at.GetReflection();
  steps.back()->is_repeated() ? (reflection.*add)(&at, steps.back(), value)
                              : (reflection.*set)(&at, steps.back(), value);
  return request;
}

using google::protobuf::Reflection;

v1::AppraisePortfolioRequest OnlyNumber(const Steps& steps, double value) {
  return Only(steps, &Reflection::SetDouble, &Reflection::AddDouble, value);
}

v1::AppraisePortfolioRequest OnlyText(const Steps& steps, const std::string& value) {
  return Only(steps, &Reflection::SetString, &Reflection::AddString, value);
}

v1::AppraisePortfolioRequest OnlyEnum(const Steps& steps, int value) {
  return Only(steps, &Reflection::SetEnumValue, &Reflection::AddEnumValue, value);
}

Failures ValueFailures(const v1::AppraisePortfolioRequest& request) {
  Reader reader;
  CheckValues(request, FieldPath(), {}, reader);
  return std::move(reader).Take();
}

/// Whether the quick pass over the bytes finds nothing.
bool IsScanClean(const v1::AppraisePortfolioRequest& request) {
  static const ValueScan kScan(*v1::AppraisePortfolioRequest::descriptor());
  return kScan.IsClean(CanonicalBytes(request), {}, {});
}

Failures SyntaxFailures(const v1::AppraisePortfolioRequest& request) {
  Reader reader;
  ConvertRequest(request, FieldPath(), reader);
  return std::move(reader).Take();
}

TEST(EveryNumber, IsFiniteAndAtMost1e15) {
  const auto numbers = ScalarsOf(FieldDescriptor::CPPTYPE_DOUBLE);
  ASSERT_GT(numbers.size(), 100U);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const Steps& steps : numbers) {
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), kInfinity, -kInfinity, 1e308, -1.1e15}) {
      EXPECT_THAT(ValueFailures(OnlyNumber(steps, bad)), ElementsAre(Field(&Failure::field_path, PathOf(steps))))
          << bad;
      EXPECT_FALSE(IsScanClean(OnlyNumber(steps, bad))) << PathOf(steps) << " " << bad;
    }
    for (const double good : {1e15, -1e15, 5e-324, -0.0}) {
      EXPECT_THAT(ValueFailures(OnlyNumber(steps, good)), IsEmpty()) << PathOf(steps) << " " << good;
      EXPECT_TRUE(IsScanClean(OnlyNumber(steps, good))) << PathOf(steps) << " " << good;
    }
  }
}

TEST(EveryText, IsUtf8) {
  const auto texts = ScalarsOf(FieldDescriptor::CPPTYPE_STRING);
  ASSERT_GT(texts.size(), 70U);
  // A lone continuation, an overlong "/", a surrogate, beyond U+10FFFF, a sequence cut short, never a byte of UTF-8.
  for (const char* bad : {"a\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff\xfe"}) {
    for (const Steps& steps : texts) {
      EXPECT_THAT(ValueFailures(OnlyText(steps, bad)), ElementsAre(Field(&Failure::field_path, PathOf(steps))));
      EXPECT_FALSE(IsScanClean(OnlyText(steps, bad))) << PathOf(steps);
    }
  }
  for (const char* good : {"Cité", "€", "\xf0\x9f\x8c\x8a", "\xed\x9f\xbf", "\xee\x80\x80"}) {
    EXPECT_THAT(ValueFailures(OnlyText(texts.front(), good)), IsEmpty()) << good;
    for (const Steps& steps : texts) EXPECT_TRUE(IsScanClean(OnlyText(steps, good))) << PathOf(steps);
  }
}

/// Adds one element, as short as it can be on the wire.
void AddElement(Message& at, const FieldDescriptor& field) {
  const auto& reflection = *at.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      reflection.AddMessage(&at, &field);
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      reflection.AddString(&at, &field, "");
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      reflection.AddDouble(&at, &field, 0.0);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.AddEnumValue(&at, &field, 0);
      break;
    default:
      reflection.AddInt32(&at, &field, 0);
  }
}

TEST(EveryList, IsHeldToTheLimit) {
  const int limit = Limits().max_list_values;
  int count = 0;
  for (const Steps& steps : AllFields()) {
    const FieldDescriptor& field = *steps.back();
    if (!field.is_repeated()) continue;
    ++count;
    v1::AppraisePortfolioRequest request;
    Message& at = Owner(steps, request);
    for (int i = 0; i < limit; ++i) AddElement(at, field);
    EXPECT_THAT(ValueFailures(request), IsEmpty()) << PathOf(steps);
    EXPECT_TRUE(IsScanClean(request)) << PathOf(steps);
    AddElement(at, field);
    const bool has_own_limit = field.message_type() != nullptr && HasOwnLimit(field.message_type());
    EXPECT_EQ(ValueFailures(request).empty(), has_own_limit) << PathOf(steps);
    EXPECT_EQ(IsScanClean(request), has_own_limit) << PathOf(steps);
  }
  EXPECT_GE(count, 30);
}

TEST(Scan, TrustsNoBytesThatEndTooEarlyOrBelongToNoSchema) {
  const ValueScan scan(*v1::AppraisePortfolioRequest::descriptor());
  v1::AppraisePortfolioRequest request;
  request.mutable_portfolio()->add_projects()->add_with_project()->mutable_investment()->set_amount(1.0);
  const std::string bytes = CanonicalBytes(request);
  ASSERT_TRUE(scan.IsClean(bytes, {}, {}));
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_FALSE(scan.IsClean(std::string_view(bytes).substr(0, size), {}, {})) << size;
  }
  EXPECT_TRUE(scan.IsClean("\xfa\x01\x03\xff\xff\xff", {}, {})) << "an unknown field holds what it likes";
  EXPECT_FALSE(scan.IsClean("\x0b\x0c", {}, {})) << "a group";
  EXPECT_FALSE(scan.IsClean(std::string(11, '\xff'), {}, {})) << "a tag without an end";
}

TEST(EveryEnum, RefusesANumberWithoutMeaning) {
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_ENUM)) {
    for (const int bad : {99, -1}) {
      EXPECT_THAT(SyntaxFailures(OnlyEnum(steps, bad)),
                  Contains(AllOf(Field(&Failure::field_path, PathOf(steps)),
                                 Field(&Failure::message, HasSubstr("number " + std::to_string(bad))))))
          << PathOf(steps);
    }
  }
}

TEST(EveryEnum, TakesEveryNumberOfTheContract) {
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_ENUM)) {
    const auto& type = *steps.back()->enum_type();
    for (int i = 0; i < type.value_count(); ++i) {
      if (type.value(i)->number() == 0) continue;
      for (const Failure& failure : SyntaxFailures(OnlyEnum(steps, type.value(i)->number()))) {
        EXPECT_NE(failure.field_path, PathOf(steps)) << type.value(i)->name();
      }
    }
  }
}

TEST(EveryDate, IsACalendarDate) {
  int count = 0;
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_STRING)) {
    const std::string& name = steps.back()->name();
    if (!name.ends_with("_date") && name != "dates") continue;
    ++count;
    for (const char* bad : {"2025-02-30", "2025-1-1", "20250101", "2025-01-01T00:00", " 2025-01-01", "-001-01-01"}) {
      EXPECT_THAT(SyntaxFailures(OnlyText(steps, bad)), Contains(Field(&Failure::field_path, PathOf(steps)))) << bad;
    }
    for (const Failure& failure : SyntaxFailures(OnlyText(steps, "2024-02-29"))) {
      EXPECT_NE(failure.field_path, PathOf(steps));
    }
  }
  EXPECT_GE(count, 20);
}

TEST(EveryField, ChangesTheInputHash) {
  std::set<std::string> hashes = {InputHash(v1::AppraisePortfolioRequest())};
  std::size_t count = 1;
  const auto expect_new = [&](const Steps& steps, const v1::AppraisePortfolioRequest& request) {
    EXPECT_TRUE(hashes.insert(InputHash(request)).second) << PathOf(steps);
    ++count;
  };
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_DOUBLE)) expect_new(steps, OnlyNumber(steps, 0.5));
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_STRING)) expect_new(steps, OnlyText(steps, "a"));
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_ENUM)) expect_new(steps, OnlyEnum(steps, 1));
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_BOOL)) {
    expect_new(steps, Only(steps, &Reflection::SetBool, &Reflection::AddBool, true));
  }
  for (const Steps& steps : ScalarsOf(FieldDescriptor::CPPTYPE_INT32)) {
    expect_new(steps, Only(steps, &Reflection::SetInt32, &Reflection::AddInt32, 1));
  }
  EXPECT_EQ(hashes.size(), count);
}

}  // namespace
}  // namespace calanque::service
