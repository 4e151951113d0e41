#include "engine/plan/compile_item.h"

#include <variant>

namespace calanque::plan {

const model::PriceTerms& PriceTermsOf(const model::CashFlowItem& item, const model::Project& project,
                                      const model::Portfolio& portfolio) {
  static const model::PriceTerms kNominal;  // For physical items, which may state none.
  if (item.price_terms) return *item.price_terms;
  if (project.default_price_terms) return *project.default_price_terms;
  return portfolio.default_price_terms ? *portfolio.default_price_terms : kNominal;
}

bool IsDependent(const model::CashFlowItem& item) {
  return std::holds_alternative<model::Grant>(item.kind) || std::holds_alternative<model::VatCompensation>(item.kind) ||
         std::holds_alternative<model::ResidualValue>(item.kind);
}

std::vector<std::string_view> ReadItemIds(const model::CashFlowItem& item) {
  std::vector<std::string_view> ids;
  const auto add = [&ids](const std::vector<std::string>& more) { ids.insert(ids.end(), more.begin(), more.end()); };
  if (const auto* grant = std::get_if<model::Grant>(&item.kind)) add(grant->eligible_item_ids);
  if (const auto* refund = std::get_if<model::VatCompensation>(&item.kind)) {
    add(refund->eligible_item_ids);
    add(refund->deducted_item_ids);
  }
  if (const auto* residual = std::get_if<model::ResidualValue>(&item.kind)) add(residual->continuing_item_ids);
  return ids;
}

const model::ActiveSpan* SpanOf(const model::CashFlowItem& item) {
  return std::visit(
      [](const auto& kind) -> const model::ActiveSpan* {
        if constexpr (requires { kind.span; }) {
          return &kind.span;
        } else {
          return nullptr;
        }
      },
      item.kind);
}

}  // namespace calanque::plan
