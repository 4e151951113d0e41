#include "engine/risk/sampler.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"
#include "engine/kernel/linear_rows.h"
#include "engine/risk/sampler_plan.h"

namespace calanque::risk {
namespace {

void FillRow(std::span<double> row, double value) { std::fill(row.begin(), row.end(), value); }

/// So many paths at a time that the numbers on their way stay in the cache; even.
constexpr std::size_t kTilePaths = 256;

/// Some paths of a block on their way.
class TileFiller {
 public:
  /// `work` and `tile` have as many paths; rows of the tile are the block's.
  TileFiller(const SamplerPlan& plan, std::uint64_t first_path, kernel::Rows<double> work, kernel::Rows<double> tile)
      : plan_(plan), first_path_(first_path), work_(work), tile_(tile) {}

  void Fill() {
    FillMainNumbers();
    FillBridgeNumbers();
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) FillProcessRows(i);
    for (const DrawPlan& draw : plan_.draws) FillDraw(draw);
    for (const EventPlan& event : plan_.events) FillEvent(event);
  }

 private:
  /// `count` rows of `rows` from `first`, `apart` rows from one to the next.
  static kernel::Rows<double> Part(kernel::Rows<double> rows, std::size_t first, std::size_t count,
                                   std::size_t apart = 1) {
    return {rows.data + first * rows.stride, count, rows.path_count, rows.stride * apart};
  }
  [[nodiscard]] kernel::Rows<double> Work(std::size_t first, std::size_t count, std::size_t apart = 1) const {
    return Part(work_, first, count, apart);
  }

  [[nodiscard]] const NumberSource& source() const { return *plan_.source; }

  void FillMainNumbers() {
    const kernel::Rows<double> rows = Work(0, plan_.main_numbers.size());
    for (std::size_t i = 0; i < rows.row_count; ++i) source().Normals(plan_.main_numbers[i], first_path_, rows.Row(i));
    kernel::MultiplyLowerTriangle(plan_.main_factor.entries(), Work(0, plan_.main_factor.size()));
  }

  /// [step][process]; the first step is what the main numbers say.
  void FillBridgeNumbers() {
    const std::size_t process_count = plan_.processes.size();
    for (std::size_t step = 0; step < plan_.bridge.steps().size(); ++step) {
      const std::size_t first = plan_.FirstBridgeRow() + step * process_count;
      const kernel::Rows<double> rows = Work(first, process_count);
      for (std::size_t i = 0; i < process_count; ++i) {
        const ProcessPlan& process = plan_.processes[i];
        if (step == 0) {
          const std::span<double> main = Work(process.main, 1).Row(0);
          std::copy(main.begin(), main.end(), rows.Row(i).begin());
        } else {
          source().Normals(process.bridge_numbers[step], first_path_, rows.Row(i));
        }
      }
      if (step > 0) {
        kernel::MultiplyLowerTriangle(plan_.process_factor.entries(), Work(first, plan_.process_factor.size()));
      }
    }
  }

  void FillProcessRows(std::size_t index) {
    const ProcessPlan& process = plan_.processes[index];
    const DriverRows& rows = plan_.drivers[process.driver];
    for (std::size_t year = 0; year < plan_.past_year_count; ++year) FillRow(tile_.Row(rows.first_row + year), 1.0);
    const std::size_t year_count = plan_.future_year_count();
    if (year_count == 0) return;
    const kernel::Rows<double> factors = Part(tile_, rows.first_row + plan_.past_year_count, year_count);
    plan_.bridge.Build(Work(plan_.FirstBridgeRow() + index, year_count, plan_.processes.size()), factors);
    FillProcess(process.process, factors, Work(plan_.FirstScratchRow(), kProcessScratchRows));
  }

  void FillDraw(const DrawPlan& draw) {
    const DriverRows& rows = plan_.drivers[draw.driver];
    const std::span<const double> main = Work(draw.main, 1).Row(0);
    if (draw.own_numbers.empty()) draw.quantile.FromNormals(main, tile_.Row(rows.first_row));
    for (std::size_t i = 0; i < draw.own_numbers.size(); ++i) {
      const std::span<double> row = tile_.Row(rows.first_row + i);
      if (draw.IsAllOwn()) {  // no way round by normals: nothing is added to them
        source().Uniforms(draw.own_numbers[i], first_path_, row);
        draw.quantile.FromUniforms(row, row);
        continue;
      }
      source().Normals(draw.own_numbers[i], first_path_, row);
      kernel::Mix(main, draw.shared_weight, row, draw.own_weight, row);
      draw.quantile.FromNormals(row, row);
    }
  }

  void FillEvent(const EventPlan& event) {
    const DriverRows& rows = plan_.drivers[event.driver];
    for (std::size_t year = 0; year < rows.row_count; ++year) {
      const std::span<double> row = tile_.Row(rows.first_row + year);
      if (year < event.first_year || year - event.first_year >= event.numbers.size()) {
        FillRow(row, 0.0);
      } else {
        source().Uniforms(event.numbers[year - event.first_year], first_path_, row);
        FillImpacts(event, row);
      }
    }
  }

  /// Uniform numbers in, amounts out. Where u is below the probability it happens, and u over the probability is a
  /// uniform number again, which says how bad it is: only these paths cost anything.
  static void FillImpacts(const EventPlan& event, std::span<double> row) {
    constexpr std::size_t kChunk = 256;
    std::array<double, kChunk> impacts;
    std::array<std::size_t, kChunk> paths;
    const double probability = event.probability_per_year;
    for (std::size_t first = 0; first < row.size(); first += kChunk) {
      const std::span<double> chunk = row.subspan(first, std::min(kChunk, row.size() - first));
      std::size_t count = 0;
      for (std::size_t i = 0; i < chunk.size(); ++i) {
        impacts[count] = chunk[i] / probability;
        paths[count] = i;
        count += chunk[i] < probability ? 1 : 0;
        chunk[i] = 0.0;
      }
      const std::span<double> happened = std::span(impacts).first(count);
      event.impact.FromUniforms(happened, happened);
      for (std::size_t k = 0; k < count; ++k) chunk[paths[k]] = happened[k];
    }
  }

  const SamplerPlan& plan_;
  std::uint64_t first_path_;
  kernel::Rows<double> work_;
  kernel::Rows<double> tile_;
};

}  // namespace

Result<Sampler, Failures> Sampler::Make(const model::RiskModel& model, const SamplerSetting& setting,
                                        const model::SimulationOptions& options, const StopPoll& stop) {
  auto plan = MakeSamplerPlan(model, setting, options, stop);
  if (!plan) return plan.error();
  return Sampler(std::make_shared<const SamplerPlan>(std::move(plan).value()));
}

std::size_t Sampler::row_count() const { return plan_->row_count; }
std::span<const DriverRows> Sampler::drivers() const { return plan_->drivers; }
const Failures& Sampler::warnings() const { return plan_->warnings; }

Sampler::Workspace Sampler::MakeWorkspace(std::size_t path_count) const {
  return Workspace(FactorBlock(plan_->WorkspaceRowCount(), std::min(path_count, kTilePaths)));
}

void Sampler::Fill(std::uint64_t first_path, Workspace& workspace, FactorBlock& block) const {
  CALANQUE_CHECK(first_path % 2 == 0, "a block begins at an odd path");
  CALANQUE_CHECK(block.row_count() == plan_->row_count, "block of another sampler");
  FactorBlock& work = workspace.rows_;
  CALANQUE_CHECK(work.row_count() == plan_->WorkspaceRowCount(), "workspace of another sampler");
  CALANQUE_CHECK(block.path_count() <= work.path_count() || work.path_count() == kTilePaths,
                 "workspace is too small for the block");
  for (std::size_t first = 0; first < block.path_count(); first += kTilePaths) {
    kernel::Rows<double> tile = block.RowsFrom(0, block.row_count());
    tile.data += first;
    tile.path_count = std::min(kTilePaths, block.path_count() - first);
    kernel::Rows<double> scratch = work.RowsFrom(0, work.row_count());
    scratch.path_count = tile.path_count;
    TileFiller(*plan_, first_path + first, scratch, tile).Fill();
  }
}

}  // namespace calanque::risk
