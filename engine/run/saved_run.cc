#include "engine/run/saved_run.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/run/byte_stream.h"

namespace calanque::run {
namespace {

/// Changes with the format, and with what the same request gives: halves of two builds make no run.
constexpr std::uint64_t kMagic = 0x334B504843'4C4143ULL;  // "CALCHPK3"

}  // namespace

std::vector<std::byte> SaveRun(const PathRun& run, std::span<const std::byte> fingerprint) {
  ByteWriter out;
  out.Put(kMagic);
  out.PutVector(std::vector<std::byte>(fingerprint.begin(), fingerprint.end()));
  out.Put(run.path_count);
  out.PutVector(run.pair_products);
  out.Put(static_cast<std::uint64_t>(run.rows.size()));
  for (const RowStatistics& row : run.rows) {
    out.Put(row.moments);
    out.PutVector(row.first_values);
    out.Put(static_cast<std::uint64_t>(row.bins.size()));
    for (const Bins& bins : row.bins) {
      out.Put(bins.low);
      out.Put(bins.high);
      out.PutVector(bins.edges);
      out.PutVector(bins.counts);
    }
  }
  return std::move(out).Take();
}

Result<bool> LoadRun(std::span<const std::byte> bytes, std::span<const std::byte> fingerprint, PathRun& run) {
  const auto refuse = [](std::string what) { return Failure{Reason::kInvalidInput, "checkpoint", std::move(what)}; };
  ByteReader in(bytes);
  if (in.Get<std::uint64_t>() != kMagic) return refuse("is no checkpoint of a run");
  const auto saved = in.GetVector<std::byte>();
  if (!std::equal(saved.begin(), saved.end(), fingerprint.begin(), fingerprint.end())) {
    return refuse("is of another run: portfolio, risk model, options or engine differ");
  }
  PathRun loaded;
  loaded.path_count = in.Get<std::int64_t>();
  loaded.pair_products = in.GetVector<double>();
  const auto row_count = in.Get<std::uint64_t>();
  if (!in.is_good() || row_count != run.rows.size() || loaded.pair_products.size() != run.pair_products.size()) {
    return refuse("is of another run: it has other rows");
  }
  loaded.rows = run.rows;
  for (RowStatistics& row : loaded.rows) {
    row.moments = in.Get<Moments>();
    row.first_values = in.GetVector<double>();
    if (in.Get<std::uint64_t>() > 0) {
      Bins bins{std::span<const double>()};
      bins.low = in.Get<double>();
      bins.high = in.Get<double>();
      bins.edges = in.GetVector<double>();
      bins.counts = in.GetVector<std::int64_t>();
      const bool edges_fit = bins.edges.empty() || bins.edges.size() == Bins::kCount + 1;
      if (!edges_fit || bins.counts.size() != Bins::kCount + 2) return refuse("is cut short or damaged");
      row.bins = {std::move(bins)};
    }
  }
  if (!in.is_good() || !in.is_at_end()) return refuse("is cut short or damaged");
  run = std::move(loaded);
  return true;
}

}  // namespace calanque::run
