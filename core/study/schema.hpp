/// What a study file may say, for programs and for people: both made from the tables of keys and the plugins'
/// declarations.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "plugin/declaration.hpp"

namespace clusia {

/// JSON Schema, draft 2020-12: editors complete and check a study with it, each plugin's parameters and inputs
/// included.
nlohmann::json study_schema(std::span<const Declaration> plugins);

/// The tables of keys in docs/study-file.md.
std::string reference_markdown();

}  // namespace clusia
