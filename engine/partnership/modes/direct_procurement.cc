#include "engine/partnership/modes/direct_procurement.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::DirectProcurement& /*mode*/, const OutlineInput& /*input*/) {
  return Outline{};
}

}  // namespace calanque::partnership
