/// What an indicator stands for in people's lives: boxes 1, 5 and 6 of the UNIDO report, as data
/// (indicator_catalogue.toml). A study names an entry and inherits all of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clusia {

struct Meaning {
  std::string entry;        ///< id in the catalogue; empty: of the study's own making
  std::string title;        ///< in the catalogue
  std::string state;        ///< of well-being, or the asset or entitlement
  std::string area;         ///< of intervention: enterprise_development, business_linkages, local_governance
  std::string stakeholder;  ///< entrepreneur, worker, household, community
  std::string direction;    ///< which values are a gain: higher, lower, none
  std::string loss;         ///< how a change for the worse reads
  std::string evidence;     ///< quantitative, qualitative, participatory
  std::string nature;       ///< direct, proxy
};

/// Every entry, in the order of the file.
const std::vector<Meaning>& indicator_catalogue();
/// nullptr where there is no such entry.
const Meaning* catalogue_entry(std::string_view id);

}  // namespace clusia
