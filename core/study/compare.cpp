#include "study/compare.hpp"

#include <algorithm>

#include "study/nearest.hpp"
#include "study/reading.hpp"
#include "study/table.hpp"

namespace clusia {

namespace {

constexpr std::size_t most_specifications = 2000;

struct Option {
  Address address;
  std::size_t index = 0;              ///< in [compare] options
  std::vector<std::string> values;    ///< as TOML writes them
  std::vector<toml::table*> entries;  ///< that are tried in these ways
};

struct Plan {
  std::vector<toml::table*> comparators, indicators;
  std::vector<Option> options;
  std::vector<Benchmark> benchmarks;
};

/// Reads [compare] against the entries of `work`, to which stand-ins are added.
class Planner {
 public:
  Planner(toml::table& work, const KnownPlugins& catalogue, Problems& problems)
      : work_(work), catalogue_(catalogue), problems_(problems) {}

  Plan plan(const toml::table& root) {
    static const toml::table none;
    const auto* of = root.get_as<toml::table>("compare");
    if (of == nullptr && root.contains("compare")) return {};  // which is reported as no table
    const Table table(of == nullptr ? none : *of, of == nullptr ? Position{1, 1} : position_of(*of),
                      sections::compare(), "[compare]", problems_);
    choose_comparators(table);
    plan_.indicators = entries_of(work_, Kind::indicator);
    for (const auto* benchmark : table.tables("benchmarks")) read_benchmark(*benchmark);
    std::size_t index = 0;
    for (const auto* option : table.tables("options")) read_option(*option, index++);
    return std::move(plan_);
  }

 private:
  void choose_comparators(const Table& table) {
    const std::vector<toml::table*> all = entries_of(work_, Kind::comparator);
    const auto names = names_of(all);
    std::set<std::string> chosen, fresh;
    if (!table.has("comparators")) chosen.insert(names.begin(), names.end());
    std::vector<toml::table> stand_ins;
    for (const Named& named : table.names("comparators")) {
      if (std::ranges::find(names, named.text) != names.end()) {
        chosen.insert(named.text);
        continue;
      }
      const auto known = catalogue_.find(Kind::comparator, named.text);
      if (const auto* plugin = std::get_if<const Declaration*>(&known)) {
        std::string effect;
        stand_ins.push_back(stand_in(**plugin, work_, {}, effect));
        chosen.insert(text_in(stand_ins.back(), "name"));
        continue;
      }
      std::vector<std::string> known_names = names, ids = catalogue_.ids(Kind::comparator);
      known_names.insert(known_names.end(), ids.begin(), ids.end());
      const auto meant = nearest(named.text, known_names);
      problems_.add(named.at, "there is no comparator '" + named.text + "', and no comparator plugin of this id",
                    meant ? "write '" + *meant + "'" : "the study's comparators are " + listed(names));
    }
    if (!stand_ins.empty()) {
      if (!work_.contains("comparator")) work_.insert("comparator", toml::array{});
      if (auto* array = work_.get_as<toml::array>("comparator"))
        for (toml::table& entry : stand_ins) array->push_back(std::move(entry));
    }
    for (toml::table* entry : entries_of(work_, Kind::comparator))
      if (chosen.contains(text_in(*entry, "name"))) plan_.comparators.push_back(entry);
  }

  void read_benchmark(const toml::table& of) {
    const Table table(of, position_of(of), sections::benchmark(), "[compare] benchmarks", problems_);
    Benchmark benchmark{table.at(),         table.text("indicator"),  table.text("title"),
                        table.text("from"), table.text("comparator"), {}};
    const auto must_exist = [&](const char* key, Kind kind, const std::string& what) {
      const auto named = table.named(key);
      const auto names = names_of(entries_of(work_, kind));
      if (named && std::ranges::find(names, named->text) == names.end())
        problems_.add(named->at, "there is no " + what + " '" + named->text + "'",
                      mend_of(named->text, names, what + "s"));
    };
    must_exist("indicator", Kind::indicator, "indicator");
    must_exist("from", Kind::indicator, "indicator");
    must_exist("comparator", Kind::comparator, "comparator");
    if (table.has("value")) benchmark.value = table.number("value");
    if (table.has("value") == table.has("comparator"))
      problems_.add(table.at(), "a benchmark is a comparator's effect or a published value",
                    table.has("value") ? "remove 'comparator' or 'value'" : "add 'comparator' or 'value'");
    for (toml::table* entry : entries_of(work_, Kind::comparator))
      if (text_in(*entry, "name") == benchmark.comparator &&
          std::ranges::find(plan_.comparators, entry) == plan_.comparators.end())
        plan_.comparators.push_back(entry);
    plan_.benchmarks.push_back(std::move(benchmark));
  }

  bool is_benchmark(const toml::table* entry) const {
    return std::ranges::any_of(plan_.benchmarks, [name = text_in(*entry, "name")](const Benchmark& b) {
      return !name.empty() && b.comparator == name;
    });
  }

  void read_option(const toml::table& of, std::size_t index) {
    const Table table(of, position_of(of), sections::option(), "[compare] options", problems_);
    const auto key = table.named("key");
    if (!key) return;
    const auto address = address_of(*key, {}, problems_);
    if (!address) return;
    Option option{*address, index, {}, {}};
    std::vector<toml::table*> among = address->kind == Kind::comparator ? plan_.comparators : plan_.indicators;
    if (address->kind == Kind::comparator) std::erase_if(among, [&](const auto* entry) { return is_benchmark(entry); });
    option.entries = entries_at(*address, among, catalogue_, problems_);
    for (const Option& other : plan_.options)
      for (const toml::table* entry : option.entries)
        if (other.address.key == option.address.key && other.address.kind == option.address.kind &&
            std::ranges::find(other.entries, entry) != other.entries.end())
          problems_.add(address->at,
                        "'" + address->key + "' of '" + text_in(*entry, "name") + "' has two lists of values",
                        "write them in one");
    for (const toml::table* entry : option.entries) check_inputs(*entry, *address);
    if (const auto* values = of.get_as<toml::array>("values"))
      for (const auto& value : *values) {
        option.values.push_back(toml_text(value));
        if (std::ranges::count(option.values, option.values.back()) > 1)
          problems_.add(position_of(value), "the value " + option.values.back() + " stands twice", "remove one");
      }
    plan_.options.push_back(std::move(option));
  }

  /// An indicator that is another's input is one, not several.
  void check_inputs(const toml::table& entry, const Address& address) {
    const std::string name = text_in(entry, "name");
    for (const toml::table* other : plan_.indicators) {
      const auto* inputs = other->get_as<toml::table>("inputs");
      if (address.kind != Kind::indicator || inputs == nullptr) continue;
      for (const auto& [input, node] : *inputs) {
        const auto scores = scores_of(node.value_or(std::string()));
        if (scores && scores->indicator == name)
          problems_.add(address.at,
                        "indicator '" + name + "' is an input of indicator '" + text_in(*other, "name") + "'",
                        "leave it out of the options");
      }
    }
  }

  toml::table& work_;
  const KnownPlugins& catalogue_;
  Problems& problems_;
  Plan plan_;
};

/// "Matched (caliper 0.1, covariates age, educ)"
std::string title_of(const std::string& title, const std::vector<std::pair<std::string, std::string>>& options) {
  std::string out;
  for (const auto& [key, value] : options) {
    std::string plain = value;
    std::erase_if(plain, [](char c) { return c == '"' || c == '[' || c == ']'; });
    out += (out.empty() ? " (" : "; ") + key + " " + plain;
  }
  return title + out + ")";
}

/// Makes the entries of one kind in all their ways.
class Expansion {
 public:
  Expansion(const std::function<toml::table()>& fresh, const KnownPlugins& catalogue, const Plan& plan, Kind kind,
            Comparison& out)
      : fresh_(fresh), catalogue_(catalogue), plan_(plan), kind_(kind), out_(out) {}

  toml::array expanded(const std::vector<toml::table*>& entries) {
    for (const std::string& name : names_of(entries)) taken_.insert(name);
    toml::array all;
    for (toml::table* entry : entries) expand(*entry, all);
    return all;
  }

 private:
  std::vector<const Option*> options_of(const toml::table* entry) const {
    std::vector<const Option*> of;
    for (const Option& option : plan_.options)
      if (std::ranges::find(option.entries, entry) != option.entries.end() && !option.values.empty())
        of.push_back(&option);
    return of;
  }

  void expand(toml::table& entry, toml::array& into) {
    const std::string name = text_in(entry, "name");
    const std::string title = entry.contains("title") ? text_in(entry, "title") : name;
    const auto options = options_of(&entry);
    if (options.empty()) {
      out_.specifications.push_back({kind_, name, name, title, {}, ""});
      into.push_back(std::move(entry));
      return;
    }
    // Counts through all choices like an odometer: the last option turns first.
    std::vector<std::size_t> choice(options.size(), 0);
    for (bool more = true; more;) {
      into.push_back(one(entry, name, title, options, choice));
      more = false;
      for (std::size_t k = options.size(); k-- > 0 && !more;) {
        more = ++choice[k] < options[k]->values.size();
        if (!more) choice[k] = 0;
      }
    }
  }

  toml::table one(const toml::table& entry, const std::string& name, const std::string& title,
                  const std::vector<const Option*>& options, const std::vector<std::size_t>& choice) {
    toml::table tree = fresh_();
    toml::table copy = entry;  // of a stand-in, which the file does not have
    for (toml::table* in_file : entries_of(tree, kind_))
      if (text_in(*in_file, "name") == name) copy = std::move(*in_file);
    Specification specification{kind_, unused(name), name, title, {}, ""};
    for (std::size_t k = 0; k < options.size(); ++k) {
      const Option& option = *options[k];
      auto& table =
          *tree.get_as<toml::table>("compare")->get_as<toml::array>("options")->get_as<toml::table>(option.index);
      set_in(copy, *plugin_of(copy, kind_, catalogue_), option.address.key,
             std::move(*table.get_as<toml::array>("values")->get(choice[k])));
      specification.options.emplace_back(option.address.key, option.values[choice[k]]);
    }
    copy.insert_or_assign("name", specification.name);
    copy.insert_or_assign("title", title_of(title, specification.options));
    out_.specifications.push_back(std::move(specification));
    return copy;
  }

  std::string unused(const std::string& name) {
    std::string out;
    do out = name + "_" + std::to_string(++count_[name]);
    while (!taken_.insert(out).second);
    return out;
  }

  const std::function<toml::table()>& fresh_;
  const KnownPlugins& catalogue_;
  const Plan& plan_;
  Kind kind_;
  Comparison& out_;
  std::set<std::string> taken_;
  std::map<std::string, int> count_;
};

/// How many entries of a kind there would be.
std::size_t ways(const Plan& plan, const std::vector<toml::table*>& entries) {
  double all = 0;
  for (const toml::table* entry : entries) {
    double of = 1;
    for (const Option& option : plan.options)
      if (std::ranges::find(option.entries, entry) != option.entries.end())
        of *= static_cast<double>(std::max<std::size_t>(option.values.size(), 1));
    all += of;
  }
  return static_cast<std::size_t>(std::min(all, 1e9));
}

void check_size(const Plan& plan, Position at, Problems& problems) {
  const std::size_t all = ways(plan, plan.comparators) * ways(plan, plan.indicators);
  if (all > most_specifications)
    problems.add(at, "[compare] makes " + std::to_string(all) + " specifications",
                 "list fewer values: at most " + std::to_string(most_specifications) + " can be compared");
}

/// Those whose results are given under other names, or not at all.
std::set<std::string> gone(toml::table& before, const std::vector<Specification>& specifications, Kind kind) {
  std::set<std::string> names;
  for (const std::string& name : names_of(entries_of(before, kind)))
    if (std::ranges::none_of(specifications, [&](const Specification& s) { return s.kind == kind && s.name == name; }))
      names.insert(name);
  return names;
}

}  // namespace

void check_comparison(const toml::table& root, const KnownPlugins& catalogue, Problems& problems) {
  if (!root.contains("compare")) return;
  toml::table work = root;
  const Plan plan = Planner(work, catalogue, problems).plan(root);
  check_size(plan, position_of(*root.get("compare")), problems);
}

Comparison comparison_of(const std::function<toml::table()>& fresh, const KnownPlugins& catalogue, Problems& problems) {
  Comparison out;
  out.root = fresh();
  const toml::table rules = fresh();
  Plan plan = Planner(out.root, catalogue, problems).plan(rules);
  if (plan.comparators.empty())
    problems.add({1, 1}, "the study has no comparator",
                 "add one under the heading [[comparator]], or name plugins in 'comparators' of [compare]");
  if (!problems.empty()) return out;
  toml::array comparators = Expansion(fresh, catalogue, plan, Kind::comparator, out).expanded(plan.comparators);
  toml::array indicators = Expansion(fresh, catalogue, plan, Kind::indicator, out).expanded(plan.indicators);
  toml::table before = fresh();
  out.root.insert_or_assign("comparator", std::move(comparators));
  out.root.insert_or_assign("indicator", std::move(indicators));
  out.root.erase("compare");
  const std::set<std::string> indicators_gone = gone(before, out.specifications, Kind::indicator);
  drop_expectations(out.root, gone(before, out.specifications, Kind::comparator), indicators_gone);
  drop_map_figures(out.root, indicators_gone);
  out.benchmarks = std::move(plan.benchmarks);
  return out;
}

}  // namespace clusia
