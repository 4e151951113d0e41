// Every run of the tests draws the same cases. To draw others: RC_PARAMS="seed=7 max_success=10000".
#include <cstdlib>

namespace {
const int kSeedIsSet = setenv("RC_PARAMS", "seed=20261123", /*overwrite=*/0);
}  // namespace
