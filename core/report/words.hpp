/// The words of the pages for groups, which stand in web/en.toml and its translations, and nowhere else.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace clusia::report {

class Words {
 public:
  using Contents = std::map<std::string, std::string, std::less<>>;
  /// Of "en" or "fr"; throws std::logic_error on a language that there is no file of.
  explicit Words(std::string_view language);
  /// The sentence of `key` ("than.waves" stands in the table [than]), its places {{name}} filled. Plain text, not HTML.
  /// Throws std::logic_error on a key that the file does not have.
  std::string operator()(std::string_view key, const Contents& contents = {}) const;

  std::string number(double value, int decimals) const;  ///< rounded, with the marks of the language
  std::string with_unit(const std::string& number, const std::string& unit) const;
  std::string output(const std::string& title) const;               ///< what the language calls an output of a plugin
  std::string unit(const std::string& name) const;                  ///< and a unit
  std::string list(const std::vector<std::string>& entries) const;  ///< "a, b and c"

 private:
  std::string translated(const std::string& table, const std::string& name) const;
  Contents words_;
};

}  // namespace clusia::report
