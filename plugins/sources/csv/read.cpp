// How columns are read whose types are not known beforehand: fill them under the type guessed from the first rows, and
// fill those again that proved wider. Every round ends with the exact type of every column, so there are at most two.
#include <algorithm>
#include <atomic>

#include "table.hpp"

namespace csv {
namespace {

using Parts = std::vector<std::vector<Part>>;  // by chunk, by column

std::vector<const Part*> parts_of(std::size_t column, const Parts& parts) {
  std::vector<const Part*> out;
  for (const auto& chunk : parts) out.push_back(&chunk[column]);
  return out;
}

void settle(Column& column, std::span<const Part* const> parts, int64_t rows, const clusia::ColumnWriter& writer) {
  Type type = column.type;
  for (const Part* part : parts) {
    type = join(type, part->seen());
    column.any_missing = column.any_missing || part->any_missing();
    column.any_oversized_integer = column.any_oversized_integer || part->any_oversized_integer();
  }
  column.settled = type == column.type;
  column.type = type;
  if (type != Type::none) return;
  column.type = Type::boolean;  // nothing but missing values: what R makes of them
  column.prepare(rows, writer);
  column.any_missing = rows > 0;
  std::ranges::fill(column.missing, 0xFF);
}

/// Turns the codes of the chunks into those of the whole column, for the columns that are settled texts.
void number_texts(std::span<Column* const> columns, const Parts& parts, std::span<const Chunk> chunks,
                  const clusia::ColumnWriter& writer, const clusia::Host& host) {
  std::vector<std::size_t> texts;
  for (std::size_t k = 0; k < columns.size(); ++k)
    if (columns[k]->settled && columns[k]->type == Type::text) texts.push_back(k);
  std::vector<std::vector<std::vector<int32_t>>> maps(texts.size());
  host.parallel_for(static_cast<int64_t>(texts.size()), [&](int64_t i) {
    const std::size_t k = texts[static_cast<std::size_t>(i)];
    maps[static_cast<std::size_t>(i)] = merge(*columns[k], parts_of(k, parts), writer);
  });
  host.parallel_for(static_cast<int64_t>(chunks.size()), [&](int64_t i) {
    const Chunk& chunk = chunks[static_cast<std::size_t>(i)];
    for (std::size_t t = 0; t < texts.size(); ++t) {
      const std::vector<int32_t>& map = maps[t][static_cast<std::size_t>(i)];
      auto* codes = columns[texts[t]]->as<int32_t>();
      for (int64_t row = chunk.first_row; row < chunk.last_row; ++row)
        codes[row] = map[static_cast<std::size_t>(codes[row])];
    }
  });
}

}  // namespace

void Table::guess_types(std::span<Column> columns, int64_t rows, const clusia::ColumnWriter& writer) const {
  const int64_t sampled = std::min(rows, grain_.sampled_rows);
  std::vector<Part> parts;
  for (Column& column : columns) {
    if (column.reading != Reading::inferred) continue;
    column.prepare(sampled, writer);
    parts.emplace_back(column, dialect_);
  }
  Problems found_again_later;
  read_rows({body_, file_.text().size(), false, 0, sampled}, parts, found_again_later);
  auto part = parts.begin();
  for (Column& column : columns)
    if (column.reading == Reading::inferred) column.type = (part++)->seen();
}

void Table::fill(std::span<Column* const> columns, std::span<const Chunk> chunks, const clusia::ColumnWriter& writer,
                 const clusia::Host& host) const {
  const int64_t rows = chunks.back().last_row;
  for (Column* column : columns) column->prepare(rows, writer);
  Parts parts(chunks.size());
  std::vector<Problems> problems(chunks.size());
  std::vector<uint8_t> sound(chunks.size());
  std::atomic<int64_t> done = 0;
  host.parallel_for(static_cast<int64_t>(chunks.size()), [&](int64_t i) {
    host.stop_if_cancelled();
    const auto k = static_cast<std::size_t>(i);
    parts[k].reserve(columns.size());
    for (Column* column : columns) {
      column->expect_rows(chunks[k].first_row, chunks[k].last_row);
      parts[k].emplace_back(*column, dialect_);
    }
    sound[k] = read_rows(chunks[k], parts[k], problems[k]) ? 1 : 0;
    host.progress(static_cast<double>(++done) / static_cast<double>(chunks.size()));
  });

  Problems all;
  for (std::size_t k = 0; k < chunks.size(); ++k) {
    all.append(problems[k]);
    if (sound[k] == 0) break;  // later chunks took their rows from quotes that mean something else
  }
  if (!all.none()) all.raise(file_);
  for (std::size_t k = 0; k < columns.size(); ++k) settle(*columns[k], parts_of(k, parts), rows, writer);
  number_texts(columns, parts, chunks, writer, host);
}

void Table::read(std::span<const std::string_view> names, clusia::ColumnWriter& writer,
                 const clusia::Host& host) const {
  std::vector<Column> columns;
  std::vector<std::size_t> asked;  // per name, its place in `columns`
  for (const std::string_view name : names) {
    const auto known = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
    asked.push_back(static_cast<std::size_t>(known - columns.begin()));
    if (known == columns.end()) columns.push_back(column_named(name));
  }
  const std::vector<Chunk> chunks = split(file_, body_, grain_.chunk_bytes, host);
  const int64_t rows = chunks.back().last_row;
  guess_types(columns, rows, writer);
  for (;;) {
    std::vector<Column*> open;
    for (Column& column : columns)
      if (!column.settled) open.push_back(&column);
    if (open.empty()) break;
    fill(open, chunks, writer, host);
  }
  for (const Column& column : columns)
    if (column.type == Type::number && column.reading == Reading::inferred && column.any_oversized_integer)
      host.warn(file_.path() + ": column " + quoted(column.name) +
                " has integers beyond 64 bits and is read as rounded numbers: set types = { " + toml_key(column.name) +
                " = \"text\" } to keep every digit");
  for (const std::size_t k : asked) columns[k].write(rows, writer);
}

}  // namespace csv
