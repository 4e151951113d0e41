#include <algorithm>
#include <string>
#include <unordered_map>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

/// A reference from one item to another.
struct Reference {
  const std::string* id;
  std::string field;
  std::size_t index;
};

template <typename Predicate>
void AddReferences(const std::vector<std::string>& ids, const char* field, Predicate&& add) {
  for (std::size_t i = 0; i < ids.size(); ++i) add(Reference{&ids[i], field, i});
}

std::vector<Reference> ReferencesOf(const CashFlowItem& item) {
  std::vector<Reference> references;
  const auto add = [&](Reference reference) { references.push_back(std::move(reference)); };
  if (const auto* grant = std::get_if<Grant>(&item.kind)) {
    AddReferences(grant->eligible_item_ids, "grant.eligible_item_ids", add);
  }
  if (const auto* refund = std::get_if<VatCompensation>(&item.kind)) {
    AddReferences(refund->eligible_item_ids, "vat_compensation.eligible_item_ids", add);
    AddReferences(refund->deducted_item_ids, "vat_compensation.deducted_item_ids", add);
  }
  if (const auto* residual = std::get_if<ResidualValue>(&item.kind)) {
    AddReferences(residual->continuing_item_ids, "residual_value.continuing_item_ids", add);
  }
  return references;
}

bool IsInvestment(const CashFlowItem& item) {
  if (const auto* series = std::get_if<ExplicitSeries>(&item.kind)) return series->category == ledger::Category::kInvestment;
  if (const auto* flows = std::get_if<DatedFlows>(&item.kind)) return flows->category == ledger::Category::kInvestment;
  return std::holds_alternative<Investment>(item.kind);
}

/// Finds items of one side, checks what they refer to, refuses circles.
class ReferenceChecker {
 public:
  ReferenceChecker(ValidationContext& context, const std::vector<CashFlowItem>& items, const std::string& path)
      : context_(context), items_(items), path_(path) {
    for (std::size_t i = 0; i < items.size(); ++i) index_by_id_.emplace(items[i].id, i);
  }

  void Check() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (const Reference& reference : ReferencesOf(items_[i])) CheckOne(i, reference);
    }
    RefuseCycles();
  }

 private:
  [[nodiscard]] std::string ItemPath(std::size_t i) const { return path_ + "[" + std::to_string(i) + "]"; }

  void CheckOne(std::size_t item, const Reference& reference) {
    const std::string at = Join(ItemPath(item), reference.field, reference.index);
    const auto found = index_by_id_.find(*reference.id);
    if (found == index_by_id_.end()) {
      context_.Fail(at, "unknown item '" + *reference.id + "'; expected an item of the same project and side");
      return;
    }
    const CashFlowItem& target = items_[found->second];
    const bool wants_investment = reference.field.find("eligible") != std::string::npos;
    if (wants_investment && !IsInvestment(target)) {
      context_.Fail(at, "'" + *reference.id + "' is no investment; expected an item that invests");
    }
    if (reference.field == "vat_compensation.deducted_item_ids" && !std::holds_alternative<Grant>(target.kind)) {
      context_.Fail(at, "'" + *reference.id + "' is no grant; expected a grant");
    }
  }

  void RefuseCycles() {
    std::vector<int> marks(items_.size(), kNew);
    for (std::size_t i = 0; i < items_.size(); ++i) Visit(i, marks);
  }

  /// Depth of recursion is bounded by the kinds: only residual values refer to kinds that refer on, and each item once.
  void Visit(std::size_t item, std::vector<int>& marks) {
    if (marks[item] != kNew) return;
    marks[item] = kOpen;
    for (const Reference& reference : ReferencesOf(items_[item])) {
      const auto found = index_by_id_.find(*reference.id);
      if (found == index_by_id_.end()) continue;
      if (marks[found->second] == kOpen) {
        context_.Fail(Join(ItemPath(item), reference.field, reference.index),
                      "'" + *reference.id + "' reads this item in turn; expected no circle");
      } else {
        Visit(found->second, marks);
      }
    }
    marks[item] = kDone;
  }

  static constexpr int kNew = 0;
  static constexpr int kOpen = 1;
  static constexpr int kDone = 2;

  ValidationContext& context_;
  const std::vector<CashFlowItem>& items_;
  const std::string& path_;
  std::unordered_map<std::string_view, std::size_t> index_by_id_;
};

}  // namespace

void ValidateItems(ValidationContext& context, const Project& project, const std::vector<CashFlowItem>& items,
                   const std::string& path) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    ValidateItem(context, project, items[i], path + "[" + std::to_string(i) + "]");
  }
  ReferenceChecker(context, items, path).Check();
}

}  // namespace calanque::model
