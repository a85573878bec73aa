/// Parameters: read from a declaration's default or from what a study would write, guessed where there is neither, and
/// lent to the plugin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clusia/abi.h"
#include "memory.hpp"

namespace clusia::kit {

struct Value {
  bool is_set = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string text = {};
  std::vector<double> numbers = {};
  std::vector<std::string> texts = {}, keys = {};
};

/// As TOML; a bare word is a text. Throws std::runtime_error with what is wrong and what would be right.
Value read_value(const clusia_parameter& declared, const std::string& toml);
/// As a study would write it.
std::string text_of(const clusia_parameter& declared, const Value& value);

/// What may be tried where nothing is declared, the likeliest first. `place`: the how manieth text this is.
std::vector<Value> guesses(const clusia_parameter& declared, std::size_t place, const std::vector<std::string>& words);

/// Copied into `memory`, as the host would lend them.
const clusia_value* lend(const std::vector<Value>& values, Memory& memory);

}  // namespace clusia::kit
