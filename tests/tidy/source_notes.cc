#include "tests/tidy/source_notes.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <set>
#include <utility>

#include "calanque/v1/common.pb.h"

namespace calanque::tidy {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

const FieldDescriptor* SourcesOf(const Descriptor& type) { return type.FindFieldByName("sources"); }

bool IsFigure(const FieldDescriptor& field) {
  static const std::set<std::string> places = {"years", "from_years", "tenor_months"};
  const bool is_number = field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
                         field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                         field.cpp_type() == FieldDescriptor::CPPTYPE_INT64;
  return is_number && !places.contains(field.name());
}

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

/// The sub-messages of a set field, one for a singular field, with their place in the path.
std::vector<std::pair<std::string, const Message*>> SubMessages(const Message& message, const FieldDescriptor& field) {
  std::vector<std::pair<std::string, const Message*>> result;
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return result;
  const auto& reflection = *message.GetReflection();
  if (!field.is_repeated()) return {{field.name(), &reflection.GetMessage(message, &field)}};
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    result.emplace_back(field.name() + "[" + std::to_string(i) + "]",
                        &reflection.GetRepeatedMessage(message, &field, i));
  }
  return result;
}

std::vector<v1::SourceNote> NotesOf(const Message& message) {
  std::vector<v1::SourceNote> notes;
  const FieldDescriptor* field = SourcesOf(*message.GetDescriptor());
  for (const auto& [name, note] : SubMessages(message, *field)) notes.emplace_back().CopyFrom(*note);
  return notes;
}

using Names = std::vector<std::string>;

/// Every figure as the names of the fields that lead to it; and every name a note may use.
void CollectFigures(const Message& message, const Names& above, std::vector<Names>& figures,
                    std::set<std::string>& known) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i)
    known.insert(message.GetDescriptor()->field(i)->name());
  for (const FieldDescriptor* field : SetFields(message)) {
    Names names = above;
    names.push_back(field->name());
    if (IsFigure(*field)) figures.push_back(names);
    for (const auto& [name, sub] : SubMessages(message, *field)) {
      if (field->name() != "sources" && SourcesOf(*sub->GetDescriptor()) == nullptr) {
        CollectFigures(*sub, names, figures, known);
      }
    }
  }
}

bool Covers(const v1::SourceNote& note, const Names& figure) {
  return note.fields().empty() || std::ranges::any_of(note.fields(), [&figure](const std::string& name) {
           return std::ranges::count(figure, name) > 0;
         });
}

void CheckNotes(const Message& message, const std::string& path, std::vector<std::string>& faults) {
  std::vector<Names> figures;
  std::set<std::string> known;
  CollectFigures(message, {}, figures, known);
  const std::vector<v1::SourceNote> notes = NotesOf(message);
  for (const Names& figure : figures) {
    const bool is_covered = std::ranges::any_of(notes, [&figure](const auto& note) { return Covers(note, figure); });
    if (!is_covered) faults.push_back(path + ": no source for " + figure.back());
  }
  for (const v1::SourceNote& note : notes) {
    if (note.kind() == v1::SOURCE_KIND_UNSPECIFIED) faults.push_back(path + ": a source without kind");
    if (note.citation().empty()) faults.push_back(path + ": a source without citation");
    for (const std::string& name : note.fields()) {
      if (!known.contains(name)) faults.push_back(path + ": a source names " + name + ", which is no field here");
    }
  }
}

void Walk(const Message& message, const std::string& path, std::vector<std::string>& faults) {
  if (SourcesOf(*message.GetDescriptor()) != nullptr) CheckNotes(message, path, faults);
  for (const FieldDescriptor* field : SetFields(message)) {
    for (const auto& [name, sub] : SubMessages(message, *field)) {
      Walk(*sub, path.empty() ? name : path + "." + name, faults);
    }
  }
}

}  // namespace

std::vector<std::string> SourceFaults(const Message& request) {
  std::vector<std::string> faults;
  Walk(request, "", faults);
  return faults;
}

}  // namespace calanque::tidy
