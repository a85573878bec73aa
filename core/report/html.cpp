#include "report/html.hpp"

#include <algorithm>
#include <stdexcept>

namespace clusia::report {

Html text(std::string_view data) {
  std::string escaped;
  escaped.reserve(data.size());
  for (const char c : data) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') escaped += c;
    }
  }
  return Html(std::move(escaped));
}

Html tag(std::string_view name, Attributes attributes, const Html& content) {
  std::string element = "<" + std::string(name);
  for (const auto& [key, value] : attributes)
    if (!value.empty()) element += " " + std::string(key) + "=\"" + text(value).string() + "\"";
  return Html(element + ">" + content.string() + "</" + std::string(name) + ">");
}

Html details(std::string_view summary, const Html& content) {
  return "\n"_html + tag("details", tag("summary", text(summary)) + content);
}

std::string enumeration(const std::vector<std::string>& entries, std::size_t limit) {
  const std::size_t shown = entries.size() > limit ? limit - 1 : entries.size();
  std::string list;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) list += i + 1 == entries.size() ? " and " : ", ";
    list += entries[i];
  }
  return shown < entries.size() ? list + " and " + std::to_string(entries.size() - shown) + " more" : list;
}

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::string capitalised(std::string sentence) {
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
  return sentence;
}

std::string replaced(std::string sentence, std::string_view what, std::string_view with) {
  for (auto at = sentence.find(what); at != std::string::npos; at = sentence.find(what, at + with.size()))
    sentence.replace(at, what.size(), with);
  return sentence;
}

void Table::row(std::vector<Html> cells, std::string_view style) {
  if (cells.size() != columns_.size())
    throw std::logic_error("a row of the table \"" + caption_ + "\" has the wrong number of cells");
  rows_.emplace_back(std::move(cells), style);
}

Html Table::html() const {
  Html head, body;
  std::vector<bool> filled;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    filled.push_back(i == 0 ||
                     std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) { return !row.first[i].empty(); }));
    const std::string_view align = columns_[i].align == Align::number ? "number" : "";
    const Html unit =
        columns_[i].unit.empty() ? Html{} : " "_html + tag("span", {{"class", "unit"}}, text(columns_[i].unit));
    if (filled[i]) head += tag("th", {{"scope", "col"}, {"class", align}}, text(columns_[i].title) + unit);
  }
  for (const auto& [cells, style] : rows_) {
    Html line = tag("th", {{"scope", "row"}}, cells[0]);
    for (std::size_t i = 1; i < cells.size(); ++i)
      if (filled[i]) line += tag("td", {{"class", columns_[i].align == Align::number ? "number" : ""}}, cells[i]);
    body += "\n"_html + tag("tr", {{"class", style}}, line);
  }
  const Html table =
      tag("table", tag("caption", tag("span", text(caption_))) + tag("thead", tag("tr", head)) + tag("tbody", body));
  const std::string_view style = rows_.size() > 45 ? "scroll long" : rows_.size() > 12 ? "scroll" : "scroll short";
  return "\n"_html +
         tag("div", {{"class", style}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", caption_}}, table);
}

std::string fill(std::string_view page, const std::map<std::string, std::string, std::less<>>& contents) {
  std::string filled;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = page.find("{{", at);
    filled += page.substr(at, open - at);
    if (open == std::string_view::npos) break;
    const std::size_t close = page.find("}}", open);
    const auto content = contents.find(page.substr(open + 2, close - open - 2));
    if (content == contents.end()) throw std::logic_error("the page of the report names something that nobody fills");
    filled += content->second;
    at = close + 2;
  }
  return filled;
}

}  // namespace clusia::report
