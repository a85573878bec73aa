#include "study/entries.hpp"

#include <algorithm>
#include <sstream>

#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace {

const char* word_of(Kind kind) { return kind == Kind::comparator ? "comparator" : "indicator"; }

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// The keys that `takes` answers yes to.
std::vector<std::string> keys_of(const Declaration& plugin) {
  std::vector<std::string> keys;
  for (const auto& parameter : plugin.parameters) keys.push_back(parameter.name);
  for (const char* own : {"covariates", "reference"})
    if (takes(plugin, own) && std::ranges::find(keys, own) == keys.end()) keys.emplace_back(own);
  return keys;
}

bool is_parameter(const Declaration& plugin, const std::string& key) {
  return std::ranges::any_of(plugin.parameters, [&](const auto& p) { return p.name == key; });
}

std::vector<toml::table*> named(const Address& address, const std::vector<toml::table*>& entries,
                                const KnownPlugins& catalogue, Problems& problems) {
  const auto entry =
      std::ranges::find_if(entries, [&](const toml::table* e) { return text_in(*e, "name") == address.name; });
  const std::string kind = word_of(address.kind);
  if (entry == entries.end()) {
    problems.add(address.at, "there is no " + kind + " '" + address.name + "'",
                 mend_of(address.name, names_of(entries), kind + "s"));
    return {};
  }
  const Declaration* plugin = plugin_of(**entry, address.kind, catalogue);
  if (plugin == nullptr) return {};  // which is reported where the study names it
  if (takes(*plugin, address.key)) return {*entry};
  problems.add(address.at, "plugin '" + plugin->id + "' has no parameter '" + address.key + "'",
               mend_of(address.key, keys_of(*plugin), "parameters of this plugin"));
  return {};
}

/// What the entries that have the key say of it; "" where they do not agree, or none has it.
const toml::node* agreed(const std::vector<const toml::table*>& tables, const std::string& key) {
  const toml::node* first = nullptr;
  for (const toml::table* table : tables) {
    const toml::node* node = table->get(key);
    if (node == nullptr) continue;
    if (first != nullptr && toml_text(*first) != toml_text(*node)) return nullptr;
    first = node;
  }
  return first;
}

/// The datasets that comparators of the study are applied to.
std::vector<std::string> datasets_of(const std::vector<toml::table*>& entries, const toml::table& data) {
  std::vector<std::string> all, named;
  for (const auto& [name, node] : data) all.emplace_back(name.str());
  for (const toml::table* entry : entries) {
    const auto* list = entry->get_as<toml::array>("data");
    if (list == nullptr) return all;
    for (const auto& name : *list) named.push_back(name.value_or(std::string()));
  }
  if (entries.empty()) return all;
  std::erase_if(all, [&](const std::string& name) { return std::ranges::find(named, name) == named.end(); });
  return all;
}

/// Those that give the roles which the plugin needs; all, where none does, so that it is said what is missing.
std::vector<std::string> fitting(const Declaration& plugin, const std::vector<std::string>& datasets,
                                 const toml::table& data, std::vector<std::string>& left) {
  std::vector<std::string> out;
  for (const std::string& name : datasets) {
    std::set<std::string> written;
    if (const auto* roles = data[name]["roles"].as_table())
      for (const auto& [role, node] : *roles) written.emplace(role.str());
    (missing_roles(plugin.roles, written).empty() ? out : left).push_back(name);
  }
  if (!out.empty()) return out;
  left.clear();
  return datasets;
}

void insert_copy(toml::table& into, const std::string& key, const toml::node& value) {
  value.visit([&](const auto& v) { into.insert_or_assign(key, v); });
}

}  // namespace

std::optional<Address> address_of(const Named& text, const std::vector<std::string>& others, Problems& problems) {
  std::vector<std::string> words{"comparator", "indicator"};
  words.insert(words.end(), others.begin(), others.end());
  const std::vector<std::string> parts = parts_of(text.text);
  if (std::ranges::find(words, parts[0]) == words.end()) {
    problems.add(text.at, "'" + text.text + "' begins with no part of a study that can be set",
                 mend_of(parts[0], words, "first words"));
    return std::nullopt;
  }
  if (parts.size() < 2 || parts.size() > 3 || std::ranges::find(parts, "") != parts.end()) {
    problems.add(text.at, "'" + text.text + "' is no key",
                 "write '" + parts[0] + ".KEY', or '" + parts[0] + ".NAME.KEY' for one of them");
    return std::nullopt;
  }
  return Address{parts[0] == "comparator" ? Kind::comparator : Kind::indicator, parts.size() == 3 ? parts[1] : "",
                 parts.back(), text.at};
}

std::vector<toml::table*> entries_of(toml::table& root, Kind kind) {
  std::vector<toml::table*> out;
  if (toml::array* array = root.get_as<toml::array>(word_of(kind)))
    for (auto& item : *array)
      if (item.is_table()) out.push_back(item.as_table());
  return out;
}

std::string text_in(const toml::table& entry, const char* key) { return entry[key].value_or(std::string()); }

std::vector<std::string> names_of(const std::vector<toml::table*>& entries) {
  std::vector<std::string> out;
  for (const toml::table* entry : entries) out.push_back(text_in(*entry, "name"));
  return out;
}

const Declaration* plugin_of(const toml::table& entry, Kind kind, const KnownPlugins& catalogue) {
  const auto found = catalogue.find(kind, text_in(entry, "plugin"));
  const auto* declaration = std::get_if<const Declaration*>(&found);
  return declaration == nullptr ? nullptr : *declaration;
}

bool takes(const Declaration& plugin, const std::string& key) {
  if (is_parameter(plugin, key)) return true;
  if (plugin.kind == Kind::comparator) return key == "covariates" && (plugin.roles & CLUSIA_ROLE_COVARIATES) != 0;
  return key == "reference" && plugin.reads_reference();
}

std::vector<toml::table*> entries_at(const Address& address, const std::vector<toml::table*>& entries,
                                     const KnownPlugins& catalogue, Problems& problems) {
  if (!address.name.empty()) return named(address, entries, catalogue, problems);
  std::vector<toml::table*> out;
  std::vector<std::string> known;
  bool unknown_plugin = false;
  for (toml::table* entry : entries) {
    const Declaration* plugin = plugin_of(*entry, address.kind, catalogue);
    unknown_plugin = unknown_plugin || plugin == nullptr;
    if (plugin == nullptr) continue;
    if (takes(*plugin, address.key)) out.push_back(entry);
    for (const std::string& key : keys_of(*plugin))
      if (std::ranges::find(known, key) == known.end()) known.push_back(key);
  }
  const std::string kind = word_of(address.kind);
  if (entries.empty()) {
    problems.add(address.at, "the study has no " + kind, "add one, or leave this out");
  } else if (out.empty() && !unknown_plugin) {
    problems.add(address.at, "no " + kind + " here has a parameter '" + address.key + "'",
                 mend_of(address.key, known, "parameters"));
  }
  return out;
}

void set_in(toml::table& entry, const Declaration& plugin, const std::string& key, toml::node&& value) {
  toml::table* into = &entry;
  if (is_parameter(plugin, key)) {
    if (!entry.contains("parameters")) entry.insert("parameters", toml::table{});
    into = entry.get_as<toml::table>("parameters");
    if (into == nullptr) return;  // what is no table is reported where it stands
  }
  value.visit([&](auto& v) { into->insert_or_assign(key, std::move(v)); });
}

std::string toml_text(const toml::node& value) {
  if (const auto* array = value.as_array()) {
    std::string out;
    for (const auto& item : *array) out += (out.empty() ? "" : ", ") + toml_text(item);
    return "[" + out + "]";
  }
  if (const auto* table = value.as_table()) {
    std::string out;
    for (const auto& [key, node] : *table)
      out += (out.empty() ? "" : ", ") + std::string(key.str()) + " = " + toml_text(node);
    return "{ " + out + " }";
  }
  ParameterDeclaration as;
  Value content;
  content.is_set = true;
  if (const auto* text = value.as_string()) {
    as.type = CLUSIA_TEXT;
    content.text = text->get();
    return text_of(as, content);
  }
  if (const auto* number = value.as_floating_point()) {
    as.type = CLUSIA_NUMBER;
    content.number = number->get();
    return text_of(as, content);
  }
  std::ostringstream out;
  value.visit([&](const auto& v) {
    if constexpr (toml::is_value<decltype(v)>) out << v;
  });
  return out.str();
}

toml::table stand_in(const Declaration& plugin, toml::table& root, const Position& at, std::string& effect) {
  const std::vector<toml::table*> entries = entries_of(root, Kind::comparator);
  std::string name = plugin.id;
  std::ranges::replace(name, '-', '_');
  toml::table entry =
      toml::parse("name = \"" + name + "\"\nplugin = \"" + plugin.id + "\"", at.option ? *at.option : std::string());
  std::vector<const toml::table*> whole(entries.begin(), entries.end()), parameters;
  std::set<std::string> left;
  for (const toml::table* of : entries)
    if (const auto* table = of->get_as<toml::table>("parameters")) parameters.push_back(table);
  std::vector<std::string> shared;
  const auto share = [&](const char* key, const toml::node* node) {
    if (node == nullptr) return;
    insert_copy(entry, key, *node);
    shared.push_back(key + (" = " + toml_text(*node)));
  };
  std::vector<std::string> unfit;
  if (const auto* data = root.get_as<toml::table>("data")) {
    toml::array names;
    for (const std::string& name : fitting(plugin, datasets_of(entries, *data), *data, unfit)) names.push_back(name);
    if (names.size() < data->size()) share("data", &names);
  }
  if (takes(plugin, "covariates")) share("covariates", agreed(whole, "covariates"));
  for (const toml::table* of : entries) {
    const auto* table = of->get_as<toml::table>("parameters");
    if (table == nullptr) continue;
    for (const auto& [key, node] : *table) left.insert(std::string(key.str()));
  }
  toml::table own;
  for (const auto& parameter : plugin.parameters) {
    const toml::node* node = parameter.type == CLUSIA_WAVE ? agreed(parameters, parameter.name) : nullptr;
    if (node == nullptr) continue;
    insert_copy(own, parameter.name, *node);
    shared.push_back(parameter.name + " = " + toml_text(*node));
    left.erase(parameter.name);
  }
  if (!own.empty()) entry.insert("parameters", std::move(own));
  effect = "'" + plugin.id + "' has its defaults";
  for (std::size_t k = 0; k < shared.size(); ++k)
    effect += (k == 0 ? ", and from the study's comparators " : ", ") + shared[k];
  if (!unfit.empty()) effect += "; " + listed(unfit) + " without a role that it needs";
  if (!left.empty()) effect += "; not taken over: " + listed({left.begin(), left.end()});
  return entry;
}

std::int64_t drop_expectations(toml::table& root, const std::set<std::string>& comparators,
                               const std::set<std::string>& indicators) {
  auto* array = root.get_as<toml::array>("expect");
  if (array == nullptr) return 0;
  std::int64_t dropped = 0;
  for (std::size_t k = array->size(); k-- > 0;) {
    const auto* of = array->get_as<toml::table>(k);
    if (of == nullptr) continue;
    if (!comparators.contains(text_in(*of, "comparator")) && !indicators.contains(text_in(*of, "indicator"))) continue;
    const auto* values = of->get_as<toml::array>("values");
    dropped += values == nullptr ? 0 : static_cast<std::int64_t>(values->size());
    array->erase(array->begin() + static_cast<std::ptrdiff_t>(k));
  }
  return dropped;
}

void drop_map_figures(toml::table& root, const std::set<std::string>& indicators) {
  auto* map = root.get_as<toml::table>("map");
  if (map == nullptr) return;
  const auto is_gone = [&](const toml::node& figure) {
    const std::string name = figure.value_or(std::string());
    return indicators.contains(name.substr(0, name.find('.')));
  };
  if (auto* figures = map->get_as<toml::array>("figures"))
    for (std::size_t k = figures->size(); k-- > 0;)
      if (is_gone(*figures->get(k))) figures->erase(figures->begin() + static_cast<std::ptrdiff_t>(k));
  if (const toml::node* shade = map->get("shade"); shade != nullptr && is_gone(*shade))
    for (const char* key : {"shade", "shade_from"}) map->erase(key);
}

}  // namespace clusia
