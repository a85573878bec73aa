#include "study/override.hpp"

#include <algorithm>

#include "study/keys.hpp"
#include "study/nearest.hpp"

namespace clusia {

namespace {

Position position_in(const Override& of) { return {0, 0, std::make_shared<const std::string>(of.option())}; }

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

// ---- --comparator -----------------------------------------------------------------------------------------

/// The entries of the study, of which some are chosen, and those that stand in.
class Choice {
 public:
  Choice(const Override& of, toml::table& root, const KnownPlugins& catalogue, Problems& problems)
      : at_(position_in(of)),
        root_(root),
        catalogue_(catalogue),
        problems_(problems),
        entries_(entries_of(root, Kind::comparator)) {}

  std::string make(const std::string& list) {
    for (const std::string& word : words(list)) choose(word);
    std::set<std::string> gone;
    for (const toml::table* entry : entries_)
      if (std::ranges::find(chosen_, entry) == chosen_.end()) gone.insert(text_in(*entry, "name"));
    for (const auto& name : gone) say("'" + name + "' does not run");
    toml::array out;
    for (toml::table* entry : chosen_) out.push_back(std::move(*entry));
    for (toml::table& entry : new_) out.push_back(std::move(entry));
    root_.insert_or_assign("comparator", std::move(out));
    root_.erase("compare");  // which may name those that are gone
    if (const std::int64_t n = drop_expectations(root_, gone, {}); n > 0)
      say(counted(n, "published value") + " of what does not run " + (n == 1 ? "is" : "are") + " left out");
    return effect_;
  }

 private:
  std::vector<std::string> words(const std::string& list) {
    std::vector<std::string> all;
    std::size_t from = 0;
    for (auto comma = list.find(','); from <= list.size(); comma = list.find(',', from)) {
      all.push_back(trimmed(list.substr(from, comma - from)));
      from = comma == std::string::npos ? list.size() + 1 : comma + 1;
      if (all.back().empty())
        problems_.add(at_, "a comparator has no name", "write names of the study's comparators, or ids of plugins");
      else if (std::ranges::count(all, all.back()) > 1)
        problems_.add(at_, "'" + all.back() + "' stands twice", "remove one");
    }
    return all;
  }

  void say(const std::string& what) { effect_ += (effect_.empty() ? "" : "; ") + what; }

  void choose(const std::string& word) {
    if (word.empty()) return;
    std::vector<toml::table*> found;
    for (toml::table* entry : entries_)
      if (text_in(*entry, "name") == word) found.push_back(entry);
    if (found.empty())
      for (toml::table* entry : entries_)
        if (text_in(*entry, "plugin") == word) found.push_back(entry);
    for (toml::table* entry : found)
      if (std::ranges::find(chosen_, entry) == chosen_.end()) chosen_.push_back(entry);
    if (!found.empty()) return say("'" + listed_names(found) + "' as the study has it");
    const auto known = catalogue_.find(Kind::comparator, word);
    if (const auto* plugin = std::get_if<const Declaration*>(&known)) {
      std::string effect;
      new_.push_back(stand_in(**plugin, root_, at_, effect));
      return say(effect);
    }
    std::vector<std::string> names = names_of(entries_), ids = catalogue_.ids(Kind::comparator);
    names.insert(names.end(), ids.begin(), ids.end());
    const auto meant = nearest(word, names);
    problems_.add(at_, "there is no comparator '" + word + "' in the study, and no comparator plugin of this id",
                  meant ? "write '" + *meant + "'"
                        : "the study's comparators are " + listed(names_of(entries_)) +
                              "; `clusia plugins list` lists the plugins");
  }

  static std::string listed_names(const std::vector<toml::table*>& entries) {
    std::string out;
    for (const auto& name : names_of(entries)) out += (out.empty() ? "" : "', '") + name;
    return out;
  }

  Position at_;
  toml::table& root_;
  const KnownPlugins& catalogue_;
  Problems& problems_;
  std::vector<toml::table*> entries_, chosen_;
  std::vector<toml::table> new_;
  std::string effect_;
};

// ---- --set ------------------------------------------------------------------------------------------------

/// The value, parsed anew for each place that it is put in: a copy would lose its position.
std::optional<toml::table> parsed(const Override& of, const std::string& value, Problems& problems) {
  const bool one_line = value.find('\n') == std::string::npos && !value.empty();
  try {
    if (one_line) return toml::parse("value = " + value, of.option());
  } catch (const toml::parse_error&) {
  }
  problems.add(position_in(of), "'" + value + "' is no TOML value",
               "texts stand in quotes, as in --set '" + of.value.substr(0, of.value.find('=')) + "=\"...\"'");
  return std::nullopt;
}

std::string set_inference(const Override& of, const std::string& key, toml::table value, toml::table& root,
                          Problems& problems) {
  const auto names = sections::inference().names();
  const auto parts = key.substr(key.find('.') == std::string::npos ? key.size() : key.find('.') + 1);
  if (std::ranges::find(names, parts) == names.end()) {
    problems.add(position_in(of), "unknown key '" + parts + "' in [inference]", mend_of(parts, names, "keys here"));
    return "";
  }
  if (!root.contains("inference")) root.insert("inference", toml::table{});
  auto* table = root.get_as<toml::table>("inference");
  if (table == nullptr) return "";
  const std::string before = table->contains(parts) ? toml_text(*table->get(parts)) : "not set";
  value.get("value")->visit([&](auto& v) { table->insert_or_assign(parts, std::move(v)); });
  return parts + " of [inference], in the study " + before;
}

std::string before(const toml::table& entry, const std::string& key) {
  const auto* parameters = entry.get_as<toml::table>("parameters");
  const toml::node* node = parameters == nullptr ? nullptr : parameters->get(key);
  if (node == nullptr) node = entry.get(key);
  return node == nullptr ? "not set" : toml_text(*node);
}

std::string set(const Override& of, toml::table& root, const KnownPlugins& catalogue, Problems& problems) {
  const auto equals = of.value.find('=');
  const Position at = position_in(of);
  if (equals == std::string::npos) {
    problems.add(at, "it has no value", "write --set KEY=VALUE, as in --set comparator.caliper=0.1");
    return "";
  }
  const std::string key = trimmed(of.value.substr(0, equals)), value = trimmed(of.value.substr(equals + 1));
  auto content = parsed(of, value, problems);
  if (!content) return "";
  if (key == "inference" || key.starts_with("inference."))
    return set_inference(of, key, std::move(*content), root, problems);
  const auto address = address_of({key, at}, {"inference"}, problems);
  if (!address) return "";
  const auto entries = entries_of(root, address->kind);
  const auto chosen = entries_at(*address, entries, catalogue, problems);
  std::string effect;
  for (toml::table* entry : chosen) {
    effect += (effect.empty() ? "set in '" : "; in '") + text_in(*entry, "name") + "', in the study " +
              before(*entry, address->key);
    set_in(*entry, *plugin_of(*entry, address->kind, catalogue), address->key,
           std::move(*parsed(of, value, problems)->get("value")));
  }
  if (!address->name.empty() || chosen.empty()) return effect;
  for (const toml::table* entry : entries)
    if (std::ranges::find(chosen, entry) == chosen.end())
      effect += "; '" + text_in(*entry, "name") + "' has no such parameter and stays as it is";
  return effect;
}

}  // namespace

std::vector<Overridden> apply(const std::vector<Override>& overrides, toml::table& root, const KnownPlugins& catalogue,
                              Problems& problems) {
  std::vector<Overridden> done;
  for (const Override& of : overrides) {
    const std::string effect = of.kind == Override::comparators ? Choice(of, root, catalogue, problems).make(of.value)
                                                                : set(of, root, catalogue, problems);
    done.push_back({of.option(), effect});
  }
  return done;
}

}  // namespace clusia
