// The text that is written in pieces against the library's own, written whole.
#include "clients/cli/output_json.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "calanque/v1/appraisal_service.pb.h"

namespace calanque::cli {
namespace {

std::string WholeText(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  options.add_whitespace = true;
  std::string text;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &text, options).ok());
  return text;
}

std::string WrittenText(const google::protobuf::Message& message) {
  std::FILE* const file = std::tmpfile();
  EXPECT_EQ(WriteJson(message, fileno(file)), 0);
  std::rewind(file);
  std::string text;
  for (int byte = std::fgetc(file); byte != EOF; byte = std::fgetc(file)) text += static_cast<char>(byte);
  std::fclose(file);
  return text;
}

/// An answer of so many cells of every kind, between fields before and behind them.
v1::AppraisePortfolioResponse Answer(int cell_count) {
  v1::AppraisePortfolioResponse answer;
  answer.set_label("\n ],\n \"cells\": []");
  for (int i = 0; i < cell_count; ++i) {
    v1::MetricCell& cell = *answer.add_cells();
    cell.set_metric_name("metric \"" + std::to_string(i) + "\"\n ]");
    if (i % 4 == 0) cell.set_value(1.0 / (i + 1));
    if (i % 4 == 1) cell.mutable_failure()->set_message("none");
    if (i % 4 == 2) cell.mutable_series()->add_values(i);
    if (i % 4 == 3) cell.mutable_table()->add_row_labels("row");
  }
  answer.mutable_conventions()->add_statements("as stated");
  answer.add_warnings()->set_message("odd");
  return answer;
}

// A piece that is lost, doubled or badly joined is a figure that a program misses.
TEST(WriteJson, PiecesAreTheWhole) {
  for (const int cell_count : {0, 1, 1000, 1001, 2000, 2503}) {
    const v1::AppraisePortfolioResponse answer = Answer(cell_count);
    EXPECT_TRUE(WrittenText(answer) == WholeText(answer)) << cell_count << " cells";
  }
}

// The longest list need not be the first, and others may be long, too.
TEST(WriteJson, TheLongestListIsTakenApart) {
  v1::AppraisePortfolioResponse answer = Answer(1500);
  for (int i = 0; i < 1700; ++i) answer.add_project_names()->set_id("p" + std::to_string(i));
  EXPECT_TRUE(WrittenText(answer) == WholeText(answer));
}

TEST(WriteJson, AFullDiskIsTheSystemsError) {
  std::FILE* const full = std::fopen("/dev/full", "wb");
  ASSERT_NE(full, nullptr);
  EXPECT_EQ(WriteJson(Answer(10), fileno(full)), ENOSPC);
  EXPECT_EQ(WriteJson(Answer(3000), fileno(full)), ENOSPC);
  std::fclose(full);
}

}  // namespace
}  // namespace calanque::cli
