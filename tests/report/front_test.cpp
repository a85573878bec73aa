#include <gmock/gmock.h>

#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::Folder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The first answers of the report on a fixture with this put into its database.
std::string front_of(const std::string& name, const std::string& change = "",
                     const std::vector<clusia::Annex>& annexes = {}) {
  const Folder folder;
  const auto database = clusia::test::results(folder, name);
  if (!change.empty()) SQLite::Database(database.string(), SQLite::OPEN_READWRITE).exec(change);
  const std::string page = clusia::html_report(database, annexes);
  const auto begin = page.find("<dl class=\"front\">");
  return begin == std::string::npos ? "" : page.substr(begin, page.find("</dl>", begin) - begin);
}

/// What stands under one of the four headings.
std::string answer(const std::string& front, const std::string& heading) {
  const auto begin = front.find("<dt>" + heading);
  EXPECT_NE(begin, std::string::npos) << heading;
  return front.substr(begin, front.find("</dd>", begin) - begin);
}

TEST(Front, SaysWhoGainedAndWhoLost) {
  const std::string front = front_of("levels");
  EXPECT_THAT(answer(front, "Who gained"), HasSubstr("<strong>North</strong>: Pay"));
  EXPECT_THAT(answer(front, "Who lost"), HasSubstr("no proof that nobody did"));
  const std::string lost = front_of("levels", "UPDATE effect SET reading = 'loss'");
  EXPECT_THAT(answer(lost, "Who lost"), HasSubstr("<strong>North</strong>: Pay"));
  EXPECT_THAT(answer(front_of("italy"), "Who gained"), HasSubstr("<li><strong>Everyone together</strong>: Employment"));
}

TEST(Front, NamesAnIndicatorOnceAndCountsEachResult) {
  const std::string front = front_of("levels", R"sql(
      INSERT INTO output SELECT 31, indicator_id, 'more', 'More', unit, direction, kind, NULL, NULL FROM output WHERE id = 30;
      INSERT INTO effect (task_id, output_id, contrast_id, estimate, reading) SELECT task_id, 31, contrast_id, 1, 'gain' FROM effect WHERE output_id = 30 AND task_id = 102)sql");
  EXPECT_THAT(answer(front, "Who gained"), HasSubstr("<strong>North</strong>: Pay</li>"));
  EXPECT_NE(answer(front, "How sure"), answer(front_of("levels"), "How sure"));
}

TEST(Front, HoldsBackWhatIsOfTooFewRows) {
  const std::string front = front_of("levels");
  EXPECT_THAT(front, Not(HasSubstr("Islet")));
  EXPECT_THAT(answer(front, "How sure"), HasSubstr("too few rows to be shown"));
}

TEST(Front, SaysHowSureItIs) {
  EXPECT_THAT(answer(front_of("italy"), "How sure"), HasSubstr("The data are everyone"));
  EXPECT_THAT(answer(front_of("levels", "UPDATE effect SET reading = 'unclear'"), "How sure"),
              HasSubstr("0 are clear: the 95% interval leaves out “no effect”."));
}

TEST(Front, NamesWhatIsContested) {
  EXPECT_THAT(answer(front_of("levels"), "What is contested"), HasSubstr("Nothing was set beside these answers"));
  const std::string opposed = R"sql(
      INSERT INTO comparator VALUES (2, 'later', 'Later', 3);
      INSERT INTO design SELECT 3, 2, dataset_id, output_id, state, reason, summary, assumption, missing_rule, factor, weights FROM design WHERE id = 2;
      INSERT INTO contrast (id, design_id, name, title, is_effect, null_value, formula) VALUES (2, 3, 'x', 'X', 1, 0, 'x');
      INSERT INTO task VALUES (200, 4, 3, 2, 'complete', NULL);
      INSERT INTO effect (task_id, output_id, contrast_id, estimate, reading) VALUES (200, 30, 2, 8, )sql";
  EXPECT_THAT(answer(front_of("levels", opposed + "'loss')"), "What is contested"),
              HasSubstr("Comparisons contradict each other</a>: Pay, North"));
  EXPECT_THAT(answer(front_of("levels", opposed + "'gain')"), "What is contested"), HasSubstr("contradicts them"));
  EXPECT_THAT(answer(front_of("levels", "INSERT INTO comparator VALUES (2, 'later', 'Later', 3)"), "What is contested"),
              HasSubstr("Nothing was set beside these answers"))
      << "a comparator that answers something else";
  EXPECT_THAT(answer(front_of("italy"), "What is contested"),
              HasSubstr("<a href=\"#published\">Published values</a>: 21 of 66 are not reproduced"));
  clusia::Annex voices;
  voices.id = "triangulation", voices.contest = "Figures and voices disagree", voices.contested = {"pay <b>, north"};
  EXPECT_THAT(answer(front_of("levels", "", {voices}), "What is contested"),
              HasSubstr("<a href=\"#triangulation\">Figures and voices disagree</a>: pay &lt;b&gt;, north"));
  voices.contested.clear();
  EXPECT_THAT(answer(front_of("levels", "", {voices}), "What is contested"), HasSubstr("contradicts them"));
}

TEST(Front, IsAbsentWhereNothingIsCompared) {
  EXPECT_EQ(front_of("empty"), "");
  EXPECT_EQ(front_of("levels", "UPDATE output SET direction = 0"), "");
}

}  // namespace
