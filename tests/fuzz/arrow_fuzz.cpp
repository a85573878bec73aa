// A column as a faulty source could give it, in memory that is there: it is imported or refused in words. (How long a
// buffer is, Arrow's C interface does not say: lengths that lie cannot be found out and are not tried.)
#include <stdexcept>
#include <vector>

#include "frame/column.hpp"
#include "fuzz/bytes.hpp"

namespace {

using clusia::fuzz::Bytes;

constexpr std::int64_t most_rows = 40;

/// Room for every row with its offset in the widest format, filled by the fuzzer.
std::vector<std::uint64_t> buffer(Bytes& bytes) {
  std::vector<std::uint64_t> words(2 * most_rows + 2);
  for (std::uint64_t& word : words) word = bytes.number<std::uint64_t>();
  return words;
}

/// Ends of texts within the bytes that are there; in either width, in any order.
template <class T>
void keep_within(std::vector<std::uint64_t>& words, T most) {
  auto* ends = reinterpret_cast<T*>(words.data());
  for (std::size_t k = 0; k < 8 * words.size() / sizeof(T); ++k) ends[k] %= most;
}

struct Given {
  ArrowSchema schema{};
  ArrowArray array{};
  std::vector<std::uint64_t> validity, values;
  std::vector<char> texts;
  const void* buffers[3]{};

  Given(Bytes& bytes, const char* format) : validity(buffer(bytes)), values(buffer(bytes)), texts(1000, 'x') {
    schema.format = format;
    schema.name = bytes.text();
    array.length = bytes.between(-1, most_rows);
    array.offset = bytes.between(-1, most_rows);
    array.null_count = bytes.between(-2, 3);
    array.n_buffers = bytes.one_of({2, 3, 2, 3, 1, 0});
    array.buffers = buffers;
    const std::string_view kind = format == nullptr ? "" : format;
    if (kind == "u") keep_within<std::int32_t>(values, 1000);
    if (kind == "U") keep_within<std::int64_t>(values, 1000);
    for (char& c : texts) c = bytes.number<char>();
    buffers[0] = bytes.number<std::uint8_t>() % 2 == 0 ? validity.data() : nullptr;
    buffers[1] = bytes.number<std::uint8_t>() % 8 != 0 ? values.data() : nullptr;
    buffers[2] = bytes.number<std::uint8_t>() % 8 != 0 ? texts.data() : nullptr;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clusia;
  Bytes bytes(data, size);
  static constexpr const char* formats[] = {"g", "f", "l", "i", "s",   "c", "C", "S",    "I",
                                            "L", "b", "u", "U", "tdD", "z", "",  nullptr};
  Given column(bytes, bytes.one_of(formats)), dictionary(bytes, bytes.one_of({"u", "U", "g"}));
  if (bytes.number<std::uint8_t>() % 2 == 0) {
    column.schema.dictionary = &dictionary.schema;
    column.array.dictionary = &dictionary.array;
  }
  ArrowSchema schema{};
  ArrowArray array{};
  ArrowSchema* schemas[] = {&column.schema};
  ArrowArray* arrays[] = {&column.array};
  schema.format = "+s";
  schema.n_children = array.n_children = 1;
  schema.children = schemas;
  array.children = arrays;
  array.length = bytes.number<std::uint8_t>() % 4 == 0 ? bytes.between(-1, most_rows) : column.array.length;
  const auto segment = Segment::create();
  try {
    const std::vector<Layout> layouts = import_arrow(schema, array, *segment);
    segment->seal();
    const Column read(layouts.at(0), segment);
    for (std::int64_t row = 0; row < read.size(); ++row)
      if (read.valid(row)) static_cast<void>(read.as_text(row));
  } catch (const std::exception& e) {
    fuzz::insist(*e.what() != '\0');
  }
  return 0;
}
