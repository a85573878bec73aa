// Whatever bytes a file holds, the answer is a study or problems that lie within the file.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "study/plugins.hpp"
#include "study/studies.hpp"

namespace clusia {
namespace {

class Mutations : public ::testing::Test {
 protected:
  void try_out(const std::string& toml) {
    const auto path = folder.write("study.toml", toml);
    const auto checked = read_study(path, testing::catalogue());
    const auto* problems = std::get_if<std::vector<Problem>>(&checked);
    if (problems == nullptr) {
      ++studies;
      return;
    }
    ASSERT_FALSE(problems->empty()) << toml;
    const auto lines = static_cast<std::uint32_t>(std::ranges::count(toml, '\n')) + 1;
    for (const auto& problem : *problems) {
      EXPECT_GE(problem.at.line, 1U) << text_of(problem) << "\n" << toml;
      EXPECT_LE(problem.at.line, lines) << text_of(problem) << "\n" << toml;
      EXPECT_FALSE(problem.what.empty());
      EXPECT_EQ(text_of(problem).find('\n'), std::string::npos);
    }
  }
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); }

  testing::Folder folder;
  std::mt19937_64 random{20260101};
  std::size_t studies = 0;
};

TEST_F(Mutations, RandomBytes) {
  for (int round = 0; round < 1500; ++round) {
    std::string bytes(below(200) + 1, '\0');
    for (auto& c : bytes) c = static_cast<char>(below(256));
    try_out(bytes);
  }
}

TEST_F(Mutations, OfACompleteStudy) {
  using namespace std::string_literals;
  static const std::string marks = "[]{}=\"'#.,\n 0\\-\0\xC3"s;
  const std::string whole = testing::documented_study();
  for (int round = 0; round < 3000; ++round) {
    std::string toml = whole;
    for (std::size_t changes = below(3) + 1; changes > 0; --changes) {
      const std::size_t at = below(toml.size()), length = std::min(below(30), toml.size() - at);
      switch (below(4)) {
        case 0:
          toml.erase(at, length);
          break;
        case 1:
          toml.insert(at, 1, marks[below(marks.size())]);
          break;
        case 2:
          toml[at] = static_cast<char>(below(256));
          break;
        default:
          toml.insert(below(toml.size()), toml.substr(at, length));
          break;
      }
    }
    try_out(toml);
  }
  EXPECT_GT(studies, 0U) << "none of the changes was harmless: the test does not get past the syntax";
}

/// Each value in turn becomes each kind of thing: nothing but the validation stands between them and the reader.
TEST_F(Mutations, EveryValueOfEveryType) {
  const std::string whole = testing::documented_study();
  for (std::size_t at = whole.find(" = "); at != std::string::npos; at = whole.find(" = ", at + 1)) {
    const std::size_t end = std::min(whole.find('\n', at), whole.find(" }", at));
    for (const auto* value :
         {"1", "-1.5", "true", "nan", "\"\"", "\"x\"", "\"\\u0000\"", "[]", "[[]]", "[{}]", "{}", "{ a = 1 }",
          "1991-01-01", "10:00:00", "1991-01-01T10:00:00Z", "[\"x\", 1]", "9223372036854775807"})
      try_out(whole.substr(0, at + 3) + value + whole.substr(end));
  }
}

TEST_F(Mutations, DeepNesting) {
  try_out("a = " + std::string(100'000, '['));
  try_out("[study]\nid = " + std::string(200, '[') + std::string(200, ']'));
  const auto dotted = [](int parts) {
    std::string key = "a";
    for (int k = 1; k < parts; ++k) key += k % 2 == 0 ? ".a" : " . \"a\"";
    return key;
  };
  try_out("[" + dotted(1'000'000) + "]\n");
  try_out(dotted(1'000'000) + " = 1\n");
  std::string deepest = "[" + dotted(50) + "]\n";
  for (int k = 0; k < 200; ++k) deepest += dotted(50) + " = { ";
  try_out(deepest + "a = 1" + std::string(200, '}'));
}

}  // namespace
}  // namespace clusia
