/// The [[comparator]] and [[indicator]] tables of a study before they are read: what the command line sets in them, and
/// what `clusia compare` makes of them.
#pragma once

#include <set>

#include "study/read.hpp"
#include "study/values.hpp"

namespace clusia {

/// "comparator.KEY", "comparator.NAME.KEY", "indicator.KEY", "indicator.NAME.KEY".
struct Address {
  Kind kind = Kind::comparator;
  std::string name;  ///< empty: every one whose plugin takes the key
  std::string key;
  Position at;  ///< of the text
};

/// Nothing after saying why. `others` are first words that stand for something else.
std::optional<Address> address_of(const Named& text, const std::vector<std::string>& others, Problems& problems);

/// Those of the study, in its order; what is no table is left to who reads the study.
std::vector<toml::table*> entries_of(toml::table& root, Kind kind);
std::string text_in(const toml::table& entry, const char* key);  ///< "" where there is no text
std::vector<std::string> names_of(const std::vector<toml::table*>& entries);

/// nullptr where the plugin is unknown.
const Declaration* plugin_of(const toml::table& entry, Kind kind, const KnownPlugins& catalogue);
/// Whether options may set the key: a parameter of the plugin, the covariates of a comparator that needs them, the
/// reference of an indicator that reads one.
bool takes(const Declaration& plugin, const std::string& key);

/// Which of the entries the address means; none after saying why.
std::vector<toml::table*> entries_at(const Address& address, const std::vector<toml::table*>& entries,
                                     const KnownPlugins& catalogue, Problems& problems);

/// Sets the key, which the plugin takes. The value keeps its position.
void set_in(toml::table& entry, const Declaration& plugin, const std::string& key, toml::node&& value);

/// As TOML writes it, on one line.
std::string toml_text(const toml::node& value);

/// A new comparator for a plugin that no entry names: on those of the entries' datasets that give the roles it needs,
/// with what all entries that say it agree on, covariates and parameters of the same name that are waves. `effect` is
/// told what it shares and what it leaves.
toml::table stand_in(const Declaration& plugin, toml::table& root, const Position& at, std::string& effect);

/// Removes published values of comparators or indicators of these names; answers with how many.
std::int64_t drop_expectations(toml::table& root, const std::set<std::string>& comparators,
                               const std::set<std::string>& indicators);
/// The map shows no figures of indicators of these names: what was one is several now.
void drop_map_figures(toml::table& root, const std::set<std::string>& indicators);

}  // namespace clusia
