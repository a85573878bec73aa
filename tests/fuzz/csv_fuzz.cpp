// Any bytes as a CSV file: the same columns, or the same refusal, however the file is cut into chunks.
#include "document.hpp"
#include "fuzz/bytes.hpp"

namespace {

std::pair<std::optional<test::Columns>, std::string> read(std::string_view bytes, const csv::Dialect& dialect,
                                                          csv::Grain grain, int threads) {
  const test::Document document(bytes);
  try {
    return {test::read(document, dialect, grain, threads), ""};
  } catch (const clusia::Error& error) {
    return {std::nullopt, document.shortened(error.what())};
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  clusia::fuzz::Bytes choices(data, std::min<std::size_t>(size, 2));
  csv::Dialect dialect;
  dialect.delimiter = choices.one_of({',', ';', '\t'});
  dialect.decimal = dialect.delimiter == ',' ? '.' : choices.one_of({'.', ','});
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = read(bytes, dialect, {}, 1);
  csv::Grain small;
  small.chunk_bytes = 7;
  small.sampled_rows = 1;
  const auto pieces = read(bytes, dialect, small, 2);
  clusia::fuzz::insist(whole.first == pieces.first);
  clusia::fuzz::insist(whole.first || !whole.second.empty());
  return 0;
}
