/// What charts have in common: data for the script, in a page that no data can break.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "report/html.hpp"
#include "report/words.hpp"

namespace clusia::report {

using Json = nlohmann::ordered_json;

Json json(const std::optional<double>& value);  ///< null where there is no finite number

/// Space for a chart, with the data from which the script draws it.
Html drawing(const Json& data, const std::string& caption, const Words& words = english());

}  // namespace clusia::report
