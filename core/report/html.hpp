/// HTML that cannot be broken by data: the type has no way in but literals of the source, `text`,
/// which escapes, and what a <script> holds.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clusia::report {

class Html {
 public:
  Html() = default;
  const std::string& string() const { return text_; }
  bool empty() const { return text_.empty(); }
  Html& operator+=(const Html& more) {
    text_ += more.text_;
    return *this;
  }
  /// What a <script> element holds: the caller has seen to it that no '<' is left.
  static Html script_data(std::string data) { return Html(std::move(data)); }
  /// An <svg> element whose texts were escaped by who drew it.
  static Html drawing(std::string svg) { return Html(std::move(svg)); }
  friend Html operator+(Html left, const Html& right) { return left += right; }

 private:
  friend Html operator""_html(const char* literal, std::size_t size);
  friend Html text(std::string_view);
  friend Html tag(std::string_view, std::initializer_list<std::pair<std::string_view, std::string_view>>, const Html&);
  explicit Html(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

inline Html operator""_html(const char* literal, std::size_t size) { return Html(std::string(literal, size)); }

/// Text from the data, escaped for content and for quoted attributes; control characters are dropped.
Html text(std::string_view data);

/// <name attribute="value">content</name>; name and attributes' names are literals of the source.
using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;
Html tag(std::string_view name, Attributes attributes, const Html& content);
inline Html tag(std::string_view name, const Html& content) { return tag(name, {}, content); }

/// A closed <details> element.
Html details(std::string_view summary, const Html& content);

/// "a, b and c"; beyond `limit` entries "a, b and 7 more".
std::string enumeration(const std::vector<std::string>& entries, std::size_t limit = 8);

/// "1 group", "3 groups".
std::string counted(std::int64_t n, std::string_view one, std::string_view many);

/// With a capital letter.
std::string capitalised(std::string sentence);

/// With `with` in each place where `what` stands.
std::string replaced(std::string sentence, std::string_view what, std::string_view with);

enum class Align { text, number };

class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::text;
    std::string unit = {};  ///< under the title
  };
  Table(std::string caption, std::vector<Column> columns)
      : caption_(std::move(caption)), columns_(std::move(columns)) {}

  /// The first cell is the row's heading.
  void row(std::vector<Html> cells, std::string_view style = "");
  bool empty() const { return rows_.empty(); }
  /// Without the columns that no row fills. Long and wide tables scroll in a region that the keyboard reaches.
  Html html() const;

 private:
  std::string caption_;
  std::vector<Column> columns_;
  std::vector<std::pair<std::vector<Html>, std::string>> rows_;
};

/// Puts contents in the places {{name}} of a page, once: what they bring in is not looked at again.
std::string fill(std::string_view page, const std::map<std::string, std::string, std::less<>>& contents);

}  // namespace clusia::report
