#include "engine/risk/process.h"

namespace calanque::risk {

Process MakeProcess(const model::RiskDriver& driver, std::span<const double> times, std::span<const double> read_at) {
  if (const auto* shape = std::get_if<model::GeometricBrownian>(&driver.shape)) {
    return GeometricBrownianFactors(*shape, times);
  }
  if (const auto* shape = std::get_if<model::MeanRevertingLog>(&driver.shape)) {
    return MeanRevertingLogFactors(*shape, times);
  }
  const auto* shape = std::get_if<model::MeanRevertingRate>(&driver.shape);
  CALANQUE_CHECK(shape != nullptr, "driver is no process");
  // A loan pays the rate of a year, which is what an index or a discount factor grows by.
  const bool is_paid = std::holds_alternative<model::RateTarget>(driver.target);
  return MeanRevertingRateFactors(*shape, SignOf(driver.target), is_paid ? MeanOne::kGrowth : MeanOne::kFactor, times,
                                  read_at);
}

void FillProcess(const Process& process, kernel::Rows<double> rows, kernel::Rows<double> scratch) {
  if (const auto* brownian = std::get_if<GeometricBrownianFactors>(&process)) {
    brownian->Fill(rows);
  } else if (const auto* log = std::get_if<MeanRevertingLogFactors>(&process)) {
    log->Fill(rows, scratch.Row(0), scratch.Row(1));
  } else {
    std::get<MeanRevertingRateFactors>(process).Fill(rows, scratch.Row(0), scratch.Row(1), scratch.Row(2));
  }
}

}  // namespace calanque::risk
