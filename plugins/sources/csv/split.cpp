#include "split.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "scan.hpp"

namespace csv {
namespace {

struct Tally {
  bool odd_quotes = false;
  std::array<int64_t, 2> line_ends{};  // outside quotes if the chunk begins outside them, if it begins inside
  std::size_t bad_byte = std::string_view::npos;
};

Tally tally(std::string_view text, std::size_t begin, std::size_t end) {
  int64_t line_ends = 0, quoted_line_ends = 0;
  unsigned inside = 0;
  constexpr std::size_t block = 4096;  // most blocks of most files have no quote, and then counting is one vector loop
  for (std::size_t at = begin; at < end; at += block) {
    const std::string_view part = text.substr(at, std::min(block, end - at));
    if (std::memchr(part.data(), '"', part.size()) == nullptr) {
      const int64_t n = std::count(part.begin(), part.end(), '\n');
      line_ends += n;
      quoted_line_ends += inside == 1 ? n : 0;
      continue;
    }
    for (const char c : part) {
      const unsigned line_end = c == '\n' ? 1 : 0;
      inside ^= c == '"' ? 1U : 0U;
      line_ends += line_end;
      quoted_line_ends += line_end & inside;
    }
  }
  return {inside == 1, {line_ends - quoted_line_ends, quoted_line_ends}, find_bad_byte(text, begin, end)};
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
    tallies[k] = tally(text, begin_of(k), ends[k]);
  });

  std::vector<Chunk> chunks;
  bool inside = false;
  int64_t row = 0;
  for (std::size_t k = 0; k < ends.size(); ++k) {
    if (tallies[k].bad_byte != std::string_view::npos) check_encoding(file, begin_of(k), ends[k]);
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
