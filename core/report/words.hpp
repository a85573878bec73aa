/// The words of the pages for groups, which stand in web/words.toml and nowhere else.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace clusia::report {

class Words {
 public:
  using Contents = std::map<std::string, std::string, std::less<>>;
  Words();
  /// The sentence of `key` ("than.waves" stands in the table [than]), its places {{name}} filled. Plain text, not HTML.
  /// Throws std::logic_error on a key that the file does not have.
  std::string operator()(std::string_view key, const Contents& contents = {}) const;

 private:
  Contents words_;
};

}  // namespace clusia::report
