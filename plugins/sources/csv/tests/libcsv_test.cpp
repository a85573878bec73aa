// libcsv (Robert Gamble, LGPL) in its strict mode as a second opinion on the grammar.
#include <csv.h>
#include <gtest/gtest.h>

#include <random>

#include "document.hpp"

namespace test {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// The rows as libcsv reads them; nothing where it refuses the file.
std::optional<Rows> by_libcsv(const std::string& bytes) {
  struct State {
    Rows rows{{}};
  } state;
  const auto field = [](void* text, std::size_t size, void* of) {
    static_cast<State*>(of)->rows.back().emplace_back(static_cast<const char*>(text), size);
  };
  const auto row = [](int, void* of) { static_cast<State*>(of)->rows.emplace_back(); };
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  bool sound = csv_parse(&parser, bytes.data(), bytes.size(), field, row, &state) == bytes.size();
  sound = csv_fini(&parser, field, row, &state) == 0 && sound;
  csv_free(&parser);
  if (!sound) return {};
  state.rows.pop_back();
  return state.rows;
}

/// The same by our reader, every field as it stands.
std::optional<Rows> by_us(const std::string& bytes, std::size_t chunk_bytes) {
  const Document document(bytes);
  try {
    csv::Dialect dialect;
    dialect.missing = csv::Missing({});
    const auto names = csv::Table(document.path(), {}).names();
    for (const auto& name : names) dialect.types.emplace(name, csv::Type::text);
    const Columns columns = read(document, dialect, {chunk_bytes, 1000}, 1);
    Rows rows{names};
    rows.resize(1 + columns.values.at(names[0]).rows.size());
    for (std::size_t k = 1; k < rows.size(); ++k)
      for (const auto& name : names) rows[k].push_back(*columns.values.at(name).rows[k - 1]);
    return rows;
  } catch (const clusia::Error&) {
    return {};
  }
}

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string document() {
    const std::size_t columns = 2 + below(4), rows = below(8);
    const bool crlf = below(2) == 0;
    const std::string line_end = crlf ? "\r\n" : "\n";
    std::string out;
    for (std::size_t c = 0; c < columns; ++c) out.append(c == 0 ? "h" : ",h").append(std::to_string(c));
    for (std::size_t r = 0; r < rows; ++r) {
      out += line_end;
      for (std::size_t c = 0; c < columns; ++c) out.append(c == 0 ? "" : ",").append(field());
    }
    return below(2) == 0 ? out + line_end : out;
  }

 private:
  std::string field() {
    const bool quoted = below(2) == 0;
    static const std::vector<std::string> plain{"a", "b", "1", ".", "-", " ", "\xC3\xA4", ";", "x y"};
    static const std::vector<std::string> special{"\"\"", ",", "\n", "\r\n", "\r", "\"\"\"\"", " ", "\t", "z"};
    std::string out;
    for (std::size_t k = below(5); k > 0; --k)
      out += quoted && below(2) == 0 ? special[below(special.size())] : plain[below(plain.size())];
    return quoted ? std::string(1, '"').append(out).append("\"") : out;
  }
  std::mt19937 random_;
};

TEST(Libcsv, ReadsTheSameFields) {
  Writer writer(4180);
  for (int round = 0; round < 5000; ++round) {
    const std::string bytes = writer.document();
    const auto theirs = by_libcsv(bytes);
    ASSERT_TRUE(theirs) << bytes;
    ASSERT_EQ(by_us(bytes, 1 + writer.below(60)), theirs) << bytes;
  }
}

/// One byte of a sound file changed: what libcsv refuses we refuse, and what we read it reads alike. (It takes some
/// that we refuse: rows of any length, blank lines, lone carriage returns, blanks around quotes.)
TEST(Libcsv, RefusesNoFileThatWeRead) {
  Writer writer(1180);
  const std::string changes = "\"\n,a\r";
  int read_by_both = 0, refused_by_both = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = writer.document();
    bytes[writer.below(bytes.size())] = changes[writer.below(changes.size())];
    const auto theirs = by_libcsv(bytes), ours = by_us(bytes, 1 + writer.below(60));
    if (ours) {
      ASSERT_EQ(ours, theirs) << bytes;
    }
    ++(ours ? read_by_both : refused_by_both);
    if (!theirs) {
      ASSERT_FALSE(ours) << bytes;
    }
  }
  EXPECT_GT(read_by_both, 500);
  EXPECT_GT(refused_by_both, 500);
}

}  // namespace
}  // namespace test
