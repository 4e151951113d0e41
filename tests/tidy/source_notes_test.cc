// The checker that holds the shipped scenarios to their sources, on planted requests.

#include "tests/tidy/source_notes.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"

namespace calanque::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Faults of a request with one item of one project.
std::vector<std::string> FaultsOfItem(const std::string& item) {
  v1::AppraisePortfolioRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString("portfolio { projects { with_project { " + item + " } } }",
                                                            &request));
  return SourceFaults(request);
}

TEST(SourceNotes, ANoteWithoutFieldsCoversEverything) {
  EXPECT_THAT(FaultsOfItem("investment { amount: 5 life_years: 30 spend_profile { fractions: 1 } }"
                           "sources { kind: SOURCE_KIND_PUBLISHED citation: 'City budget 2024, p. 3' }"),
              IsEmpty());
}

TEST(SourceNotes, SeesAFigureThatNoNoteNames) {
  EXPECT_THAT(
      FaultsOfItem("investment { amount: 5 life_years: 30 }"
                   "sources { fields: 'amount' kind: SOURCE_KIND_PUBLISHED citation: 'City budget 2024, p. 3' }"),
      ElementsAre("portfolio.projects[0].with_project[0]: no source for life_years"));
}

TEST(SourceNotes, AFieldThatHoldsTheFigureMayBeNamed) {
  EXPECT_THAT(
      FaultsOfItem("investment { spend_profile { fractions: 1 } }"
                   "sources { fields: 'spend_profile' kind: SOURCE_KIND_ASSUMPTION citation: 'built in one year' }"),
      IsEmpty());
}

TEST(SourceNotes, SeesNotesThatSayNothing) {
  EXPECT_THAT(FaultsOfItem("sources { fields: 'amuont' }"),
              ElementsAre("portfolio.projects[0].with_project[0]: a source without kind",
                          "portfolio.projects[0].with_project[0]: a source without citation",
                          "portfolio.projects[0].with_project[0]: a source names amuont, which is no field here"));
}

TEST(SourceNotes, SeesCurvesAndRates) {
  v1::AppraisePortfolioRequest request;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "assumptions { curves { points { years: 2025 values: 3 } } discount_rates { constant_rate_per_year: 0.03 } }",
      &request));
  EXPECT_THAT(SourceFaults(request),
              ElementsAre("assumptions.curves[0]: no source for values",
                          "assumptions.discount_rates[0]: no source for constant_rate_per_year"));
}

}  // namespace
}  // namespace calanque::tidy
