#include <gmock/gmock.h>

#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::Folder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The section on balance of the run that went partly wrong, with this put into its database; "" where there is none.
std::string balance_with(const std::string& change) {
  const Folder folder;
  const auto database = clusia::test::results(folder, "sample");
  SQLite::Database(database.string(), SQLite::OPEN_READWRITE).exec(change);
  const std::string page = clusia::html_report(database);
  const auto begin = page.find("<section id=\"balance\"");
  return begin == std::string::npos ? "" : page.substr(begin, page.find("</section>", begin) - begin);
}

std::string diagnostic(const std::string& design, const std::string& name, const std::string& subject,
                       const std::string& value, const std::string& note = "NULL") {
  return "INSERT INTO diagnostic (design_id, name, subject, value, text) VALUES (" + design + ", '" + name + "', '" +
         subject + "', " + value + ", " + note + ");";
}

TEST(Balance, DrawsSizesWithoutSignLargestFirst) {
  const std::string section = balance_with(diagnostic("1", "standardised_difference_before", "land", "-0.9"));
  EXPECT_THAT(section, HasSubstr(R"("threshold":0.1,"rows":[{"row":"land","before":0.9,"after":null},)"
                                 R"({"row":"age","before":0.64,"after":0.012},)"
                                 R"({"row":"schooling","before":0.31,"after":0.0004}])"));
  EXPECT_THAT(section, HasSubstr("<td class=\"number\">\u22120.310</td>")) << "the table keeps the sign";
  EXPECT_THAT(section, HasSubstr("<td class=\"number\">&lt;0.001</td>")) << "0.0004";
}

TEST(Balance, CountsWhatLiesAboveTheThreshold) {
  EXPECT_THAT(
      balance_with("UPDATE diagnostic SET value = -0.25 WHERE id = 4"),
      AllOf(HasSubstr("In the data as they are, 2 of 2 covariates lie above 0.1. As the arms are compared, 1 of "
                      "2 covariates lies above 0.1: schooling."),
            HasSubstr("<tr class=\"attention\"><th scope=\"row\">schooling</th>")));
  EXPECT_THAT(balance_with("UPDATE diagnostic SET value = 0.1 WHERE id = 4"), HasSubstr("0 of 2 covariates lie above"));
  EXPECT_THAT(balance_with("DELETE FROM diagnostic WHERE id IN (2, 4)"),
              AllOf(HasSubstr("weighs nobody anew"), Not(HasSubstr("As the arms are compared"))));
}

TEST(Balance, OfAnExperimentIsThatOfItsArmsAsTheyWereDrawn) {
  const std::string section =
      balance_with("DELETE FROM diagnostic;" + diagnostic("1", "standardised_difference", "drawn: age", "0.02"));
  EXPECT_THAT(section, AllOf(HasSubstr(R"("before":null,"after":0.02)"), Not(HasSubstr("In the data as they are"))));
}

TEST(Balance, InACovariatesOwnUnitIsTabledAndNotDrawn) {
  const std::string section = balance_with(
      diagnostic("1", "standardised_difference_before", "income", "870", "'no spread to divide by: own unit'"));
  EXPECT_THAT(section, AllOf(Not(HasSubstr(R"("row":"income")")), HasSubstr("no spread to divide by"),
                             HasSubstr("2 of 2 covariates lie above")));
}

TEST(Balance, StandsOnceForDesignsThatTellTheSame) {
  const std::string twin =
      "INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (2, 'again', 'Second survey', 1, 9, "
      "'household');"
      "INSERT INTO design SELECT 9, comparator_id, 2, output_id, state, reason, summary, assumption, "
      "missing_rule, factor, weights FROM design WHERE id = 1;"
      "INSERT INTO diagnostic SELECT NULL, 9, name, subject, value, text FROM diagnostic;";
  const std::string joined = balance_with(twin), apart = balance_with(twin +
                                                                      "UPDATE diagnostic SET value = 0.2 "
                                                                      "WHERE design_id = 9 AND subject = 'age'");
  EXPECT_THAT(balance_with(twin + "UPDATE dataset SET title = 'Survey'"),
              HasSubstr("<h3>Difference in differences, Survey</h3>"))
      << "two datasets of one title";
  EXPECT_THAT(joined, HasSubstr("<h3>Difference in differences, Household survey and Second survey</h3>"));
  EXPECT_THAT(apart, AllOf(HasSubstr("<h3>Difference in differences, Household survey</h3>"),
                           HasSubstr("<h3>Difference in differences, Second survey</h3>")));
}

TEST(Balance, IsAbsentWhereNoneWasTold) {
  EXPECT_EQ(balance_with("DELETE FROM diagnostic"), "");
  EXPECT_EQ(balance_with("DELETE FROM diagnostic;" + diagnostic("1", "effective_sample_size", "treated", "85")), "");
}

}  // namespace
