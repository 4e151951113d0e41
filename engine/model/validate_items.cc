#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

/// A list of references from one item to others.
struct Reference {
  std::string_view kind;
  std::string_view field;
  const std::vector<std::string>* ids;
};

/// At most two lists; `count` says how many are set.
struct References {
  Reference lists[2];
  int count = 0;
};

References ReferencesOf(const CashFlowItem& item) {
  if (const auto* grant = std::get_if<Grant>(&item.kind)) {
    return {{{"grant", "eligible_item_ids", &grant->eligible_item_ids}, {}}, 1};
  }
  if (const auto* refund = std::get_if<VatCompensation>(&item.kind)) {
    return {{{"vat_compensation", "eligible_item_ids", &refund->eligible_item_ids},
             {"vat_compensation", "deducted_item_ids", &refund->deducted_item_ids}},
            2};
  }
  if (const auto* residual = std::get_if<ResidualValue>(&item.kind)) {
    return {{{"residual_value", "continuing_item_ids", &residual->continuing_item_ids}, {}}, 1};
  }
  return {};
}

/// Whether an item writes columns of a category, by its kind or as an explicit series.
template <typename Kind>
bool Writes(const CashFlowItem& item, ledger::Category category) {
  if (const auto* series = std::get_if<ExplicitSeries>(&item.kind)) return series->category == category;
  if (const auto* flows = std::get_if<DatedFlows>(&item.kind)) return flows->category == category;
  return std::holds_alternative<Kind>(item.kind);
}

/// Whether all that an item writes is paid once: the last year's flow of it does not go on.
bool IsPaidOnce(const CashFlowItem& item) {
  using ledger::Category;
  constexpr Category kOnce[] = {Category::kInvestment,    Category::kReplacement, Category::kInvestmentTax,
                                Category::kResidualValue, Category::kGrant,       Category::kCertificate,
                                Category::kFinancing};
  const auto is_once = [&](Category category) {
    return std::find(std::begin(kOnce), std::end(kOnce), category) != std::end(kOnce);
  };
  if (const auto* series = std::get_if<ExplicitSeries>(&item.kind)) return is_once(series->category);
  if (const auto* flows = std::get_if<DatedFlows>(&item.kind)) return is_once(flows->category);
  return std::holds_alternative<Investment>(item.kind) || std::holds_alternative<Grant>(item.kind) ||
         std::holds_alternative<EnergySavingCertificate>(item.kind) ||
         std::holds_alternative<VatCompensation>(item.kind) || std::holds_alternative<ResidualValue>(item.kind);
}

/// Why an item's flow of the last year does not go on; empty where it does.
std::string_view WhyNotContinued(const CashFlowItem& item) {
  if (IsPhysical(item)) return "is no money";
  const auto* series = std::get_if<ExplicitSeries>(&item.kind);
  const auto* flows = std::get_if<DatedFlows>(&item.kind);
  const auto is_debt = [](const auto* one) {
    return one != nullptr && one->category == ledger::Category::kDebtService;
  };
  if (is_debt(series) || is_debt(flows)) return "pays back a debt, which ends";
  return IsPaidOnce(item) ? "is paid once" : "";
}

/// References between the items of one side: known, and of the right kind, which leaves no way for a circle.
class ReferenceChecker {
 public:
  ReferenceChecker(ValidationContext& context, const std::vector<CashFlowItem>& items, const FieldPath& path)
      : context_(context), items_(items), path_(path) {}

  void Check() {
    bool has_references = false;
    for (const CashFlowItem& item : items_) has_references = has_references || ReferencesOf(item).count > 0;
    if (!has_references) return;
    ids_.Fill(items_);
    seen_in_list_.assign(items_.size(), 0);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      ForEachReference(
          i, [this](const std::string& id, const Reference& list, const FieldPath& path) { CheckOne(id, list, path); });
    }
  }

 private:
  template <typename Visit>
  void ForEachReference(std::size_t item, Visit&& visit) {
    const References references = ReferencesOf(items_[item]);
    const FieldPath element = path_[item];
    for (int list = 0; list < references.count; ++list) {
      const Reference& reference = references.lists[list];
      const FieldPath kind = element / reference.kind;
      const FieldPath field = kind / reference.field;
      ++list_number_;
      for (std::size_t i = 0; i < reference.ids->size(); ++i) visit((*reference.ids)[i], reference, field[i]);
    }
  }

  void CheckOne(const std::string& id, const Reference& reference, const FieldPath& path) {
    context_.Require(ids_, id, path);
    const auto target = ids_.Find(id);
    if (!target) return;
    if (std::exchange(seen_in_list_[*target], list_number_) == list_number_) {
      context_.Fail(path, "'" + id + "' stands twice in the list; expected every item once");
    }
    const CashFlowItem& item = items_[*target];
    if (reference.field == "eligible_item_ids" && !Writes<Investment>(item, ledger::Category::kInvestment)) {
      context_.Fail(path, "'" + id + "' is no investment; expected an item that invests");
    }
    if (const auto why = WhyNotContinued(item); reference.field == "continuing_item_ids" && !why.empty()) {
      context_.Fail(path, "'" + id + "' " + std::string(why) + "; expected an item that is paid year after year");
    }
    if (reference.field == "deducted_item_ids" && !Writes<Grant>(item, ledger::Category::kGrant)) {
      context_.Fail(path, "'" + id + "' is no grant; expected a grant");
    }
  }

  ValidationContext& context_;
  const std::vector<CashFlowItem>& items_;
  const FieldPath& path_;
  IdSet ids_{"item of the same project and side"};
  std::vector<int> seen_in_list_;  ///< By item: the last list that named it.
  int list_number_ = 0;
};

void ValidateSide(ValidationContext& context, const Project& project, const std::vector<CashFlowItem>& items,
                  const IdSet& ids, std::size_t first_position, const FieldPath& path) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const FieldPath item = path[i];
    context.CheckId(ids, items[i].id, first_position + i, item);
    ValidateItem(context, project, items[i], item);
  }
  ReferenceChecker(context, items, path).Check();
}

}  // namespace

void ValidateItems(ValidationContext& context, const Project& project, const FieldPath& path) {
  IdSet ids("item");
  ids.Fill(project.with_project);
  ids.Fill(project.without_project);
  const FieldPath with_project = path / "with_project";
  if (project.with_project.empty()) context.Fail(with_project, "is empty; expected at least one item");
  ValidateSide(context, project, project.with_project, ids, 0, with_project);
  ValidateSide(context, project, project.without_project, ids, project.with_project.size(), path / "without_project");
}

}  // namespace calanque::model
