// What the report says of effects by event time, had trends not been parallel.
#include <gmock/gmock.h>

#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::Folder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Four effects of everyone, and what each stands: nothing; breaks, but no straight line; anything but large bends; a
/// little of both. A fifth is of too few rows.
constexpr const char* checks = R"sql(
  INSERT INTO contrast (id, design_id, name, title, is_effect, null_value, formula) VALUES (50, 2, 'a', 'At once', 1, 0, 'x'),
    (51, 2, 'b', 'After one', 1, 0, 'x'), (52, 2, 'c', 'After two', 1, 0, 'x'), (53, 2, 'd', 'After three', 1, 0, 'x'), (54, 2, 'e', 'Small', 1, 0, 'x');
  INSERT INTO effect (id, task_id, output_id, contrast_id, estimate, reading, mark)
    SELECT id, 101, 30, id, 2.5, 'gain', iif(id = 54, 'small', NULL) FROM contrast WHERE id >= 50;
  INSERT INTO trend_check VALUES (1, 50, 'breaks', 0, 0.8, NULL), (2, 50, 'bends', NULL, NULL, NULL),
    (3, 51, 'breaks', 1.27, 0.8, NULL), (4, 51, 'bends', 0, NULL, NULL), (5, 52, 'breaks', NULL, NULL, NULL), (6, 52, 'bends', 0.3, NULL, NULL),
    (7, 53, 'breaks', 12.7, 0.8, NULL), (8, 53, 'bends', 1.5, 0.25, NULL), (9, 54, 'breaks', 7777, 7777, NULL), (10, 54, 'bends', 7777, 7777, NULL);
  INSERT INTO trend_bound SELECT id, 0, 0, 4.5, 0.1, 5.25 FROM trend_check WHERE restriction = 'bends';
)sql";

std::string report_with(const std::string& change) {
  const Folder folder;
  const auto database = clusia::test::results(folder, "levels");
  SQLite::Database(database.string(), SQLite::OPEN_READWRITE).exec(change);
  const std::string page = clusia::html_report(database);
  return page.substr(page.find("<section id=\"effects\""),
                     page.find("<section id=\"levels\"") - page.find("<section id=\"effects\""));
}

TEST(Trends, SayHowFarTheyMayPart) {
  const std::string said = report_with(checks);
  EXPECT_THAT(said, HasSubstr("<strong>At once</strong>: not clear, even if the trends stayed parallel.</li>"));
  EXPECT_THAT(said, HasSubstr("by more than 1.2 times the largest break seen before it (0.8000\u00a0euro). It does not "
                              "stand if the trend seen before the start simply went on as a straight line.</li>"))
      << "rounded down";
  EXPECT_THAT(said,
              HasSubstr("<strong>After two</strong>: stands however much larger the breaks after the start were: none "
                        "was seen before it. If the trend seen before went on, it stands unless its slope changed by "
                        "more than 0.3000\u00a0euro from wave to wave.</li>"));
  EXPECT_THAT(said, HasSubstr("by more than 12 times"));
  EXPECT_THAT(said, HasSubstr("from wave to wave (largest change seen before: 0.2500\u00a0euro).</li>"));
  EXPECT_THAT(said, AllOf(HasSubstr("0.100 to 5.250"), Not(HasSubstr("7777")), Not(HasSubstr("7,777"))));
}

TEST(Trends, SayWhyThereAreNoBounds) {
  EXPECT_THAT(
      report_with(std::string(checks) + "DELETE FROM trend_bound; UPDATE trend_check SET note = 'too few waves'"),
      AllOf(HasSubstr("<p>No bounds: too few waves.</p>"), Not(HasSubstr("Rambachan"))));
  EXPECT_THAT(report_with("SELECT 1"), Not(HasSubstr("If trends were not parallel")));
}

TEST(Trends, SpeakTheLanguageOfTheStudy) {
  const std::string said = report_with(
      std::string(checks) + "UPDATE run SET study_text = '[study]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"fr\"\n'");
  EXPECT_THAT(said, AllOf(HasSubstr("de plus de 1,2 fois la plus grande rupture observée avant (0,8000\u00a0euro)."),
                          HasSubstr("0,100 à 5,250"), Not(HasSubstr("stands"))));
}

}  // namespace
