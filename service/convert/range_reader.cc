#include "service/convert/range_reader.h"

#include <algorithm>

#include "engine/model/number_text.h"

namespace calanque::service {

double RangeReader::Range(double value, double low, double high, const FieldPath& path,
                          const std::string& expected) const {
  if (value >= low && value <= high) return value;
  reader_.Fail(path, "is " + model::NumberText(value) + "; expected " + expected);
  return std::clamp(value, low, high);
}

}  // namespace calanque::service
