#include "report/words.hpp"

#include <toml++/toml.h>

#include <stdexcept>

#include "report/html.hpp"
#include "report/number.hpp"
#include "report/web.hpp"

namespace clusia::report {
namespace {

void read(const toml::table& table, const std::string& prefix, Words::Contents& words) {
  for (const auto& [key, value] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = value.as_table()) read(*inner, name + ".", words);
    if (const auto said = value.value<std::string>()) words[name] = *said;
  }
}

}  // namespace

Words::Words(std::string_view language) {
  if (language != "en" && language != "fr") throw std::logic_error("there are no words in " + std::string(language));
  read(toml::parse(language == "fr" ? web::french() : web::english()), "", words_);
}

std::string Words::operator()(std::string_view key, const Contents& contents) const {
  const auto words = words_.find(key);
  if (words == words_.end()) throw std::logic_error("the words have nothing for " + std::string(key));
  return fill(words->second, contents);
}

std::string Words::number(double value, int decimals) const {
  std::string said;
  for (const char c : rounded(value, decimals))
    said += c == '.' ? (*this)("number.decimal") : c == ',' ? (*this)("number.thousands") : std::string(1, c);
  return said;
}

std::string Words::translated(const std::string& table, const std::string& name) const {
  const auto known = words_.find(table + "." + name);
  return known == words_.end() ? name : known->second;
}

std::string Words::with_unit(const std::string& number, const std::string& unit) const {
  if (unit == "%") return number + (*this)("number.percent");
  return report::with_unit(number, translated("unit", unit));
}

std::string Words::output(const std::string& title) const { return translated("output", title); }

std::string Words::unit(const std::string& name) const { return translated("unit", name); }

std::string Words::list(const std::vector<std::string>& entries) const {
  std::string all;
  for (std::size_t i = 0; i < entries.size(); ++i)
    all += (i == 0 ? "" : i + 1 == entries.size() ? (*this)("and") : ", ") + entries[i];
  return all;
}

}  // namespace clusia::report
