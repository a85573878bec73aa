#include "report/words.hpp"

#include <toml++/toml.h>

#include <stdexcept>

#include "report/figure.hpp"
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

/// What stands in the places {{name}} of a pattern, where a phrase is made by it.
std::optional<Words::Contents> matched(std::string_view pattern, std::string_view phrase) {
  Words::Contents places;
  for (;;) {
    const std::size_t open = pattern.find("{{");
    const std::string_view before = pattern.substr(0, open);
    if (!phrase.starts_with(before)) return std::nullopt;
    phrase.remove_prefix(before.size());
    if (open == std::string_view::npos) return phrase.empty() ? std::optional(places) : std::nullopt;
    const std::size_t close = pattern.find("}}", open);
    const std::string name(pattern.substr(open + 2, close - open - 2));
    pattern.remove_prefix(close + 2);
    const std::string_view next = pattern.substr(0, pattern.find("{{"));
    const std::size_t end = next.empty() ? phrase.size() : phrase.find(next);
    if (end == std::string_view::npos) return std::nullopt;
    places[name] = std::string(phrase.substr(0, end));
    phrase.remove_prefix(end);
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
  return report::fill(words->second, contents);
}

std::string Words::counted(std::int64_t n, const std::string& key, Contents contents) const {
  contents["n"] = std::to_string(n);
  return (*this)(key + "." + (n == 0 ? (*this)("number.nothing_is") : n == 1 ? "one" : "many"), contents);
}

std::string Words::fill(std::string_view page, Contents contents) const {
  contents.insert(words_.begin(), words_.end());
  return report::fill(page, contents);
}

std::string Words::marked(const std::string& number) const {
  std::string said;
  for (const char c : number)
    said += c == '.' ? (*this)("number.decimal") : c == ',' ? (*this)("number.thousands") : std::string(1, c);
  return said;
}

std::string Words::number(double value, int decimals) const { return marked(rounded(value, decimals)); }

std::string Words::number(const std::optional<double>& value, int decimals) const {
  return marked(rounded(value, decimals));
}

std::string Words::whole(std::int64_t n) const { return number(static_cast<double>(n), 0); }
std::string Words::plain(double value) const { return marked(shortest(value)); }
std::string Words::p_value(const std::optional<double>& p) const { return marked(report::p_value(p)); }

std::string Words::range(const std::optional<double>& low, const std::optional<double>& high, int decimals) const {
  return (*this)("from_to", {{"low", number(low, decimals)}, {"high", number(high, decimals)}});
}

std::string Words::with_unit(const std::string& number, const std::string& unit) const {
  if (unit == "%" && number != rounded(std::nullopt, 0)) return number + (*this)("number.percent");
  return report::with_unit(number, this->unit(unit));
}

std::string Words::translated(const std::string& table, const std::string& name) const {
  const auto known = words_.find(table + "." + name);
  return known == words_.end() ? name : known->second;
}

std::string Words::output(const std::string& title) const { return translated("output", title); }
std::string Words::unit(const std::string& name) const { return translated("unit", name); }
std::string Words::term(const std::string& word) const { return translated("term", word); }

std::string Words::said(const std::string& phrase) const {
  const std::string table = "said.";
  for (auto at = words_.lower_bound(table); at != words_.end() && at->first.starts_with(table); ++at)
    if (const auto places = matched(std::string_view(at->first).substr(table.size()), phrase))
      return report::fill(at->second, *places);
  return phrase;
}

std::string Words::title(const std::string& indicator, const std::string& output) const {
  return output_title(indicator, output == indicator ? output : this->output(output), (*this)("colon"));
}

std::string Words::list(const std::vector<std::string>& entries, std::size_t limit) const {
  const std::size_t shown = entries.size() > limit ? limit - 1 : entries.size();
  std::string all;
  for (std::size_t i = 0; i < shown; ++i)
    all += (i == 0 ? "" : i + 1 == entries.size() ? (*this)("and") : ", ") + entries[i];
  return shown < entries.size() ? all + (*this)("and_more", {{"n", std::to_string(entries.size() - shown)}}) : all;
}

const Words& english() {
  static const Words words("en");
  return words;
}

}  // namespace clusia::report
