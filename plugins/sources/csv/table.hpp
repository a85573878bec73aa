/// A CSV file as columns.
#pragma once

#include <clusia/source.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fill.hpp"
#include "split.hpp"

namespace csv {

/// How the work is cut up. It changes the time that a reading takes, and nothing in the columns.
struct Grain {
  std::size_t chunk_bytes = std::size_t{1} << 20;
  int64_t sampled_rows = 1000;  // types are guessed from these; a column that proves wider is read again
};

class Table {
 public:
  /// Opens the file and reads the header.
  Table(std::string path, Dialect dialect, Grain grain = {});

  const std::vector<std::string>& names() const { return names_; }
  void read(std::span<const std::string_view> names, clusia::ColumnWriter& writer, const clusia::Host& host) const;

 private:
  void read_header();
  std::string column_list() const;
  Column column_named(std::string_view name) const;
  /// False after a fault.
  bool read_row(Scanner& scanner, int64_t row, std::span<Part* const> by_index, Problems& problems) const;
  bool read_rows(const Chunk& chunk, std::span<Part> parts, Problems& problems) const;
  void guess_types(std::span<Column> columns, int64_t rows, const clusia::ColumnWriter& writer) const;
  /// Fills what is not settled yet, and settles the columns whose type held.
  void fill(std::span<Column* const> columns, std::span<const Chunk> chunks, const clusia::ColumnWriter& writer,
            const clusia::Host& host) const;

  File file_;
  Dialect dialect_;
  Grain grain_;
  std::vector<std::string> names_;
  std::size_t body_ = 0;  // where the first row of data begins
};

}  // namespace csv
