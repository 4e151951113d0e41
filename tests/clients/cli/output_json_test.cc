// The text that is written in pieces against the library's own, written whole.
#include "clients/cli/output_json.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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

/// The text in pieces, as they come.
std::vector<std::string> Pieces(const google::protobuf::Message& message) {
  std::vector<std::string> pieces;
  EXPECT_EQ(WriteJson(message,
                      [&](std::string_view piece) {
                        pieces.emplace_back(piece);
                        return true;
                      }),
            "");
  return pieces;
}

std::string Joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

std::size_t LongestOf(const std::vector<std::string>& pieces) {
  std::size_t longest = 0;
  for (const std::string& piece : pieces) longest = std::max(longest, piece.size());
  return longest;
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
    EXPECT_TRUE(Joined(Pieces(answer)) == WholeText(answer)) << cell_count << " cells";
  }
}

// The library keeps ten times of what it is given: never all of a long list, wherever that stands.
TEST(WriteJson, ALongListIsNeverHandedOverWhole) {
  v1::AppraisePortfolioResponse answer = Answer(10000);
  EXPECT_LT(5 * LongestOf(Pieces(answer)), WholeText(answer).size());
  answer = Answer(1500);
  for (int i = 0; i < 20000; ++i) answer.add_project_names()->set_id("p" + std::to_string(i));
  const auto pieces = Pieces(answer);
  EXPECT_TRUE(Joined(pieces) == WholeText(answer));
  EXPECT_LT(3 * LongestOf(pieces), WholeText(answer).size()) << "the longest list, not the first";
}

TEST(WriteJson, ASinkThatRefusesIsLeftAlone) {
  int count = 0;
  EXPECT_EQ(WriteJson(Answer(3000), [&](std::string_view) { return ++count < 2; }), "");
  EXPECT_EQ(count, 2);
}

}  // namespace
}  // namespace calanque::cli
