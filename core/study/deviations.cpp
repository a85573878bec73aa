#include "study/deviations.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "study/entries.hpp"

namespace clusia {
namespace {

std::optional<std::string> text_or_none(const toml::node* node) {
  return node == nullptr ? std::nullopt : std::optional(toml_text(*node));
}

const toml::array* entries_in(const toml::node* node) {
  const toml::array* list = node == nullptr ? nullptr : node->as_array();
  return list != nullptr && !list->empty() && list->is_homogeneous<toml::table>() ? list : nullptr;
}

using ByName = std::map<std::string, const toml::node*>;

/// Nothing where an entry has no name of its own.
std::optional<ByName> by_name(const toml::array* entries) {
  ByName all;
  if (entries == nullptr) return all;
  for (const toml::node& entry : *entries) {
    const std::string name = text_in(*entry.as_table(), "name");
    if (name.empty() || !all.emplace(name, &entry).second) return std::nullopt;
  }
  return all;
}

class Comparison {
 public:
  void compare(const std::string& key, const toml::node* was, const toml::node* now) {
    const toml::array *entries_was = entries_in(was), *entries_now = entries_in(now);
    if (entries_was != nullptr || entries_now != nullptr) return compare_entries(key, entries_was, entries_now);
    const toml::table* table_was = was == nullptr ? nullptr : was->as_table();
    const toml::table* table_now = now == nullptr ? nullptr : now->as_table();
    const bool tables = (table_was != nullptr || was == nullptr) && (table_now != nullptr || now == nullptr);
    if (tables && (table_was != nullptr || table_now != nullptr)) return compare_tables(key, table_was, table_now);
    differ(key, was, now);
  }
  std::vector<Deviation> all() { return std::move(all_); }

 private:
  void differ(const std::string& key, const toml::node* was, const toml::node* now) {
    Deviation found{key, text_or_none(was), text_or_none(now)};
    if (found.was != found.now) all_.push_back(std::move(found));
  }

  void compare_tables(const std::string& key, const toml::table* was, const toml::table* now) {
    std::set<std::string> keys;
    for (const toml::table* table : {was, now})
      if (table != nullptr)
        for (const auto& [name, node] : *table) keys.emplace(name.str());
    for (const std::string& name : keys) {
      const toml::node* before = was == nullptr ? nullptr : was->get(name);
      const toml::node* after = now == nullptr ? nullptr : now->get(name);
      const std::string inner = key.empty() ? name : key + "." + name;
      const bool whole = key == "data" && (before == nullptr || after == nullptr);
      if (whole)
        differ(inner, before, after);
      else
        compare(inner, before, after);
    }
  }

  void compare_entries(const std::string& key, const toml::array* was, const toml::array* now) {
    const auto before = by_name(was), after = by_name(now);
    if (!before || !after) return compare_by_content(key, was, now);
    std::set<std::string> names;
    for (const ByName* of : {&*before, &*after})
      for (const auto& [name, entry] : *of) names.insert(name);
    const auto in = [](const ByName& of, const std::string& name) {
      const auto at = of.find(name);
      return at == of.end() ? nullptr : at->second;
    };
    for (const std::string& name : names) {
      const toml::node *entry_was = in(*before, name), *entry_now = in(*after, name);
      const std::string inner = key + "." + name;
      if (entry_was == nullptr || entry_now == nullptr)
        differ(inner, entry_was, entry_now);
      else
        compare(inner, entry_was, entry_now);
    }
  }

  void compare_by_content(const std::string& key, const toml::array* was, const toml::array* now) {
    std::vector<std::string> gone, come;
    for (const auto& [list, to] : {std::pair{was, &gone}, std::pair{now, &come}})
      if (list != nullptr)
        for (const toml::node& entry : *list) to->push_back(toml_text(entry));
    for (const std::string& entry : std::vector<std::string>(gone)) {
      const auto same = std::ranges::find(come, entry);
      if (same == come.end()) continue;
      come.erase(same);
      gone.erase(std::ranges::find(gone, entry));
    }
    for (const std::string& entry : gone) all_.push_back({key, entry, std::nullopt});
    for (const std::string& entry : come) all_.push_back({key, std::nullopt, entry});
  }

  std::vector<Deviation> all_;
};

}  // namespace

std::vector<Deviation> deviations(const std::string& was, const std::string& now) {
  const toml::table before = toml::parse(std::string_view(was)), after = toml::parse(std::string_view(now));
  Comparison comparison;
  comparison.compare("", &before, &after);
  return comparison.all();
}

}  // namespace clusia
