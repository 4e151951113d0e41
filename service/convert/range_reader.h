// Numbers with their ranges, read from messages of partnerships.
#pragma once

#include <optional>

#include "service/convert/reader.h"

namespace calanque::service {

/// Fails what lies outside a range and hands the number on all the same: all violations are found at once.
class RangeReader {
 public:
  explicit RangeReader(Reader& reader) : reader_(reader) {}

  double Fraction(double value, const FieldPath& path) const {
    return Range(value, 0.0, 1.0, path, "a fraction from 0 to 1 (5 % is 0.05)");
  }
  double SignedFraction(double value, const FieldPath& path) const {
    return Range(value, -1.0, 1.0, path, "a fraction from -1 to 1 (5 % is 0.05)");
  }
  double NotNegative(double value, const FieldPath& path) const { return Range(value, 0.0, 1e15, path, "0 or more"); }
  double Positive(double value, const FieldPath& path) const {
    return Range(value, 1e-12, 1e15, path, "a number above 0");
  }
  /// Per year, as a fraction. Nobody lends at more than 100 %: what is above was written in percent.
  double Rate(double value, const FieldPath& path) const {
    return Range(value, -0.99, 1.0, path, "a rate per year as a fraction from -0.99 to 1 (5 % is 0.05)");
  }
  int Count(int value, int high, const FieldPath& path) const {
    return static_cast<int>(Range(value, 0.0, high, path, "a count from 0 to " + std::to_string(high)));
  }
  void FailMissing(const FieldPath& path) const { reader_.Fail(path, "is missing"); }
  Reader& reader() const { return reader_; }

 private:
  double Range(double value, double low, double high, const FieldPath& path, const std::string& expected) const;

  Reader& reader_;
};

}  // namespace calanque::service
