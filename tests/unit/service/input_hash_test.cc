// The same request has the same hash; any other has another.

#include "service/input_hash.h"

#include <gtest/gtest.h>

#include "calanque/v1/common.pb.h"
#include "tests/service/good_request.h"

namespace calanque::service {
namespace {

TEST(InputHash, OfAnEmptyMessageIsTheStandardsFigureForNoBytes) {
  // FIPS 180-4 test vector: SHA-256 of the empty message.
  EXPECT_EQ(InputHash(v1::PriceTerms()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(InputHash, ChangesWithTheRequestAndOnlyWithIt) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  const std::string hash = InputHash(request);
  EXPECT_EQ(InputHash(testing::GoodRequest()), hash);
  request.mutable_options()->set_valuation_date("2025-01-02");
  EXPECT_NE(InputHash(request), hash);
}

}  // namespace
}  // namespace calanque::service
