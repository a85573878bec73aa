#include "arrow_columns.hpp"

#include <algorithm>

namespace clusia::kit {

const clusia_column* lend_columns(const std::vector<Column>& columns, std::int64_t offset, Memory& memory) {
  std::vector<clusia_column> all;
  const auto bits = [&](const auto& set, std::size_t n, const std::string& what) {
    auto* bytes = static_cast<std::uint8_t*>(memory.allocate((n + std::size_t(offset)) / 8 + 1, what));
    for (std::size_t k = 0; k < n; ++k)
      if (set(k)) bytes[(k + std::size_t(offset)) / 8] |= std::uint8_t(1U << ((k + std::size_t(offset)) % 8));
    return bytes;
  };
  const auto shifted = [&](const auto& of, const std::string& what) {
    auto padded = of;
    padded.insert(padded.begin(), std::size_t(offset), {});
    return static_cast<const void*>(memory.copy(padded.data(), padded.size(), what));
  };
  for (const Column& c : columns) {
    const std::string what = "column '" + c.name + "'";
    const std::size_t n = c.valid.size();
    const auto missing = std::count(c.valid.begin(), c.valid.end(), 0);
    ArrowSchema schema{};
    schema.format = memory.text(c.type == CLUSIA_COLUMN_NUMBER ? "g" : c.type == CLUSIA_COLUMN_BOOLEAN ? "b" : "i");
    schema.name = memory.text(c.name);
    schema.flags = ARROW_FLAG_NULLABLE;
    ArrowArray array{};
    array.length = std::int64_t(n), array.null_count = missing, array.offset = offset, array.n_buffers = 2;
    const void* buffers[3] = {
        missing > 0 ? bits([&](std::size_t k) { return c.valid[k] != 0; }, n, "the validity of " + what) : nullptr};
    buffers[1] = c.type == CLUSIA_COLUMN_NUMBER    ? shifted(c.numbers, what)
                 : c.type == CLUSIA_COLUMN_BOOLEAN ? bits([&](std::size_t k) { return c.numbers[k] != 0; }, n, what)
                                                   : shifted(c.codes, what);
    array.buffers = memory.copy(buffers, 2, what);
    if (c.type == CLUSIA_COLUMN_CATEGORY) {
      std::vector<std::int32_t> ends{0};
      std::string bytes;
      for (const std::string& level : c.levels) bytes += level, ends.push_back(std::int32_t(bytes.size()));
      const void* texts[3] = {nullptr, memory.copy(ends.data(), ends.size(), "the levels of " + what),
                              memory.text(bytes)};
      ArrowArray levels{};
      levels.length = std::int64_t(c.levels.size()), levels.n_buffers = 3;
      levels.buffers = memory.copy(texts, 3, "the levels of " + what);
      ArrowSchema of_levels{};
      of_levels.format = "u", of_levels.name = "";
      array.dictionary = memory.copy(&levels, 1, "the levels of " + what);
      schema.dictionary = memory.copy(&of_levels, 1, "the levels of " + what);
    }
    all.push_back({memory.copy(&schema, 1, what), memory.copy(&array, 1, what)});
  }
  return memory.copy(all.data(), all.size(), "the list of columns");
}

}  // namespace clusia::kit
