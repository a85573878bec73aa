// A further wave in the data: the result gives way, what of earlier waves was revised is said, and levels have limits.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

using testing::HasSubstr;

constexpr const char* study = R"toml(
[study]
id = "watched"
title = "Watched"
[data.d]
source = { plugin = "csv", parameters = { path = "d.csv" } }
roles = { unit = "unit", wave = "year" }
[[indicator]]
name = "income"
data = "d"
plugin = "mean"
inputs = { value = "y" }
)toml";
const std::string two_waves = "unit,year,y\na,2021,1\nb,2021,2\nc,2021,4\na,2022,2\nb,2022,2\nc,2022,5\n";

struct Watched {
  explicit Watched(const std::string& rows) {
    write(folder / "study.toml", study);
    data(rows);
    clusia_well({"run", (folder / "study.toml").string(), "--out", out()});
  }
  void data(const std::string& rows) const { write(folder / "d.csv", rows); }
  std::string out() const { return (folder / "r").string(); }
  Said append(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"run", (folder / "study.toml").string(), "--out", out(), "--append"};
    all.insert(all.end(), more.begin(), more.end());
    return clusia(all);
  }
  Folder folder;
};

TEST(Append, AFurtherWaveIsWatchedAndRevisionsAreTold) {
  const Watched of(two_waves);
  of.data("unit,year,y\na,2021,1\nb,2021,2\nc,2021,7\na,2022,2\nb,2022,2\nc,2022,5\na,2023,90\nb,2023,91\nc,2023,92\n");
  const Said said = of.append();
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("new: '2023'; 1 figure of earlier waves is no longer what it was"));
  const auto revisions = csv(of.folder / "r/revisions.csv");
  ASSERT_EQ(revisions.size(), 1U);
  EXPECT_EQ(revisions[0].at("wave_after"), "2021");
  EXPECT_NEAR(std::stod(revisions[0].at("change")), 1, 1e-12);
  const auto watched = csv(of.folder / "r/monitor.csv");
  ASSERT_EQ(watched.size(), 3U);
  EXPECT_EQ(watched[0].at("signal"), "reference");
  EXPECT_THAT(watched[2].at("signal"), HasSubstr("action"));
  EXPECT_EQ(Results(of.folder / "r/earlier.sqlite").one("SELECT count(DISTINCT wave) FROM cell"), "2");
  EXPECT_EQ(Results(of.folder / "r/results.sqlite").one("SELECT count(DISTINCT wave) FROM cell"), "3");
}

TEST(Append, TheMonitorSaysTheSameToPrograms) {
  const Watched of(two_waves + "a,2023,90\nb,2023,91\nc,2023,\n");
  const std::string out = (of.folder / "m").string();
  const Said said = clusia_well({"monitor", (of.folder / "r/results.sqlite").string(), "--out", out, "--json"});
  const auto told = nlohmann::json::parse(said.out);
  EXPECT_EQ(told.at("title"), "Watched");
  ASSERT_EQ(told.at("figures").size(), 1U);
  const auto& figure = told["figures"][0];
  const auto rows = csv(of.folder / "m/monitor.csv");
  ASSERT_EQ(rows.size(), figure.at("points").size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const auto& point = figure["points"][k];
    for (const char* text : {"wave", "signal"}) EXPECT_EQ(point.at(text), rows[k].at(text)) << k;
    for (const char* number : {"estimate", "std_error", "warning_low", "action_high"}) {
      const std::string& written = rows[k].at(number);
      if (written.empty())
        EXPECT_TRUE(point.at(number).is_null()) << number << ", " << k;
      else
        EXPECT_EQ(point.at(number).get<double>(), std::stod(written)) << number << ", " << k;
    }
    EXPECT_EQ(figure.at("centre").get<double>(), std::stod(rows[k].at("centre")));
  }
}

TEST(Append, WhatIsRefusedLeavesTheResultAsItWas) {
  const Watched of(two_waves);
  const auto before = read(of.folder / "r/results.sqlite");
  of.data("unit,year\na,2021\n");  // no column y
  EXPECT_EQ(of.append().status, 2);
  EXPECT_EQ(of.append({"--resume"}).status, 2);
  write(of.folder / "study.toml", std::string(study).replace(std::string(study).find("watched"), 7, "another"));
  EXPECT_THAT(of.append().err, HasSubstr("the result is of the study 'watched', not of 'another'"));
  EXPECT_EQ(read(of.folder / "r/results.sqlite"), before);
  EXPECT_FALSE(fs::exists(of.folder / "r/earlier.sqlite"));
  EXPECT_FALSE(fs::exists(of.folder / "r/appending.sqlite"));
  fs::remove_all(of.folder / "r");
  EXPECT_THAT(of.append().err, HasSubstr("there is no result to append to"));
}

}  // namespace
}  // namespace clusia::test
