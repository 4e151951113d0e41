// What every project of a portfolio would bring and ask for, by start year: what a selection is made from.
#pragma once

#include <string>
#include <vector>

#include "engine/portfolio/selection.h"

namespace calanque::portfolio {

/// One start of one project, whole. Rows are by calendar year of the grid.
struct StartFigures {
  Start start = {};
  std::vector<double> abatement_t_co2e = {};
  /// By party of ProgrammeFigures: capital spending that it pays, with its taxes, and grants and refunds of VAT that it
  /// receives.
  std::vector<std::vector<double>> investment_amounts = {};
  std::vector<std::vector<double>> grant_amounts = {};
};

struct ProjectFigures {
  std::string id;
  std::string display_name;
  std::vector<StartFigures> starts;  ///< By delay: 0, 1, ... years.
};

struct ProgrammeFigures {
  int first_year = 0;
  int year_count = 0;
  std::string currency_code;
  std::vector<std::string> party_ids;
  std::vector<ProjectFigures> projects;
};

}  // namespace calanque::portfolio
