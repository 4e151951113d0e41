// Partnerships from proto to model: syntax and ranges; what it means is checked by partnership::Validate*.
#pragma once

#include <vector>

#include "calanque/v1/ppp_service.pb.h"
#include "engine/model/delivery_mode.h"
#include "engine/partnership/partnership.h"
#include "service/convert/range_reader.h"

namespace calanque::service {

model::PppSetting ConvertSetting(const v1::PppSetting& setting, const FieldPath& path, const RangeReader& range);
model::DeliveryMode ConvertMode(const v1::DeliveryMode& mode, const FieldPath& path, const RangeReader& range);
model::LoanRate ConvertRate(const v1::LoanRate& rate, const FieldPath& path, const RangeReader& range);
model::TrancheProfile ConvertProfile(v1::TrancheProfile profile, const FieldPath& path, const RangeReader& range);
model::OperatorCompany ConvertCompany(const v1::OperatorCompany& company, const FieldPath& path,
                                      const RangeReader& range);
std::vector<model::RiskLine> ConvertRisks(const google::protobuf::RepeatedPtrField<v1::RiskLine>& risks,
                                          const FieldPath& path, const RangeReader& range);
std::vector<model::BiasType> ConvertBiasTypes(const google::protobuf::RepeatedPtrField<v1::BiasType>& types,
                                              const FieldPath& path, const RangeReader& range);
model::CityAccounts ConvertAccounts(const v1::CityAccounts& accounts);
partnership::SolveTermsOptions ConvertSolve(const v1::SolveTermsRequest& request, const FieldPath& path,
                                            const RangeReader& range);

}  // namespace calanque::service
