#include "study/schema.hpp"

#include <cmath>
#include <stdexcept>

#include "study/table.hpp"

namespace clusia {

namespace {

using nlohmann::json;

json typed(std::initializer_list<const char*> types) {
  return types.size() == 1 ? json{{"type", *types.begin()}}
                           : json{{"type", std::vector<std::string>(types.begin(), types.end())}};
}

json ranged(const char* type, const ParameterDeclaration& declaration) {
  json out = typed({type});
  if (std::isfinite(declaration.minimum)) out["minimum"] = declaration.minimum;
  if (std::isfinite(declaration.maximum)) out["maximum"] = declaration.maximum;
  return out;
}

json list_of(json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

json names() {
  json out = list_of({{"type", "string"}, {"minLength", 1}});
  out["minItems"] = 1;
  out["uniqueItems"] = true;
  return out;
}

json type_schema(const ParameterDeclaration& declaration) {
  switch (declaration.type) {
    case CLUSIA_NUMBER:
      return ranged("number", declaration);
    case CLUSIA_INTEGER:
      return ranged("integer", declaration);
    case CLUSIA_BOOLEAN:
      return typed({"boolean"});
    case CLUSIA_CHOICE:
      return {{"enum", declaration.choices}};
    case CLUSIA_WAVE:
      return typed({"string", "integer"});
    case CLUSIA_PATH:
      return {{"type", "string"}, {"minLength", 1}};
    case CLUSIA_NUMBERS:
      return list_of(ranged("number", declaration));
    case CLUSIA_TEXTS:
      return list_of(typed({"string"}));
    case CLUSIA_TEXT_MAP:
      return {{"type", "object"}, {"additionalProperties", typed({"string"})}};
    default:
      return typed({"string"});
  }
}

json as_json(const ParameterDeclaration& declaration, const Value& value) {
  switch (declaration.type) {
    case CLUSIA_NUMBER:
      return value.number;
    case CLUSIA_INTEGER:
      return value.integer;
    case CLUSIA_BOOLEAN:
      return value.integer != 0;
    case CLUSIA_NUMBERS:
      return value.numbers;
    case CLUSIA_TEXTS:
      return value.texts;
    case CLUSIA_TEXT_MAP: {
      json out = json::object();
      for (std::size_t k = 0; k < value.keys.size(); ++k) out[value.keys[k]] = value.texts[k];
      return out;
    }
    default:
      return value.text;
  }
}

json parameter_schema(const ParameterDeclaration& declaration) {
  json out = type_schema(declaration);
  std::string doc = declaration.doc;
  if (!declaration.unit.empty()) doc += " (" + declaration.unit + ")";
  if (!declaration.convention.empty()) doc += ". Convention: " + declaration.convention;
  out["description"] = doc;
  try {
    const Value value = default_of(declaration);
    if (value.is_set) out["default"] = as_json(declaration, value);
  } catch (const std::invalid_argument&) {
    // One plugin with a wrong default (or a default file, which only a study's folder has) must not cost the others
    // their schema.
  }
  return out;
}

json key_schema(const Key& key) {
  json out;
  switch (key.shape) {
    case Shape::value:
      out = parameter_schema(key);
      if (key.type == CLUSIA_TEXT) out["minLength"] = 1;
      if (key.spelling != Spelling::any) out["pattern"] = pattern_of(key.spelling);
      break;
    case Shape::names:
      out = names();
      break;
    case Shape::levels:
      out = list_of(typed({"string", "integer", "boolean"}));
      out["minItems"] = 1;
      out["uniqueItems"] = true;
      break;
    case Shape::crossings:
      out = list_of({{"anyOf", {json{{"type", "string"}, {"minLength", 1}}, names()}}});
      out["uniqueItems"] = true;
      break;
    case Shape::options:
      out = {{"type", "array"}, {"minItems", 1}};
      break;
    case Shape::table:
      out = typed({"object"});
      break;
    case Shape::tables:
      out = list_of(typed({"object"}));
      if (key.required) out["minItems"] = 1;
      break;
  }
  out["description"] = key.doc;
  return out;
}

json section_schema(const Section& section) {
  json out{{"type", "object"}, {"description", section.doc}, {"properties", json::object()}};
  out["additionalProperties"] = section.other_keys.empty() ? json(false) : typed({"string", "integer", "boolean"});
  for (const auto& key : section.keys) {
    out["properties"][key.name] = key_schema(key);
    if (key.required) out["required"].push_back(key.name);
  }
  return out;
}

/// A table whose keys a plugin declares.
template <class Items, class Schema>
json declared(const Items& items, const Schema& schema) {
  json out{{"type", "object"}, {"properties", json::object()}, {"additionalProperties", false}};
  for (const auto& item : items) {
    out["properties"][item.name] = schema(item);
    if (item.required) out["required"].push_back(item.name);
  }
  return out;
}

json input_schema(const InputDeclaration& input) {
  const json column{{"type", "string"}, {"minLength", 1}};
  json out = input.many ? json{{"anyOf", {column, names()}}} : column;
  out["description"] = input.doc;
  return out;
}

/// What follows from the choice of this plugin.
json plugin_case(const Declaration& plugin) {
  const json parameters = declared(plugin.parameters, parameter_schema), inputs = declared(plugin.inputs, input_schema);
  json then{{"properties", {{"plugin", {{"description", plugin.summary}}}, {"parameters", parameters}}}};
  if (parameters.contains("required")) then["required"].push_back("parameters");
  if (plugin.kind == Kind::indicator) {
    then["properties"]["inputs"] = inputs;
    if (inputs.contains("required")) then["required"].push_back("inputs");
    if (!plugin.reads_reference()) then["properties"]["reference"] = false;
  }
  return {{"if", {{"properties", {{"plugin", {{"const", plugin.id}}}}}, {"required", {"plugin"}}}}, {"then", then}};
}

json setup_schema(const Section& section, Kind kind, std::span<const Declaration> plugins) {
  json out = section_schema(section);
  for (const auto& plugin : plugins) {
    if (plugin.kind != kind) continue;
    out["properties"]["plugin"]["enum"].push_back(plugin.id);
    out["allOf"].push_back(plugin_case(plugin));
  }
  return out;
}

json weights_schema(const std::vector<std::string>& ids) {
  json out{{"type", "object"}, {"additionalProperties", false}};
  for (const std::string& id : ids) out["properties"][id] = {{"type", "number"}, {"minimum", 0}};
  return out;
}

json diagnosis_schema() {
  json out = section_schema(sections::diagnosis());
  json& keys = out["properties"];
  std::vector<std::string> families;
  for (const CharacteristicFamily& family : matrix_families()) families.push_back(family.id);
  keys["family_weights"].update(weights_schema(families));
  keys["weights"]["additionalProperties"] = {{"type", "number"}, {"minimum", 0}};
  json& own = keys["characteristics"]["items"] = section_schema(sections::characteristic());
  own["properties"]["anchors"].update(
      {{"propertyNames", {{"pattern", "^[1-5]$"}}}, {"additionalProperties", {{"type", "string"}}}});
  return out;
}

json plan_schema(std::span<const Declaration> plugins) {
  json out = section_schema(sections::plan());
  json& parts = out["properties"];
  parts["outcome"]["items"] = section_schema(sections::planned_outcome());
  parts["frame"] = section_schema(sections::frame());
  parts["frame"]["properties"]["source"] = setup_schema(sections::source(), Kind::source, plugins);
  parts["quota"]["items"] = section_schema(sections::quota());
  parts["simulate"] = section_schema(sections::simulate());
  parts["simulate"]["properties"]["effect"]["items"] = section_schema(sections::planted_effect());
  parts["simulate"]["properties"]["trend"]["items"] = section_schema(sections::planted_trend());
  return out;
}

}  // namespace

json study_schema(std::span<const Declaration> plugins) {
  json dataset = section_schema(sections::dataset());
  dataset["properties"]["source"] = setup_schema(sections::source(), Kind::source, plugins);
  dataset["properties"]["roles"] = section_schema(sections::roles());
  dataset["properties"]["roles"]["dependentRequired"] = {
      {"arm", {"treated", "comparison"}}, {"treated", {"arm", "comparison"}}, {"comparison", {"arm", "treated"}}};
  dataset["properties"]["stages"]["items"] = section_schema(sections::stage());
  dataset["properties"]["recall"] = section_schema(sections::recall());
  dataset["properties"]["recall"]["properties"]["columns"]["items"] = section_schema(sections::recalled());
  dataset["properties"]["calibration"] = section_schema(sections::calibration());
  dataset["properties"]["calibration"]["properties"]["totals"]["items"] = section_schema(sections::calibration_total());
  dataset["properties"]["replicate_weights"] = section_schema(sections::replicate_weights());
  json expectation = section_schema(sections::expectation());
  expectation["properties"]["values"]["items"] = section_schema(sections::published());

  json out = section_schema(sections::file());
  out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  out["title"] = "Clusia study";
  json& parts = out["properties"];
  parts["study"] = section_schema(sections::study());
  parts["plugins"] = section_schema(sections::plugins());
  parts["data"].update({{"minProperties", 1},
                        {"propertyNames", {{"pattern", pattern_of(Spelling::name)}}},
                        {"additionalProperties", std::move(dataset)}});
  parts["column"]["items"] = section_schema(sections::linked_column());
  parts["indicator"]["items"] = setup_schema(sections::indicator(), Kind::indicator, plugins);
  for (const Meaning& m : indicator_catalogue())
    parts["indicator"]["items"]["properties"]["entry"]["enum"].push_back(m.entry);
  parts["comparator"]["items"] = setup_schema(sections::comparator(), Kind::comparator, plugins);
  parts["inference"] = section_schema(sections::inference());
  parts["difference"]["items"] = section_schema(sections::difference());
  parts["expect"]["items"] = std::move(expectation);
  parts["compare"] = section_schema(sections::compare());
  parts["compare"]["properties"]["options"]["items"] = section_schema(sections::option());
  parts["compare"]["properties"]["benchmarks"]["items"] = section_schema(sections::benchmark());
  parts["diagnosis"] = diagnosis_schema();
  parts["map"] = section_schema(sections::map());
  parts["map"]["properties"]["node"]["items"] = section_schema(sections::map_node());
  parts["map"]["properties"]["link"]["items"] = section_schema(sections::map_link());
  parts["map"]["properties"]["institution"]["items"] = section_schema(sections::map_institution());
  parts["voices"]["items"] = section_schema(sections::voices());
  parts["plan"] = plan_schema(plugins);
  return out;
}

}  // namespace clusia
