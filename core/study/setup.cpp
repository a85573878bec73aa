#include <stdexcept>

#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace {

const Declaration* find_plugin(Reading& reading, Kind kind, const Named& plugin) {
  const auto answer = reading.catalogue.find(kind, plugin.text);
  if (const auto* declaration = std::get_if<const Declaration*>(&answer)) return *declaration;
  const auto meant = nearest(plugin.text, reading.catalogue.ids(kind));
  reading.problems.add(plugin.at, std::get<std::string>(answer) + (meant ? ", or write '" + *meant + "'" : ""), "");
  return nullptr;
}

Value default_or_fault(Reading& reading, const Declaration& plugin, const ParameterDeclaration& declaration,
                       Position at) {
  try {
    return default_of(declaration, reading.folder);
  } catch (const std::invalid_argument& error) {
    reading.problems.add(at,
                         "plugin '" + plugin.id + "' declares a wrong default for its parameter '" + declaration.name +
                             "' (" + error.what() + ")",
                         "set the parameter, and tell the plugin's author");
    return {};
  }
}

}  // namespace

const Declaration* read_setup(Reading& reading, Kind kind, const Table& table, Setup& out) {
  const auto plugin = table.named("plugin");
  out.at = table.at("plugin");
  if (!plugin) return nullptr;
  out.plugin = plugin->text;
  const Declaration* declaration = find_plugin(reading, kind, *plugin);
  if (declaration == nullptr) return nullptr;

  const toml::table* parameters = table.table("parameters");
  std::set<std::string, std::less<>> meant;
  if (parameters != nullptr) {
    const auto what = [&](const std::string& key) {
      return "plugin '" + declaration->id + "' has no parameter '" + key + "'";
    };
    meant = refuse_unknown(*parameters, names_of(declaration->parameters), what, "parameters of this plugin",
                           reading.problems);
  }
  for (const auto& parameter : declaration->parameters) {
    const toml::node* node = parameters == nullptr ? nullptr : parameters->get(parameter.name);
    Value& value = out.parameters.emplace_back();
    out.positions.push_back(node == nullptr ? out.at : position_of(*node));
    if (node != nullptr) {
      value = read_value(parameter, *node, "parameter '" + parameter.name + "'", reading.folder, reading.problems)
                  .value_or(Value{});
    } else if (parameter.required) {
      // Parameters in a misspelt table, or in something that is no table, are reported as such.
      if ((parameters != nullptr || !table.has("parameters")) && !meant.contains(parameter.name))
        reading.problems.add(table.at("parameters"),
                             "parameter '" + parameter.name + "' of plugin '" + declaration->id + "' is missing",
                             "set it in 'parameters': " + parameter.doc);
    } else {
      value = default_or_fault(reading, *declaration, parameter, out.at);
    }
  }
  return declaration;
}

}  // namespace clusia
