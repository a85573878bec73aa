#include "split.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "scan.hpp"

namespace csv {
namespace {

struct Tally {
  bool odd_quotes = false;
  std::array<int64_t, 2> line_ends{};  // outside quotes if the chunk begins outside them, if it begins inside
  bool bad_byte = false;
};

constexpr std::size_t block_bytes = 64;

/// The line ends among the bytes of a block; nothing if a quote, a NUL or a character beyond ASCII is among them. A
/// plain loop over single bytes, which compilers turn into vector instructions.
std::optional<int64_t> line_ends_of_plain(const char* block) {
  int8_t high = 0, zeros = 0, quotes = 0, line_ends = 0;
  for (std::size_t k = 0; k < block_bytes; ++k) {
    const auto byte = static_cast<int8_t>(block[k]);
    high |= byte;
    zeros |= byte == 0;
    quotes |= byte == '"';
    line_ends += byte == '\n';
  }
  return high >= 0 && zeros == 0 && quotes == 0 ? std::optional<int64_t>(line_ends) : std::nullopt;
}

Tally tally(std::string_view text) {
  Tally out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = std::min(at + block_bytes, text.size());
    if (stop - at == block_bytes) {
      if (const auto line_ends = line_ends_of_plain(text.data() + at)) {
        out.line_ends[out.odd_quotes ? 1 : 0] += *line_ends;
        at = stop;
        continue;
      }
    }
    while (at < stop) {
      const std::size_t length = sequence_length(text.substr(at));
      if (length == 0) {
        out.bad_byte = true;
        return out;
      }
      if (text[at] == '"') out.odd_quotes = !out.odd_quotes;
      if (text[at] == '\n') ++out.line_ends[out.odd_quotes ? 1 : 0];
      at += length;
    }
  }
  return out;
}

/// The ends of the chunks: never within a UTF-8 sequence, so that each chunk can be checked by itself.
std::vector<std::size_t> ends_of_chunks(std::string_view text, std::size_t body, std::size_t chunk_bytes) {
  std::vector<std::size_t> ends;
  for (std::size_t at = body; at < text.size() || ends.empty();) {
    std::size_t end = text.size() - at > chunk_bytes ? at + chunk_bytes : text.size();
    for (int k = 0; k < 3 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U; ++k) ++end;
    ends.push_back(end);
    at = end;
  }
  return ends;
}

}  // namespace

std::vector<Chunk> split(const File& file, std::size_t body, std::size_t chunk_bytes, const clusia::Host& host) {
  const std::string_view text = file.text();
  const std::vector<std::size_t> ends = ends_of_chunks(text, body, chunk_bytes);
  const auto begin_of = [&](std::size_t k) { return k == 0 ? body : ends[k - 1]; };
  std::vector<Tally> tallies(ends.size());
  host.parallel_for(static_cast<int64_t>(ends.size()), [&](int64_t i) {
    const auto k = static_cast<std::size_t>(i);
    host.stop_if_cancelled();
    tallies[k] = tally(text.substr(begin_of(k), ends[k] - begin_of(k)));
  });

  std::vector<Chunk> chunks;
  bool inside = false;
  int64_t row = 0;
  for (std::size_t k = 0; k < ends.size(); ++k) {
    if (tallies[k].bad_byte) check_encoding(file, begin_of(k), ends[k]);
    const int64_t own = tallies[k].line_ends[inside ? 1 : 0] + (k == 0 && body < text.size() ? 1 : 0);
    chunks.push_back({begin_of(k), ends[k], inside, row, row + own});
    row += own;
    inside = inside != tallies[k].odd_quotes;
  }
  return chunks;
}

std::size_t first_row_of(const Chunk& chunk, std::string_view text) {
  if (chunk.first_row == 0) return chunk.begin;
  bool inside = chunk.inside_quotes;
  for (std::size_t at = chunk.begin; at < chunk.end; ++at) {
    if (text[at] == '"') inside = !inside;
    if (text[at] == '\n' && !inside) return at + 1;
  }
  throw clusia::failed("the file changed while it was read");
}

}  // namespace csv
