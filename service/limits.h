// Every limit of size in one place. Exceeding one is answered with a message that names it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace calanque::service {

/// Configuration of one server (or one client that reads files). The defaults suit a city's own machine; a server open
/// to strangers should lower max_receive_message_bytes to 1 MiB.
struct Limits {
  // Messages.
  int max_receive_message_bytes = 64 << 20;  ///< A portfolio of 10,000 projects takes about 25 MiB.
  int max_send_message_bytes = 512 << 20;    ///< All metrics of such a portfolio; asked for less, it sends less.
  int max_metadata_bytes = 8192;

  // Requests: RESOURCE_EXHAUSTED, before any work.
  int max_projects = 10'000;
  int max_items_per_project = 1'000;
  int max_items = 400'000;  ///< In all projects together.
  int max_parties = 1'000;
  int max_perspectives = 50;
  int max_financing_sources = 20'000;
  int max_curves = 10'000;
  int max_carriers = 1'000;
  int max_discount_rates = 1'000;
  int max_list_values = 1'200;  ///< Of every other list: points of a curve, numbers of a series, references, notes.
  int max_periods = 1'200;
  int max_cases = 20;             ///< Of a comparison.
  int max_modes = 20;             ///< Delivery modes of a comparison.
  int max_tranches = 20;          ///< Of a company.
  int max_sizing_cases = 10;      ///< Of a company.
  int max_risks = 200;            ///< Lines of a risk register.
  int max_compared_rates = 50;    ///< Discount rates of a comparison.
  int max_drivers = 200;          ///< Of a risk model.
  int max_selection_lists = 100;  ///< Budgets, capacities, debt limits, milestones of a selection, each.
  int max_funding_sources = 200;  ///< Of a financing plan; and its stacking caps.
  int max_indicators = 200;       ///< Of a record of progress.
  int max_correlations = 20'000;
  int max_stresses = 200;
  int max_sensitivity_indices = 20'000;  ///< Of a simulation: some 8 KB of memory each.
  int max_quantiles = 100;               ///< Of a simulation's answer.
  int max_violations = 100;              ///< Listed in one answer; the rest is counted.
  /// Of the violations in one answer together. They travel in trailers, in base64 where the other side wants it, and
  /// clients refuse trailers over 8 KiB unless told otherwise. Without a wire there is no such limit.
  int max_violation_bytes = 4'800;
  int max_violation_message_bytes = 400;  ///< Of each; what is longer is cut.
  std::size_t max_label_bytes = 200;
  double max_magnitude = 1e15;  ///< Of every number.

  // Work: RESOURCE_EXHAUSTED, after compilation.
  std::size_t max_ledger_cells = 50'000'000;   ///< (Columns + rows of factors) x points in time: 400 MB.
  std::size_t max_points = 10'000;             ///< Periods and distinct dates of dated flows.
  std::size_t max_answer_cells = 5'000'000;    ///< Metrics x perspectives x views x (projects + 1).
  std::size_t max_table_numbers = 50'000'000;  ///< Parties x years x (projects + 1), of the tables that have them.
  std::int64_t max_paths = 10'000'000;         ///< Of a simulation.
  double max_simulated_cells = 1e13;           ///< Paths x columns x points in time: hours of one processor.

  // Server.
  int simulation_workers = 0;         ///< Threads that simulations share; 0: one per processor.
  int max_simulations = 16;           ///< At once: RESOURCE_EXHAUSTED for the next.
  int max_simulations_of_caller = 8;  ///< Of these, of one connection: so that others find room.
  int max_threads = 64;
  int max_concurrent_streams = 64;
  std::size_t max_buffer_bytes = std::size_t{256} << 20;
  int handshake_timeout_ms = 10'000;
  int max_connection_idle_ms = 300'000;
  int max_connection_age_ms = 3'600'000;
  int max_connection_age_grace_ms = 300'000;
  int keepalive_time_ms = 60'000;
  int keepalive_timeout_ms = 10'000;
  int min_ping_interval_ms = 60'000;
  int max_ping_strikes = 2;
  int drain_grace_ms = 10'000;  ///< After SIGTERM, for calls in flight.

  // Files, read by clients.
  std::size_t max_yaml_bytes = std::size_t{8} << 20;
  std::size_t max_yaml_nodes = 2'000'000;  ///< Counted with aliases expanded.
  int max_yaml_depth = 64;
  int max_include_files = 100;
};

}  // namespace calanque::service
