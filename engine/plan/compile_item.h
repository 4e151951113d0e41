// The compile arm of every kind of cash-flow item.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/cash_flow_item.h"
#include "engine/plan/item_writer.h"

namespace calanque::plan {

/// Items of one side of a project and the columns each has written so far.
struct SideItems {
  std::span<const model::CashFlowItem> items;
  std::vector<ledger::ColumnRange> money_columns;  ///< By item.
  std::unordered_map<std::string_view, std::uint32_t> index_by_id;
};

/// Price terms of an item: its own, else the project's, else the portfolio's.
const model::PriceTerms& PriceTermsOf(const model::CashFlowItem& item, const model::Project& project,
                                      const model::Portfolio& portfolio);

/// Whether an item reads other items' columns (grant, refund of VAT, residual value of continuing flows).
bool IsDependent(const model::CashFlowItem& item);

/// Ids of the items whose columns an item reads.
std::vector<std::string_view> ReadItemIds(const model::CashFlowItem& item);

/// When an item is active; nullptr where its kind has no such days.
const model::ActiveSpan* SpanOf(const model::CashFlowItem& item);

/// Writes the columns of an item that reads no other.
void CompileIndependentItem(const model::CashFlowItem& item, const model::PriceTerms& terms, ItemWriter& writer);

/// Writes the column and step of a dependent item; every item it reads has been compiled.
void CompileDependentItem(const model::CashFlowItem& item, const model::PriceTerms& terms, const SideItems& side,
                          ItemWriter& writer);

}  // namespace calanque::plan
