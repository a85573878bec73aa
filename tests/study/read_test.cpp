// Studies that are right, and what is read from them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/plugins.hpp"
#include "study/studies.hpp"

namespace clusia {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string all(const std::vector<Problem>& problems) {
  std::string out;
  for (const auto& problem : problems) out += text_of(problem) + "\n";
  return out;
}

std::vector<std::string> texts(const std::vector<Named>& names) {
  std::vector<std::string> out;
  for (const auto& name : names) out.push_back(name.text);
  return out;
}

class Read : public ::testing::Test {
 protected:
  Study study(const std::string& toml) {
    auto checked = read_study(folder.write("study.toml", toml), testing::catalogue());
    if (const auto* problems = std::get_if<std::vector<Problem>>(&checked)) throw std::runtime_error(all(*problems));
    return std::get<Study>(std::move(checked));
  }
  testing::Folder folder;
};

const std::string smallest = R"([study]
id = "s"
title = "S"

[data.people.source]
plugin = "csv"
parameters.path = "data/employment.csv"

[[indicator]]
name = "income"
plugin = "total"
inputs.value = "income"
)";

TEST_F(Read, TheOutlineNeedsNoData) {
  const auto outline = [&](const std::string& toml) { return read_outline(folder.write("study.toml", toml)); };
  const auto of = outline("[study]\nid = \"s\"\ntitle = \"S\"\n");
  ASSERT_TRUE(std::holds_alternative<Study>(of)) << all(std::get<std::vector<Problem>>(of));
  EXPECT_EQ(std::get<Study>(of).title, "S");
  EXPECT_TRUE(std::holds_alternative<Study>(outline(smallest)));
  EXPECT_THAT(all(std::get<std::vector<Problem>>(outline("[studdy]\nid = \"s\"\n"))), ::testing::HasSubstr("'study'"));
}

TEST_F(Read, TheDocumentedStudy) {
  const Study s = study(testing::documented_study());
  EXPECT_EQ(s.text, testing::documented_study());
  EXPECT_EQ(s.id, "italy-districts");
  EXPECT_TRUE(s.population);
  EXPECT_EQ(s.confidence, 0.95);
  EXPECT_EQ(s.estimand, CLUSIA_ATT);
  EXPECT_EQ(s.seed, 1);
  EXPECT_TRUE(s.strict);
  EXPECT_TRUE(s.isolated);

  ASSERT_EQ(s.datasets.size(), 1U);
  const Dataset& data = s.datasets[0];
  EXPECT_EQ(data.name, "employment");
  EXPECT_EQ(data.title, "Employees in manufacturing");
  EXPECT_EQ(data.source.plugin, "csv");
  ASSERT_EQ(data.source.parameters.size(), 5U);
  EXPECT_EQ(data.source.parameters[0].text, (folder.path() / "data/employment.csv").string());
  EXPECT_EQ(data.source.parameters[1].text, "double");
  EXPECT_EQ(data.source.parameters[1].integer, 0);
  EXPECT_TRUE(data.source.parameters[1].is_default);
  EXPECT_THAT(data.source.parameters[3].texts, ElementsAre("", "NA"));
  EXPECT_FALSE(data.source.parameters[4].is_set);
  EXPECT_EQ(data.roles.wave->text, "year");
  EXPECT_EQ(data.roles.arm->text, "district");
  EXPECT_FALSE(data.roles.unit.has_value());
  EXPECT_THAT(texts(data.roles.treated), ElementsAre("inside"));
  EXPECT_THAT(texts(data.roles.comparison), ElementsAre("outside"));
  ASSERT_EQ(data.groups.size(), 1U);
  EXPECT_THAT(texts(data.groups[0]), ElementsAre("sector"));
  EXPECT_TRUE(data.overall);

  ASSERT_EQ(s.indicators.size(), 1U);
  EXPECT_EQ(s.indicators[0].dataset, "employment");
  EXPECT_EQ(s.indicators[0].title, "Employees");
  ASSERT_EQ(s.indicators[0].inputs.size(), 1U);
  EXPECT_THAT(texts(s.indicators[0].inputs[0]), ElementsAre("employees"));

  ASSERT_EQ(s.comparators.size(), 1U);
  EXPECT_THAT(s.comparators[0].datasets, ElementsAre("employment"));
  EXPECT_EQ(s.comparators[0].setup.parameters[0].text, "1991");
  EXPECT_FALSE(s.comparators[0].setup.parameters[0].is_default);

  ASSERT_EQ(s.expectations.size(), 3U);
  EXPECT_EQ(s.expectations[0].output, "total") << "the only one that the indicator has";
  EXPECT_EQ(s.expectations[0].group.at("sector"), "Food industry");
  EXPECT_EQ(s.expectations[0].value, -2.8);
  EXPECT_EQ(s.expectations[0].tolerance, 0.05);
  EXPECT_THAT(s.expectations[2].group, IsEmpty());
  EXPECT_GT(s.expectations[1].at.line, s.expectations[0].at.line);
}

TEST_F(Read, DefaultsOfTheSmallestStudy) {
  const Study s = study(smallest);
  EXPECT_EQ(s.question, "");
  EXPECT_FALSE(s.population);
  EXPECT_EQ(s.confidence, 0.95);
  EXPECT_EQ(s.estimand, CLUSIA_ATT);
  EXPECT_EQ(s.seed, 1);
  EXPECT_FALSE(s.strict);
  EXPECT_TRUE(s.isolated);
  EXPECT_EQ(s.datasets[0].title, "people");
  EXPECT_TRUE(s.datasets[0].overall);
  EXPECT_THAT(s.datasets[0].groups, IsEmpty());
  EXPECT_EQ(s.indicators[0].title, "income");
  EXPECT_EQ(s.indicators[0].reference, Reference::wave);
}

TEST_F(Read, PositionsOfWhatWasWritten) {
  const Study s = study(smallest);
  EXPECT_EQ(s.datasets[0].source.at.line, 6U);
  EXPECT_EQ(s.datasets[0].source.at.column, 10U);
  EXPECT_EQ(s.datasets[0].source.positions[0].line, 7U);
  EXPECT_EQ(s.datasets[0].source.positions[1].line, 6U) << "a default stands where the plugin is named";
  EXPECT_EQ(s.indicators[0].at.line, 9U);
  EXPECT_EQ(s.indicators[0].inputs[0][0].at.line, 12U);
  EXPECT_EQ(s.indicators[0].inputs[0][0].at.column, 16U);
}

TEST_F(Read, EverySetting) {
  const Study s = study(R"([study]
id = "s"
title = "S"
question = "Q?"
language = "fr"
confidence = 0.9
estimand = "ato"
seed = 42
[plugins]
isolation = "none"
[data.b]
groups = ["sector", ["sex", "sector"]]
overall = false
[data.b.source]
plugin = "csv"
[data.b.source.parameters]
path = "data/employment.csv"
quote = "single"
skip = 3
missing = []
rename = { old = "new", "two words" = "one" }
[data.a.source]
plugin = "csv"
parameters = { path = "./data/../data/employment.csv" }
[data.a.roles]
unit = "id"
wave = "year"
arm = "arm"
treated = [1, "x", true, 2001-02-03]
comparison = [0]
covariates = ["age", "size"]
[[indicator]]
name = "poor"
data = "a"
plugin = "poverty"
reference = "baseline"
inputs = { income = "inc" }
parameters = { percent = 1, strictly = false }
[[indicator]]
name = "deprived"
data = "b"
plugin = "deprivation"
inputs = { dimensions = ["school", "water"] }
parameters = { weights = [0.25, 1] }
[[comparator]]
name = "growth"
data = ["a"]
plugin = "growth_differential"
parameters = { before = 1991-05-06 }
)");
  EXPECT_EQ(s.question, "Q?");
  EXPECT_EQ(s.language, "fr");
  EXPECT_EQ(s.confidence, 0.9);
  EXPECT_EQ(s.estimand, CLUSIA_ATO);
  EXPECT_EQ(s.seed, 42);
  EXPECT_FALSE(s.isolated);
  ASSERT_EQ(s.datasets.size(), 2U);
  EXPECT_EQ(s.datasets[0].name, "b") << "in the order of the file";
  EXPECT_FALSE(s.datasets[0].overall);
  EXPECT_THAT(texts(s.datasets[0].groups.at(1)), ElementsAre("sex", "sector"));
  const Values& csv = s.datasets[0].source.parameters;
  EXPECT_EQ(csv[1].integer, 1);
  EXPECT_EQ(csv[2].integer, 3);
  EXPECT_TRUE(csv[3].is_set);
  EXPECT_THAT(csv[3].texts, IsEmpty());
  EXPECT_THAT(csv[4].keys, ElementsAre("old", "two words"));
  EXPECT_THAT(csv[4].texts, ElementsAre("new", "one"));
  EXPECT_EQ(s.datasets[1].source.parameters[0].text, (folder.path() / "data/employment.csv").string());
  EXPECT_THAT(texts(s.datasets[1].roles.treated), ElementsAre("1", "x", "true", "2001-02-03"));
  EXPECT_THAT(texts(s.datasets[1].roles.covariates), ElementsAre("age", "size"));
  EXPECT_EQ(s.indicators[0].reference, Reference::baseline);
  EXPECT_EQ(s.indicators[0].setup.parameters[0].number, 1.0);
  EXPECT_EQ(s.indicators[0].setup.parameters[1].integer, 0);
  EXPECT_THAT(texts(s.indicators[1].inputs[0]), ElementsAre("school", "water"));
  EXPECT_THAT(s.indicators[1].inputs[1], IsEmpty());
  EXPECT_THAT(s.indicators[1].setup.parameters[0].numbers, ElementsAre(0.25, 1.0));
  EXPECT_EQ(s.comparators[0].setup.parameters[0].text, "1991-05-06");
  EXPECT_EQ(s.comparators[0].setup.parameters[1].text, "last");
  EXPECT_TRUE(s.comparators[0].setup.parameters[1].is_default);
}

TEST_F(Read, AnOutputThatDependsOnParametersIsLeftToTheRun) {
  const Study s = study(smallest + R"([[indicator]]
name = "curve"
plugin = "quantiles"
inputs.value = "income"
[data.people.roles]
wave = "year"
arm = "arm"
treated = [1]
comparison = [0]
[[comparator]]
name = "growth"
plugin = "growth_differential"
parameters.before = "a"
[[expect]]
source = "S"
indicator = "curve"
output = "q10"
comparator = "growth"
contrast = "growth"
tolerance = 0
values = [{ value = 1 }]
)");
  EXPECT_EQ(s.expectations.at(0).output, "q10");
}

}  // namespace
}  // namespace clusia
