/// Which settings a plugin accepts: the kit makes a first guess, and mends it by what the plugin says is wrong.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "trial.hpp"
#include "values.hpp"

namespace clusia::kit {

/// One way in which a plugin can be used: its parameters and, of an indicator, which of its inputs have columns.
struct Setting {
  std::vector<Value> values;
  std::vector<bool> bound = {};
  std::vector<bool> zero_one = {};  ///< this input wants numbers that are 0 or 1
};

/// What came of a setting.
struct Attempt {
  bool accepted = false;
  std::string words, subject;  ///< of the refusal
};

class SettingSearch {
 public:
  using Try = std::function<Attempt(const Setting&)>;
  SettingSearch(const Trial& trial, std::vector<const clusia_input*> inputs, Try attempt);

  /// Which optional inputs have columns: none, each alone, all.
  std::vector<std::vector<bool>> bindings() const;

  /// A choice or a switch otherwise than by default.
  struct Turn {
    std::size_t parameter;
    Value value;
  };
  std::vector<Turn> turns() const;

  /// Nothing where the plugin accepts none of what is tried; refusal() then has its words.
  std::optional<Setting> accepted(const std::vector<bool>& bound, const Turn* turn = nullptr);
  const std::string& refusal() const { return refusal_; }

  /// A parameter that follows one of several conventions is not at its default.
  bool follows_a_convention(const Setting& s) const;
  /// "income, line = 1"
  std::string words_of(const Setting& s) const;

 private:
  bool is_default(std::size_t parameter, const Value& value) const;
  bool guess(std::size_t parameter, std::size_t place, Setting& s);
  bool mend(const std::string& subject, Setting& s);

  const Options& options_;
  const std::vector<const clusia_parameter*> parameters_;
  const std::vector<const clusia_input*> inputs_;
  const Try attempt_;
  std::map<std::size_t, std::size_t> tried_;  ///< by parameter: how many guesses
  std::string refusal_;
};

}  // namespace clusia::kit
