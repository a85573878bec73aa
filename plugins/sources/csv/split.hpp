/// The file in chunks that can be read at the same time, each knowing which rows are its own.
#pragma once

#include <clusia/plugin.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "file.hpp"

namespace csv {

/// A chunk owns the rows that follow the line ends in text[begin, end); the first chunk owns row 0 as well. A line end
/// inside quotes ends no row, and whether a byte is inside quotes follows from the parity of the quotes before it.
struct Chunk {
  std::size_t begin, end;
  bool inside_quotes;           // at begin
  int64_t first_row, last_row;  // [first, last)
};

/// Splits the rows that begin at `body`, and refuses a file that is not UTF-8. At least one chunk, which may be empty
/// of rows.
std::vector<Chunk> split(const File& file, std::size_t body, std::size_t chunk_bytes, const clusia::Host& host);

/// Where the first row of its own begins in this chunk; it must own one.
std::size_t first_row_of(const Chunk& chunk, std::string_view text);

}  // namespace csv
