#include "report/words.hpp"

#include <toml++/toml.h>

#include <stdexcept>

#include "report/html.hpp"
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

Words::Words() { read(toml::parse(web::words()), "", words_); }

std::string Words::operator()(std::string_view key, const Contents& contents) const {
  const auto words = words_.find(key);
  if (words == words_.end()) throw std::logic_error("words.toml has no words for " + std::string(key));
  return fill(words->second, contents);
}

}  // namespace clusia::report
