#include "settings.hpp"

#include <algorithm>

#include "table.hpp"

namespace clusia::kit {
namespace {

constexpr int most_attempts = 24;

/// A default that cannot be read is judged by rule `default_values`; here it stays unset.
Value read_default(const clusia_parameter& p) {
  try {
    return read_value(p, p.default_text);
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace

SettingSearch::SettingSearch(const Trial& trial, std::vector<const clusia_input*> inputs, Try attempt)
    : options_(trial.options),
      parameters_(each(trial.library.plugin->parameters, trial.library.plugin->n_parameters)),
      inputs_(std::move(inputs)),
      attempt_(std::move(attempt)) {}

std::vector<std::vector<bool>> SettingSearch::bindings() const {
  std::vector<bool> least, all(inputs_.size(), true);
  for (const clusia_input* input : inputs_) least.push_back(input->required != 0);
  std::vector<std::vector<bool>> found{least};
  for (std::size_t k = 0; k < inputs_.size(); ++k)
    if (!least[k]) found.push_back(least), found.back()[k] = true;
  if (std::find(found.begin(), found.end(), all) == found.end()) found.push_back(all);
  return found;
}

std::vector<SettingSearch::Turn> SettingSearch::turns() const {
  std::vector<Turn> all;
  for (std::size_t k = 0; k < parameters_.size(); ++k) {
    const clusia_parameter& p = *parameters_[k];
    if ((p.type != CLUSIA_CHOICE && p.type != CLUSIA_BOOLEAN) || options_.values.count(p.name) > 0) continue;
    for (const Value& value : guesses(p, 0, {}))
      if (!is_default(k, value)) all.push_back({k, value});
  }
  return all;
}

std::optional<Setting> SettingSearch::accepted(const std::vector<bool>& bound, const Turn* turn) {
  Setting s{{}, bound, std::vector<bool>(inputs_.size(), false)};
  tried_.clear();
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
      guess(k, p->type == CLUSIA_TEXT ? texts++ : 0, s);
  }
  if (turn != nullptr) s.values[turn->parameter] = turn->value;
  for (int k = 0; k < most_attempts; ++k) {
    const Attempt attempt = attempt_(s);
    if (attempt.accepted) return s;
    refusal_ = attempt.words;
    if (!mend(attempt.subject, s)) return std::nullopt;
  }
  return std::nullopt;
}

bool SettingSearch::follows_a_convention(const Setting& s) const {
  for (std::size_t k = 0; k < parameters_.size(); ++k)
    if (parameters_[k]->convention != nullptr && s.values[k].is_set && !is_default(k, s.values[k])) return true;
  return false;
}

std::string SettingSearch::words_of(const Setting& s) const {
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
  for (std::size_t k = 0; k < inputs_.size(); ++k)
    if (s.bound[k]) add(inputs_[k]->name);
  for (std::size_t k = 0; k < parameters_.size(); ++k)
    if (s.values[k].is_set && !is_default(k, s.values[k]))
      add(parameters_[k]->name + (" = " + text_of(*parameters_[k], s.values[k])));
  return text.empty() ? "what is declared" : text;
}

bool SettingSearch::is_default(std::size_t k, const Value& value) const {
  const clusia_parameter& p = *parameters_[k];
  return p.default_text != nullptr && text_of(p, read_default(p)) == text_of(p, value);
}

bool SettingSearch::guess(std::size_t k, std::size_t place, Setting& s) {
  const auto all = guesses(*parameters_[k], place, words());
  const std::size_t next = tried_[k]++;
  if (next >= all.size()) return false;
  s.values[k] = all[next];
  return true;
}

/// What the plugin named as wrong is set, or set otherwise.
bool SettingSearch::mend(const std::string& subject, Setting& s) {
  for (std::size_t k = 0; k < parameters_.size(); ++k) {
    const clusia_parameter& p = *parameters_[k];
    if (subject != p.name) continue;
    if (options_.values.count(p.name) > 0 || p.default_text != nullptr) return false;
    return guess(k, 0, s);
  }
  for (std::size_t k = 0; k < inputs_.size(); ++k)
    if (subject == inputs_[k]->name && s.bound[k] && !s.zero_one[k] && inputs_[k]->type == CLUSIA_COLUMN_NUMBER)
      return s.zero_one[k] = true;
  return false;
}

}  // namespace clusia::kit
