/// The words of the pages for readers, which stand in web/en.toml and its translations, and nowhere else; and numbers
/// with the marks of the language.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
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
  /// The sentence of `key`.one or `key`.many, as the language says this number; its place {{n}} is filled, too.
  std::string counted(std::int64_t n, const std::string& key, Contents contents = {}) const;
  /// A page or a script whose places are `contents` or, by their keys, words.
  std::string fill(std::string_view page, Contents contents) const;

  std::string number(double value, int decimals) const;                        ///< rounded
  std::string number(const std::optional<double>& value, int decimals) const;  ///< "–" where there is none
  std::string whole(std::int64_t n) const;
  std::string plain(double value) const;  ///< with the digits that it has
  std::string p_value(const std::optional<double>& p) const;
  std::string range(const std::optional<double>& low, const std::optional<double>& high, int decimals) const;
  std::string with_unit(const std::string& number, const std::string& unit) const;

  // What the language calls what plugins named; itself where the language has no name of its own for it.
  std::string output(const std::string& title) const;
  std::string unit(const std::string& name) const;
  std::string said(
      const std::string& phrase) const;             ///< titles of contrasts and notes, whatever stands in their places
  std::string term(const std::string& word) const;  ///< of the catalogue of indicators, or of a map
  /// "Employment", or "Poverty: headcount" where the output has a title of its own.
  std::string title(const std::string& indicator, const std::string& output) const;

  /// "a, b and c"; beyond `limit` entries "a, b and 7 more".
  std::string list(const std::vector<std::string>& entries,
                   std::size_t limit = std::numeric_limits<std::size_t>::max()) const;

 private:
  std::string marked(const std::string& number) const;
  std::string translated(const std::string& table, const std::string& name) const;
  Contents words_;
};

/// Of pages that are in English whatever the study's language.
const Words& english();

}  // namespace clusia::report
