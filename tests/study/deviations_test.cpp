// Where a study is no longer what it was fixed as; and the file of a lock, written and read.
#include "study/deviations.hpp"

#include <gmock/gmock.h>

#include "study/lock.hpp"

namespace clusia {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// "KEY: WAS > NOW", "-" where it is not there.
std::vector<std::string> told(const std::string& was, const std::string& now) {
  std::vector<std::string> all;
  for (const Deviation& d : deviations(was, now))
    all.push_back(d.key + ": " + d.was.value_or("-") + " > " + d.now.value_or("-"));
  return all;
}

TEST(Deviations, AreToldByKey) {
  EXPECT_THAT(told("[a]\nb = 1\nc = 'x'", "[a]\nb = 2\nd = [1, 2]"),
              ElementsAre("a.b: 1 > 2", "a.c: \"x\" > -", "a.d: - > [1, 2]"));
  EXPECT_THAT(told("a = 1", "a = { b = 1 }"), ElementsAre("a: 1 > { b = 1 }"));
  EXPECT_THAT(told("a = [1, 2]", "a = [2, 1]"), ElementsAre("a: [1, 2] > [2, 1]"));
}

TEST(Deviations, LayoutIsNone) {
  EXPECT_THAT(told("[a]\nb = 1.50 # why\nc = 'x'\n[d]\ne = [1,2]", "d.e = [1, 2]\na = { c = \"x\", b = 1.5 }"),
              IsEmpty());
}

TEST(Deviations, EntriesAreToldApartByName) {
  const std::string one = "[[x]]\nname = 'p'\nk = 1\n", two = "[[x]]\nname = 'q'\nk = 2\n";
  EXPECT_THAT(told(one + two, two + one), IsEmpty());
  EXPECT_THAT(told(one + two, one), ElementsAre("x.q: { k = 2, name = \"q\" } > -"));
  EXPECT_THAT(told(one, "[[x]]\nname = 'p'\nk = 3\n" + two),
              ElementsAre("x.p.k: 1 > 3", "x.q: - > { k = 2, name = \"q\" }"));
}

TEST(Deviations, EntriesWithoutNamesGoAndCome) {
  EXPECT_THAT(told("[[x]]\nk = 1\n[[x]]\nk = 1\n[[x]]\nk = 2", "[[x]]\nk = 3\n[[x]]\nk = 1"),
              ElementsAre("x: { k = 1 } > -", "x: { k = 2 } > -", "x: - > { k = 3 }"));
}

TEST(Deviations, ADatasetThatCameIsOne) {
  EXPECT_THAT(told("[data.a]\nx = 1", "[data.a]\nx = 1\n[data.b]\nx = 2\ny = 3"),
              ElementsAre("data.b: - > { x = 2, y = 3 }"));
}

std::vector<std::string> problems_of(const std::string& text) {
  std::vector<std::string> all;
  const auto read = read_lock("s.fixed", text);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read))
    for (const Problem& problem : *problems) all.push_back(text_of(problem));
  return all;
}

TEST(LockFile, GivesBackWhatWasWritten) {
  const Lock lock{"2026-03-01T09:30:00Z",
                  "0.1.0",
                  "ab",
                  "\n# \"quoted\" \\ and \"\"\" three\r\n\ttab = 'ü'\x01\x7f",
                  {{"did", "people", "cd", ""}, {"did", "firms", "", "file not found: \"f\".csv"}},
                  {{"people", {"income.mean"}, {"did"}, {"everyone", "sex: women"}}}};
  const auto read = read_lock("s.fixed", text_of(lock, "s.toml"));
  ASSERT_TRUE(std::holds_alternative<Lock>(read));
  const Lock& back = std::get<Lock>(read);
  EXPECT_EQ(back.study, lock.study);
  EXPECT_EQ(text_of(back, "s.toml"), text_of(lock, "s.toml"));
  EXPECT_EQ(back.designs[1].reason, "file not found: \"f\".csv");
  EXPECT_EQ(back.hypotheses[0].number(), 2U);
}

TEST(LockFile, SaysAllThatIsWrong) {
  EXPECT_THAT(
      problems_of("fixed = 'yesterday'\nclusia = '1'\nsha256 = 'ab'\nstudy = 'x'\n[[design]]\ncomparator = 'did'\n"
                  "data = 'people'\n"),
      ElementsAre(HasSubstr("s.fixed:1:9: 'yesterday' is no time as 2026-03-01T09:30:00Z: Clusia writes this"),
                  HasSubstr("s.fixed:5:1: a design has either 'sha256' or 'reason': Clusia writes this")));
  EXPECT_THAT(problems_of(""), ::testing::SizeIs(4));
}

}  // namespace
}  // namespace clusia
