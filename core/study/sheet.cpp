#include "study/sheet.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "plugin/utf8.hpp"
#include "study/nearest.hpp"
#include "study/qdpx.hpp"

namespace clusia {
namespace {

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t"), to = text.find_last_not_of(" \t");
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

/// Splits a text into lines of fields, each with its place.
class Fields {
 public:
  Fields(std::string_view text, Problems& problems) : text_(text), problems_(problems) {
    const std::string_view header = text.substr(0, text.find('\n'));
    if (header.find(',') == std::string_view::npos && header.find(';') != std::string_view::npos) separator_ = ';';
  }

  std::vector<std::vector<Named>> all() {
    std::vector<std::vector<Named>> lines;
    while (next_ < text_.size()) {
      std::vector<Named> line = fields();
      if (line.size() > 1 || !line.front().text.empty()) lines.push_back(std::move(line));
    }
    return lines;
  }

 private:
  bool at_end_of_line() const { return next_ >= text_.size() || text_[next_] == '\n' || text_[next_] == '\r'; }
  char take() {
    const char c = text_[next_++];
    if (c == '\n') at_ = {at_.line + 1, 0};
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && c != '\n') ++at_.column;
    return c;
  }

  std::vector<Named> fields() {
    std::vector<Named> line;
    for (bool more = true; more;) {
      line.push_back(field());
      more = next_ < text_.size() && text_[next_] == separator_;
      if (more) take();
    }
    while (next_ < text_.size() && text_[next_] == '\r') take();
    if (next_ < text_.size()) take();
    return line;
  }

  Named field() {
    const Position begin{at_.line, at_.column + 1};
    if (at_end_of_line() || text_[next_] != '"') {
      std::string text;
      while (!at_end_of_line() && text_[next_] != separator_) text += take();
      return {trimmed(text), begin};
    }
    take();
    std::string text;
    for (;;) {
      if (next_ >= text_.size()) {
        problems_.add(begin, "a quoted field has no end", "close it with '\"'");
        return {text, begin};
      }
      const char c = take();
      if (c != '"') {
        text += c;
      } else if (next_ < text_.size() && text_[next_] == '"') {
        text += take();
      } else {
        break;
      }
    }
    if (!at_end_of_line() && text_[next_] != separator_) {
      problems_.add({at_.line, at_.column + 1}, "text follows a quoted field",
                    "double a quotation mark that belongs to the text");
      while (!at_end_of_line() && text_[next_] != separator_) take();
    }
    return {trimmed(text), begin};
  }

  std::string_view text_;
  Problems& problems_;
  char separator_ = ',';
  std::size_t next_ = 0;
  Position at_{1, 0};
};

void check_columns(const Sheet& sheet, const std::vector<std::string>& needed, Problems& problems) {
  std::vector<std::string> there;
  for (const Named& column : sheet.columns) {
    if (std::ranges::find(there, column.text) != there.end())
      problems.add(column.at, "there are two columns '" + column.text + "'", "rename one");
    there.push_back(column.text);
  }
  for (const std::string& name : needed) {
    if (sheet.column(name)) continue;
    std::vector<std::string> unknown;
    for (const std::string& other : there)
      if (std::ranges::find(needed, other) == needed.end()) unknown.push_back(other);
    const auto meant = nearest(name, unknown);
    problems.add({1, 1}, "there is no column '" + name + "'",
                 meant ? "rename '" + *meant + "'" : "the columns are " + listed(there));
  }
}

}  // namespace

std::optional<std::size_t> Sheet::column(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &Named::text);
  return found == columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

std::optional<std::string> text_on_disk(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return in.good() || in.eof() ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<Sheet> read_sheet(const std::filesystem::path& path, const std::vector<std::string>& needed,
                                Problems& problems, const OpenSheet& open) {
  const std::optional<std::string> found = open(path);
  if (!found) return problems.add({}, "the file cannot be read", "correct the path"), std::nullopt;
  if (is_project(*found)) {
    std::optional<Sheet> sheet = sheet_of_project(*found, problems);
    const std::size_t before = problems.all().size();
    if (sheet) check_columns(*sheet, needed, problems);
    return problems.all().size() == before ? sheet : std::nullopt;
  }
  std::string text = *found;
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (!is_utf8(text)) return problems.add({}, "the file is not in UTF-8", "save it as \"CSV UTF-8\""), std::nullopt;
  const std::size_t before = problems.all().size();
  std::vector<std::vector<Named>> lines = Fields(text, problems).all();
  if (lines.empty()) return problems.add({}, "the file is empty", "begin with a line of column names"), std::nullopt;
  Sheet sheet;
  sheet.columns = std::move(lines.front());
  check_columns(sheet, needed, problems);
  for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
    if (line->size() != sheet.columns.size())
      problems.add(line->front().at,
                   "this line has " + counted(std::ssize(*line), "field") + ", and there are " +
                       counted(std::ssize(sheet.columns), "column"),
                   "put texts with separators in quotes");
    else
      sheet.rows.push_back(std::move(*line));
  }
  return problems.all().size() == before ? std::optional(std::move(sheet)) : std::nullopt;
}

std::string csv_of(const Sheet& sheet, const std::vector<std::string>& columns) {
  std::vector<std::string> people;
  const auto numbered = [&](const std::string& who) {
    if (who.empty()) return who;
    auto at = std::ranges::find(people, who);
    if (at == people.end()) at = people.insert(at, who);
    return std::to_string(at - people.begin() + 1);
  };
  std::string out;
  const auto line = [&](const auto& field_of) {
    std::string fields;
    for (const std::string& column : columns) {
      const auto at = sheet.column(column);
      if (!at) continue;
      fields += fields.empty() ? "\"" : ",\"";
      for (const char c : field_of(*at, column)) fields.append(c == '"' ? 2 : 1, c);
      fields += '"';
    }
    out += fields + "\n";
  };
  line([](std::size_t, const std::string& column) { return column; });
  for (const auto& row : sheet.rows)
    line([&](std::size_t at, const std::string& column) {
      return column == "who" ? numbered(row[at].text) : row[at].text;
    });
  return out;
}

}  // namespace clusia
