// Which settings an indicator accepts: the kit makes a first guess, and mends it by what the plugin says is wrong.
#include <algorithm>
#include <map>

#include "indicator.hpp"

namespace clusia::kit {
namespace {

constexpr int most_attempts = 24;

class Search {
 public:
  Search(const Library& library, const Options& options)
      : library_(library),
        options_(options),
        parameters_(each(library.plugin->parameters, library.plugin->n_parameters)),
        inputs_(each(library.indicator().inputs, library.indicator().n_inputs)) {
    for (const auto& [name, text] : options.values)
      if (std::none_of(parameters_.begin(), parameters_.end(), [&](const auto* p) { return name == p->name; }))
        throw Skipped("--set " + name + ": the plugin has no parameter of this name: correct it");
  }

  /// Which optional inputs have columns: none, each alone, all.
  std::vector<std::vector<bool>> bindings() const {
    std::vector<bool> least, all(inputs_.size(), true);
    for (const clusia_input* input : inputs_) least.push_back(input->required != 0);
    std::vector<std::vector<bool>> found{least};
    for (std::size_t k = 0; k < inputs_.size(); ++k)
      if (!least[k]) found.push_back(least), found.back()[k] = true;
    if (std::find(found.begin(), found.end(), all) == found.end()) found.push_back(all);
    return found;
  }

  /// A choice or a switch otherwise than by default.
  struct Turn {
    std::size_t parameter;
    Value value;
  };
  std::vector<Turn> turns() const {
    std::vector<Turn> all;
    for (std::size_t k = 0; k < parameters_.size(); ++k) {
      const clusia_parameter& p = *parameters_[k];
      if ((p.type != CLUSIA_CHOICE && p.type != CLUSIA_BOOLEAN) || options_.values.count(p.name) > 0) continue;
      const std::string by_default = p.default_text == nullptr ? "" : text_of(p, read_default(p));
      for (const Value& value : guesses(p, 0, {}))
        if (text_of(p, value) != by_default) all.push_back({k, value});
    }
    return all;
  }

  /// Nothing where the plugin accepts none of what is tried; `refusal` then has its words.
  std::optional<Setting> accepted(const std::vector<bool>& bound, const Turn* turn, std::string& refusal) const {
    Setting s{{}, bound, std::vector<bool>(inputs_.size(), false)};
    std::map<std::size_t, std::size_t> tried;  // by parameter: how many guesses
    std::size_t texts = 0;
    for (const clusia_parameter* p : parameters_) {
      const auto set = options_.values.find(p->name);
      const std::size_t k = s.values.size();
      s.values.emplace_back();
      if (set != options_.values.end())
        s.values[k] = read_value(*p, set->second);
      else if (p->default_text != nullptr)
        s.values[k] = read_default(*p);
      else if (p->required != 0)
        guess(k, p->type == CLUSIA_TEXT ? texts++ : 0, s, tried);
    }
    if (turn != nullptr) s.values[turn->parameter] = turn->value;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
      Services services(options_.seed);
      const Instance instance(library_, make_table(library_, s, 48, Random(options_.seed, 1)), s, services);
      if (instance.made()) return s;
      refusal = instance.refusal().words;
      if (!mend(instance.refusal().subject, s, tried)) return std::nullopt;
    }
    return std::nullopt;
  }

  bool follows_a_convention(const Setting& s) const {
    for (std::size_t k = 0; k < parameters_.size(); ++k)
      if (parameters_[k]->convention != nullptr && s.values[k].is_set && !is_default(k, s.values[k])) return true;
    return false;
  }
  std::string words_of(const Setting& s) const {
    std::string text;
    const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
    for (std::size_t k = 0; k < inputs_.size(); ++k)
      if (s.bound[k]) add(inputs_[k]->name);
    for (std::size_t k = 0; k < parameters_.size(); ++k)
      if (s.values[k].is_set && !is_default(k, s.values[k]))
        add(parameters_[k]->name + (" = " + text_of(*parameters_[k], s.values[k])));
    return text;
  }

 private:
  bool is_default(std::size_t k, const Value& value) const {
    const clusia_parameter& p = *parameters_[k];
    return p.default_text != nullptr && text_of(p, read_default(p)) == text_of(p, value);
  }
  /// A default that cannot be read is judged by rule `defaults`; here it stays unset.
  static Value read_default(const clusia_parameter& p) {
    try {
      return read_value(p, p.default_text);
    } catch (const std::exception&) {
      return {};
    }
  }
  bool guess(std::size_t k, std::size_t place, Setting& s, std::map<std::size_t, std::size_t>& tried) const {
    const auto all = guesses(*parameters_[k], place, words());
    const std::size_t next = tried[k]++;
    if (next >= all.size()) return false;
    s.values[k] = all[next];
    return true;
  }
  /// What the plugin named as wrong is set, or set otherwise.
  bool mend(const std::string& subject, Setting& s, std::map<std::size_t, std::size_t>& tried) const {
    for (std::size_t k = 0; k < parameters_.size(); ++k) {
      const clusia_parameter& p = *parameters_[k];
      if (subject != p.name) continue;
      if (options_.values.count(p.name) > 0 || p.default_text != nullptr) return false;
      return guess(k, 0, s, tried);
    }
    for (std::size_t k = 0; k < inputs_.size(); ++k)
      if (subject == inputs_[k]->name && s.bound[k] && !s.zero_one[k] && inputs_[k]->type == CLUSIA_COLUMN_NUMBER)
        return s.zero_one[k] = true;
    return false;
  }

  const Library& library_;
  const Options& options_;
  const std::vector<const clusia_parameter*> parameters_;
  const std::vector<const clusia_input*> inputs_;
};

}  // namespace

std::vector<Case> cases_of(const Trial& trial) {
  const Search search(trial.library, trial.options);
  std::vector<Case> cases;
  std::string refusal;
  const auto attempt = [&](const std::vector<bool>& bound, const Search::Turn* turn) {
    if (const auto setting = search.accepted(bound, turn, refusal))
      cases.push_back({trial.library, *setting, search.words_of(*setting), trial.options.seed,
                       search.follows_a_convention(*setting)});
  };
  for (const auto& bound : search.bindings()) attempt(bound, nullptr);
  if (!cases.empty())
    for (const Search::Turn& turn : search.turns()) attempt(std::vector(cases.front().setting.bound), &turn);
  if (cases.empty())
    throw Skipped("no setting was found that the plugin accepts; it says: " + refusal +
                  ": set its parameters with --set name=value");
  return cases;
}

std::unique_ptr<Instance> Case::bind(const Table& table, Services& services, std::int64_t offset) const {
  auto instance = std::make_unique<Instance>(library, table, setting, services, offset);
  if (!instance->made())
    throw Failed(words + ": refuses data that differ from accepted ones by chance alone: " + instance->refusal().words);
  return instance;
}

Asked::Asked(const Case& of, const Table& data)
    : services(of.seed),
      table(data),
      instance(of.bind(table, services)),
      outputs(instance->outputs()),
      domain(table.listed_domain()),
      reference(of.reference(*instance, table)) {}

}  // namespace clusia::kit
