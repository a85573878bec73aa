#include "table.hpp"

#include <algorithm>
#include <map>

namespace csv {
namespace {

Problem wrong_value(const Field& field, const Column& column) {
  const char* what = " is neither true nor false";
  if (column.type == Type::number) what = " is no number";
  if (column.type == Type::integer) what = " is no integer";
  if (column.type == Type::date) what = " is no date (yyyy-mm-dd)";
  const bool may_be_number = column.type == Type::integer;
  return {field.offset, quoted(field.text) + what + " in column " + quoted(column.name),
          "correct the value, or add it to missing = [...], or set types = { " + toml_key(column.name) + " = \"" +
              (may_be_number ? "number" : "text") + "\" }"};
}

std::string counted_fields(std::size_t n) { return std::to_string(n) + (n == 1 ? " field" : " fields"); }

Problem ragged(std::size_t offset, std::size_t fields, std::size_t columns) {
  return {offset, "this row has " + counted_fields(fields) + " where the header has " + std::to_string(columns),
          fields < columns ? "add what is missing, with nothing between the delimiters where there is no value"
                           : "put a field that holds the delimiter in quotes, or remove the surplus"};
}

}  // namespace

Table::Table(std::string path, Dialect dialect, Grain grain)
    : file_(std::move(path)), dialect_(std::move(dialect)), grain_(grain) {
  read_header();
  for (const auto& [name, type] : dialect_.types)
    if (std::find(names_.begin(), names_.end(), name) == names_.end())
      throw clusia::bad_parameter("types", file_.path() + " has no column " + quoted(name) + ": " + column_list());
}

void Table::read_header() {
  const std::string_view text = file_.text();
  Scanner scanner(text, 0, dialect_.delimiter, dialect_.decimal);
  std::vector<Field> fields;
  After after = After::field;
  while (after == After::field) after = scanner.next(fields.emplace_back());
  body_ = scanner.at();
  check_encoding(file_, 0, body_);

  Problems problems;
  if (after == After::fault) {
    problems.add([&] { return scanner.problem(file_); });
    problems.raise(file_);
  }
  if (scanner.row_end() == 0)
    throw clusia::failed(file_.place(0) + ": the first line is blank: it must name the columns");
  std::map<std::string, std::size_t> first_use;
  for (const Field& field : fields) {
    const auto& name = names_.emplace_back(field.has_doubled_quotes ? undoubled(field.text) : field.text);
    if (name.empty()) {
      problems.add([&] {
        return Problem{field.offset, "column " + std::to_string(names_.size()) + " has no name",
                       "name every column in the first line (from R: row.names = FALSE)"};
      });
      continue;
    }
    const auto use = first_use.try_emplace(name, field.offset);
    if (!use.second)
      problems.add([&] {
        return Problem{field.offset,
                       "column name " + quoted(name) + " is used already at " + file_.position(use.first->second),
                       "give each column a name of its own"};
      });
  }
  if (!problems.none()) problems.raise(file_);
}

std::string Table::column_list() const {
  constexpr std::size_t longest = 500;
  std::string out = "the columns are ";
  for (std::size_t k = 0; k < names_.size(); ++k) {
    if (out.size() > longest) return out + " and " + std::to_string(names_.size() - k) + " more";
    out += (k == 0 ? "" : ", ") + quoted(names_[k]);
  }
  return out;
}

Column Table::column_named(std::string_view name) const {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at == names_.end())
    throw clusia::failed(file_.place(0) + ": there is no column " + quoted(name) + ": " + column_list());
  const auto declared = dialect_.types.find(name);
  const bool is_declared = declared != dialect_.types.end();
  return {*at, static_cast<std::size_t>(at - names_.begin()), is_declared ? Reading::declared : Reading::inferred,
          is_declared ? declared->second : Type::none};
}

bool Table::read_row(Scanner& scanner, int64_t row, std::span<Part* const> by_index, Problems& problems) const {
  const std::size_t begin = scanner.at();
  std::size_t n = 0, surplus = 0;
  Field field;
  for (After after = After::field; after == After::field; ++n) {
    after = scanner.next(field);
    if (after == After::fault) {
      problems.add([&] { return scanner.problem(file_); });
      return false;
    }
    if (n == by_index.size()) surplus = field.offset;
    Part* const part = n < by_index.size() ? by_index[n] : nullptr;
    if (part != nullptr && !part->put(row, field)) problems.add([&] { return wrong_value(field, part->column()); });
  }
  if (n == by_index.size()) return true;
  if (scanner.row_end() == begin)
    problems.add([&] { return Problem{begin, "this line is blank", "remove it"}; });
  else
    problems.add([&] { return ragged(n < by_index.size() ? scanner.row_end() : surplus, n, by_index.size()); });
  return true;
}

bool Table::read_rows(const Chunk& chunk, std::span<Part> parts, Problems& problems) const {
  if (chunk.first_row == chunk.last_row) return true;
  std::vector<Part*> by_index(names_.size(), nullptr);
  for (Part& part : parts) by_index[part.column().index] = &part;
  Scanner scanner(file_.text(), first_row_of(chunk, file_.text()), dialect_.delimiter, dialect_.decimal);
  bool sound = true;
  for (int64_t row = chunk.first_row; sound && row < chunk.last_row; ++row)
    sound = read_row(scanner, row, by_index, problems);
  for (Part& part : parts) part.flush();
  return sound;
}

}  // namespace csv
