// clusia plan --simulate: what is known beforehand of a simulated study has to come out of it.
#include "planning/simulation.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "report/browser.hpp"
#include "studies/csv.hpp"

namespace clusia::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string head =
    "[study]\nid = \"s\"\ntitle = \"S\"\nseed = 11\n[plugins]\nisolation = \"none\"\n"
    "[plan]\n[[plan.outcome]]\nname = \"y\"\nkind = \"mean\"\nsd = 2\neffect = 1\n";
const std::string two_arms = "arm = \"arm\"\ntreated = [\"yes\"]\ncomparison = [\"no\"]\n";
const std::string indicators =
    "[[indicator]]\nname = \"y\"\nplugin = \"mean\"\ninputs = { value = \"y\" }\n"
    "[[indicator]]\nname = \"z\"\nplugin = \"share\"\ninputs = { holds = \"z\" }\n";
const std::string did = "[[comparator]]\nname = \"did\"\nplugin = \"did\"\nparameters = { before = 1, after = 2 }\n";
const std::string effect = "[[plan.simulate.effect]]\ncolumn = \"y\"\nadd = 0.8\n";

/// A study of these parts in a folder of its own.
class Simulated : public testing::Test {
 protected:
  /// `simulate`: keys of the section, then effects.
  void study(const std::string& simulate, const std::string& roles, const std::string& comparators) {
    write(folder / "study.toml", head + "[plan.simulate]\n" + simulate +
                                     "[data.d]\nsource = { plugin = \"csv\", parameters = { path = \"d.csv\" } }\n"
                                     "[data.d.roles]\nunit = \"unit\"\nwave = \"wave\"\n" +
                                     roles + indicators + comparators);
  }
  /// Villages of six; treated ones are poorer by one. `later`: the second wave is there, with these outcomes.
  void data(int villages, double between, const std::string& later = "") {
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal;
    std::string text = "unit,wave,arm,village,kind,y,z\n";
    for (int v = 0; v < villages; ++v) {
      const double level = 10 - v % 2 + between * normal(random);
      for (int i = 0; i < 6; ++i) {
        const std::string who = std::to_string(6 * v + i),
                          of = (v % 2 == 1 ? ",yes," : ",no,") + std::to_string(v) + (i % 3 == 0 ? ",a," : ",b,");
        const double y = level + 2 * normal(random);
        text += who + ",1" + of + std::to_string(y) + (y < 9 ? ",1\n" : ",0\n");
        if (!later.empty()) text += who + ",2" + of + later + "\n";
      }
    }
    write(folder / "d.csv", text);
  }
  Said simulate(std::vector<std::string> more = {"--json"}) const {
    std::vector<std::string> all{"plan", "study.toml", "--simulate", "--out", "out"};
    all.insert(all.end(), more.begin(), more.end());
    return clusia(all, {.in = folder.path(), .environment = {}});
  }
  json found() const {
    const Said said = simulate();
    EXPECT_EQ(said.status, 0) << said.err;
    return said.status == 0 ? json::parse(said.out).at("simulation") : json{};
  }
  static json of(const json& simulation, const std::string& indicator, const std::string& comparator,
                 const std::string& group = "all") {
    for (const json& effect : simulation.at("effects"))
      if (effect.at("indicator") == indicator && effect.at("comparator") == comparator && effect.at("group") == group)
        return effect;
    throw std::runtime_error("nothing of " + indicator + " under " + comparator);
  }
  double mean_of_arm(const std::string& arm) const {
    double sum = 0, n = 0;
    for (const auto& row : csv(folder / "d.csv"))
      if (row.at("wave") == "1" && row.at("arm") == arm) sum += std::stod(row.at("y")), ++n;
    return sum / n;
  }
  double variance_of_arm(const std::string& arm) const {
    double sum = 0, n = 0;
    for (const auto& row : csv(folder / "d.csv"))
      if (row.at("wave") == "1" && row.at("arm") == arm)
        sum += std::pow(std::stod(row.at("y")) - mean_of_arm(arm), 2), ++n;
    return sum / (n - 1);
  }
  Folder folder;
};

/// Within so many standard errors of the simulation.
void expect_near(const json& figure, double value, double errors = 3.5) {
  EXPECT_NEAR(figure.at("value").get<double>(), value, errors * figure.at("error").get<double>() + 1e-12);
}
/// The same of a share, whose error is known where the value is right.
void expect_share(const json& figure, double p, double studies, double slack = 0) {
  EXPECT_NEAR(figure.at("value").get<double>(), p, 3.5 * std::sqrt(p * (1 - p) / studies) + slack);
}

/// Trends are parallel, units are drawn one by one: unbiased, with the intervals and the power that are promised.
TEST_F(Simulated, WhatHoldsByTheoryHolds) {
  data(20, 0);
  study("to_come = 2\nrepetitions = 1000\ncorrelation = 0.6\n" + effect, two_arms, did);
  const json y = of(found(), "y", "did");
  EXPECT_NEAR(y.at("truth").get<double>(), 0.8, 1e-9);
  expect_near(y.at("bias"), 0);
  expect_share(y.at("coverage"), 0.95, 1000);
  expect_share(y.at("size"), 0.05, 1000);
  expect_share(y.at("power"), y.at("formula"), 1000);
  EXPECT_NEAR(y.at("std_error").get<double>() / y.at("sd").at("value").get<double>(), 1, 3.5 / std::sqrt(2000));
  EXPECT_EQ(y.at("tested"), 1000);
}

/// Whole villages are treated, and keep of their level what the study says. The variance of a change of means over m of
/// n people is 2 s2 / n (1 + (m-1) icc) (1 - r), with r as in Teerenstra et al. 2012, table 1, and s2 from the data.
TEST_F(Simulated, ClustersHangTogetherAsTheFormulaHasIt) {
  data(40, 0.8);
  for (const double own : {0.3, 0.85}) {
    const double village = 0.9, icc = 0.15, kish = 1 + 5 * icc, r = (own + 5 * icc * village) / kish;
    study("to_come = 2\nrepetitions = 800\ncluster_correlation = 0.9\nicc = 0.15\ncorrelation = " +
              std::to_string(own) + "\n" + effect,
          two_arms + "psu = \"village\"\n", did);
    const json y = of(found(), "y", "did");
    expect_near(y.at("sd"), std::sqrt(2 * (variance_of_arm("yes") + variance_of_arm("no")) / 120 * kish * (1 - r)));
    expect_near(y.at("bias"), 0);
    expect_share(y.at("coverage"), 0.95, 800, 0.01);
    expect_share(y.at("power"), y.at("formula"), 800, 0.02);
  }
}

/// A mean over n people in villages of 6 varies by s2 / n (1 + 5 icc): Kish 1965, chapter 5.
TEST_F(Simulated, TheIntraclassCorrelationIsTheOneAskedFor) {
  data(40, 0.8);
  const std::string ww = "[[comparator]]\nname = \"ww\"\nplugin = \"with_without\"\nparameters = { wave = 2 }\n";
  study("to_come = 2\nrepetitions = 1000\ncluster_correlation = 0.9\nicc = 0.1\n" + effect,
        two_arms + "psu = \"village\"\n", ww);
  const double simple = (variance_of_arm("yes") + variance_of_arm("no")) / 120;
  expect_near(of(found(), "y", "ww").at("sd"), std::sqrt(simple * (1 + 5 * 0.1)));
}

/// With and without compares arms that were apart before; a trend of one arm is taken for an effect.
TEST_F(Simulated, BiasIsWhatWasPutIn) {
  data(20, 0);
  const std::string ww = "[[comparator]]\nname = \"ww\"\nplugin = \"with_without\"\nparameters = { wave = 2 }\n";
  const std::string ba =
      "[[comparator]]\nname = \"ba\"\nplugin = \"before_after\"\nparameters = { before = 1, after = 2 }\n";
  study("to_come = 2\nrepetitions = 200\n" + effect, two_arms, did + ww);
  expect_near(of(found(), "y", "ww").at("bias"), mean_of_arm("yes") - mean_of_arm("no"));
  study("to_come = 2\nrepetitions = 200\n" + effect +
            "[[plan.simulate.trend]]\ncolumn = \"y\"\nadd = 0.5\narm = \"comparison\"\n",
        two_arms, did + ba);
  const json broken = found();
  expect_near(of(broken, "y", "did").at("bias"), -0.5);
  EXPECT_NEAR(of(broken, "y", "did").at("truth").get<double>(), 0.8, 1e-9);
  study("to_come = 2\nrepetitions = 200\n" + effect + "[[plan.simulate.trend]]\ncolumn = \"y\"\nadd = 0.5\n", two_arms,
        did + ba);
  const json common = found();
  expect_near(of(common, "y", "did").at("bias"), 0);
  expect_near(of(common, "y", "ba").at("bias"), 0.5);
}

/// Weights say how often somebody's outcome is drawn, strata among whom: what is between them varies in no sample.
TEST_F(Simulated, WeightsAndStrataAreTheStudys) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  std::string text = "unit,wave,arm,stratum,weight,y,z\n";
  std::map<std::string, std::array<double, 2>> sums;
  for (int i = 0; i < 120; ++i) {
    const std::string arm = i % 2 == 0 ? "yes" : "no", stratum = i % 4 < 2 ? "hill" : "town";
    const double weight = 1 + i % 3 * (arm == "yes" ? 2 : 1),
                 y = (stratum == "hill" ? 0 : 50) + weight + normal(random);
    text += std::to_string(i) + ",1," + arm + "," + stratum + "," + std::to_string(weight) + "," + std::to_string(y) +
            ",0\n";
    sums[arm][0] += weight * y, sums[arm][1] += weight;
  }
  write(folder / "d.csv", text);
  study("to_come = 2\nrepetitions = 300\n" + effect, two_arms + "weight = \"weight\"\nstratum = \"stratum\"\n",
        "[[comparator]]\nname = \"ww\"\nplugin = \"with_without\"\nparameters = { wave = 2 }\n");
  const json y = of(found(), "y", "ww");
  const auto mean = [&](const char* arm) { return sums.at(arm)[0] / sums.at(arm)[1]; };
  expect_near(y.at("bias"), mean("yes") - mean("no"));
  EXPECT_LT(y.at("sd").at("value").get<double>(), 1) << "strata are apart by 50";
}

TEST_F(Simulated, PointsOfAShareAndGroups) {
  data(20, 0);
  study(
      "to_come = 2\nrepetitions = 300\ngroups = true\n[[plan.simulate.effect]]\ncolumn = \"z\"\npoints = -0.2\n"
      "group = { kind = \"b\" }\n",
      two_arms, did);
  write(folder / "study.toml",
        replaced(read(folder / "study.toml"), "[data.d.roles]", "groups = [\"kind\"]\n[data.d.roles]"));
  const json all = found();
  for (const auto& [group, truth] : {std::pair("a", 0.0), {"b", -0.2}, {"all", -0.2 * 4 / 6}}) {
    const json z = of(all, "z", "did", group);
    EXPECT_NEAR(z.at("truth").get<double>(), truth, 0.015) << group;  // lots decide who of them changes
    expect_near(z.at("bias"), 0);
  }
}

/// Only rows of the first wave that the programme had not reached are looked at.
TEST_F(Simulated, OutcomesFromAfterTheProgrammeMoveNothing) {
  study("repetitions = 20\n" + effect, two_arms + "psu = \"village\"\n", did);
  data(12, 0.5, "12.25,1");
  const std::string first = simulate().out;
  EXPECT_THAT(first, HasSubstr("\"power\""));
  data(12, 0.5, "-700.5,0");
  EXPECT_EQ(simulate().out, first);
  data(12, 0.5, ",");
  EXPECT_EQ(simulate().out, first);
}

/// One round, after the programme: the treated have no outcome of before, so they draw from the comparison arm.
TEST_F(Simulated, OneRoundAfterwardsShowsNoEffectThatIsReal) {
  const std::string ww = "[[comparator]]\nname = \"ww\"\nplugin = \"with_without\"\n";
  data(12, 0);
  study("repetitions = 200\n" + effect, two_arms, ww);
  const std::string first = simulate().out;
  const json y = of(json::parse(first).at("simulation"), "y", "ww");
  expect_near(y.at("bias"), 0);
  expect_share(y.at("power"), y.at("formula"), 200);
  std::string text = "unit,wave,arm,village,kind,y,z\n";
  for (const auto& row : csv(folder / "d.csv"))
    text += row.at("unit") + ",1," + row.at("arm") + "," + row.at("village") + "," + row.at("kind") + "," +
            (row.at("arm") == "yes" ? "900.5" : row.at("y")) + "," + row.at("z") + "\n";
  write(folder / "d.csv", text);
  EXPECT_EQ(simulate().out, first);
}

/// The treated move the line, under which more of the comparison fall then. That is no effect on the treated: what it
/// is is the change of their own rate, which before and after tells for that arm alone.
TEST_F(Simulated, TheTruthOfARelativeRateIsThatOfTheTreated) {
  data(20, 0);
  const std::string ba =
      "[[comparator]]\nname = \"ba\"\nplugin = \"before_after\"\nparameters = { before = 1, after = 2 }\n";
  const std::string rate =
      "[[indicator]]\nname = \"rate\"\nplugin = \"arpr\"\ninputs = { income = \"y\" }\nparameters = { percent = 0.9 "
      "}\n";
  study("to_come = 2\nrepetitions = 60\ngroups = true\n[[plan.simulate.effect]]\ncolumn = \"y\"\nmultiply = 1.3\n",
        two_arms, rate + did + ba);
  write(folder / "study.toml",
        replaced(read(folder / "study.toml"), "[data.d.roles]", "groups = [\"arm\"]\n[data.d.roles]"));
  const json all = found();
  const json both = of(all, "rate", "did"), treated = of(all, "rate", "ba", "yes");
  EXPECT_LT(both.at("truth").get<double>(), -0.05);
  EXPECT_NEAR(both.at("truth").get<double>(), treated.at("truth").get<double>(), 1e-12);
  EXPECT_LT(both.at("bias").at("value").get<double>(), -5 * both.at("bias").at("error").get<double>());
}

/// Cohorts: each is treated from its own wave on, and only first waves are looked at.
TEST_F(Simulated, CohortsAreTreatedFromTheirWaveOn) {
  const std::string staggered = "[[comparator]]\nname = \"st\"\nplugin = \"staggered\"\n";
  const auto written = [&](const std::string& later) {
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal(10, 2);
    std::string text = "unit,wave,cohort,y,z\n";
    for (int i = 0; i < 90; ++i) {
      const std::string cohort = i % 3 == 0 ? "0" : i % 3 == 1 ? "2" : "3";
      text += std::to_string(i) + ",1," + cohort + "," + std::to_string(normal(random)) + ",0\n";
      for (const char* wave : {",2,", ",3,"}) text += std::to_string(i) + wave + cohort + "," + later + "\n";
    }
    write(folder / "d.csv", text);
  };
  study("repetitions = 60\n" + effect, "cohort = \"cohort\"\n", staggered);
  written("3.5,1");
  const std::string first = simulate().out;
  const json simulation = json::parse(first).at("simulation");
  for (const json& e : simulation.at("effects")) {
    EXPECT_NEAR(e.at("truth").get<double>(), 0.8, 1e-9) << e.at("contrast");
    expect_near(e.at("bias"), 0);
  }
  EXPECT_GE(simulation.at("effects").size(), 5U);
  written("-900.5,0");
  EXPECT_EQ(simulate().out, first);
}

/// What is made of outcomes from before is made of each study's own.
TEST_F(Simulated, DesignsOfBaselinesAreMadeAnew) {
  const std::string sc =
      "[[comparator]]\nname = \"sc\"\nplugin = \"synthetic_control\"\nparameters = { before = 3, rank = \"after\" }\n";
  std::mt19937_64 random(9);
  std::normal_distribution<double> normal;
  std::string text = "unit,wave,arm,village,y,z\n";
  for (int v = 0; v < 20; ++v) {
    const double level = 10 + normal(random);
    for (int i = 0; i < 4; ++i)
      for (int wave = 1; wave < 5; ++wave)
        text += std::to_string(4 * v + i) + "," + std::to_string(wave) + (v == 0 ? ",yes," : ",no,") +
                std::to_string(v) + "," + std::to_string(level + normal(random)) + ",0\n";
  }
  write(folder / "d.csv", text);
  study(
      "treated_from = 4\nrepetitions = 12\ncluster_correlation = 0.9\n[[plan.simulate.effect]]\ncolumn = \"y\"\nadd = "
      "30\n",
      two_arms + "psu = \"village\"\ncluster = \"village\"\n", sc);
  const json y = of(found(), "y", "sc");
  EXPECT_NEAR(y.at("truth").get<double>(), 30, 1e-9);
  EXPECT_EQ(y.at("no_formula"), "the design is made anew in each study");
  EXPECT_GT(y.at("sd").at("value").get<double>(), 0);
  EXPECT_EQ(y.at("power").at("value"), 1) << "by its rank among 20, p is 0.05";
  EXPECT_TRUE(y.at("coverage").is_null()) << "placebos give no interval";
}

/// Few who are alike vary less than people do, and an intraclass correlation needs PSUs that differ: this is said.
TEST_F(Simulated, WhatCannotBeHadIsSaid) {
  data(12, 0.5);
  study("to_come = 2\nrepetitions = 4\nicc = 0.9\nlike = [\"kind\", \"village\"]\n" + effect,
        two_arms + "psu = \"village\"\ncovariates = [\"kind\"]\n", did);
  const std::string said = simulate({}).out;
  EXPECT_THAT(said, HasSubstr("note      data d: 144 rows with fewer than five alike in the first wave"));
  EXPECT_THAT(said, HasSubstr("note      indicator y: PSUs of the data differ too little for that"));
}

/// What is planted changes no design and no draw: where nothing is planted all is as it was.
TEST_F(Simulated, PlantingChangesNothingElse) {
  data(12, 0.5);
  const auto with = [&](const std::string& size) {
    study("to_come = 2\nrepetitions = 40\n[[plan.simulate.effect]]\ncolumn = \"y\"\nadd = " + size + "\n",
          two_arms + "psu = \"village\"\n", did);
    return of(found(), "y", "did");
  };
  const json small = with("0.5"), large = with("5");
  EXPECT_EQ(small.at("size"), large.at("size"));
  EXPECT_NEAR(small.at("bias").at("value").get<double>(), large.at("bias").at("value").get<double>(), 1e-9);
  EXPECT_NEAR(small.at("sd").at("value").get<double>(), large.at("sd").at("value").get<double>(), 1e-9);
  EXPECT_GT(large.at("power").at("value").get<double>(), small.at("power").at("value").get<double>());
}

TEST_F(Simulated, TheSameForAnyNumberOfThreads) {
  data(12, 0.5);
  study("to_come = 2\nrepetitions = 40\n" + effect, two_arms + "psu = \"village\"\n", did);
  const std::string one = simulate({"--json", "--threads", "1"}).out, table = read(folder / "out/simulation.csv");
  EXPECT_THAT(table, HasSubstr("\r\nd,y,mean,did,effect,all,0."));
  for (const char* threads : {"2", "5"}) {
    EXPECT_EQ(simulate({"--json", "--threads", threads}).out, one);
    EXPECT_EQ(read(folder / "out/simulation.csv"), table);
  }
}

TEST_F(Simulated, WrongKeysAreRefused) {
  data(12, 0.5);
  const auto said_of = [&](const std::string& simulate_keys) {
    study(simulate_keys, two_arms, did);
    const Said said = simulate();
    EXPECT_EQ(said.status, 2) << simulate_keys << said.out;
    EXPECT_FALSE(fs::exists(folder / "out"));
    return said.err;
  };
  const std::string e = "[[plan.simulate.effect]]\n";
  for (const auto& [keys, words] : std::vector<std::pair<std::string, std::string>>{
           {"repetition = 5\nto_come = 2\n" + effect,
            "14:1: unknown key 'repetition' in [plan.simulate]: write 'repetitions'"},
           {"repetitions = 1\nto_come = 2\n" + effect, "14:15: 'repetitions' is 1: it must be between 2 and 10000"},
           {"cluster_correlation = 0.2\nto_come = 2\n" + effect,
            "14:23: 'cluster_correlation' is less than 'correlation'"},
           {"icc = 2\nto_come = 2\n" + effect, "14:7: 'icc' is 2"},
           {"like = [\"kinds\"]\nto_come = 2\n" + effect, "14:9: 'kinds' is no role, covariate or group of the data"},
           {"to_come = 2\ntreated_from = 7\n" + effect, "15:16: '7' is no wave of data 'd'"},
           {"to_come = 2\ntreated_from = 1\n" + effect, "15:16: '1' is the first wave, and outcomes come from it"},
           {"to_come = 2\n", "13:1: 'effect' is missing in [plan.simulate]"},
           {"to_come = 2\n" + e + "column = \"yy\"\nadd = 1\n",
            "16:10: no indicator of data 'd' reads column 'yy': the columns that are read are 'y', 'z'"},
           {"to_come = 2\n" + e + "column = \"y\"\n", "15:1: [[plan.simulate.effect]] does not say how large it is"},
           {"to_come = 2\n" + e + "column = \"y\"\nadd = 1\nmultiply = 2\n",
            "15:1: [[plan.simulate.effect]] is said twice"},
           {"to_come = 2\n" + e + "column = \"y\"\nadd = 0\n", "17:7: 'add' changes nothing"},
           {"to_come = 2\n" + e + "column = \"y\"\npoints = 0.1\n",
            "16:10: column 'y' holds other values than 0 and 1"},
           {"to_come = 2\n" + e + "column = \"z\"\npoints = 0.9\n",
            "15:1: the share with 1 in column 'z' would leave 0 to 1"},
           {"to_come = 2\n" + e + "column = \"y\"\nadd = 1\ngroup = { arms = \"yes\" }\n",
            "18:11: 'arms' is no role, covariate or group of data 'd': write 'arm'"},
           {"to_come = 2\n" + e + "column = \"y\"\nadd = 1\ngroup = { arm = \"maybe\" }\n",
            "15:1: 'maybe' is no level of column 'arm'"},
           {"to_come = 2\n" + e + "column = \"y\"\nadd = 1\ngroup = { arm = \"no\" }\n",
            "15:1: what is planted in column 'y' reaches nobody"},
           {"to_come = 2\n" + effect + "[[plan.simulate.trend]]\ncolumn = \"y\"\nadd = 1\narm = \"both\"\n",
            "21:7: 'arm' is the text \"both\""}})
    EXPECT_THAT(said_of(keys), HasSubstr("study.toml:" + words)) << keys;
}

TEST_F(Simulated, AStudyWithoutThePartIsToldSo) {
  data(12, 0.5);
  study(effect, two_arms, did);
  std::string text = read(folder / "study.toml");
  const auto from = text.find("[plan.simulate]");
  write(folder / "study.toml", text.erase(from, text.find("[data.d]") - from));
  EXPECT_EQ(simulate().err, "study.toml: the study has no [plan.simulate]: add one (docs/planning.md)\n");
}

/// Of outputs that cannot be computed: counted and said.
TEST_F(Simulated, FailuresAreCounted) {
  data(2, 0);
  study("to_come = 2\nrepetitions = 10\n" + effect, two_arms + "psu = \"village\"\n", did);
  const json y = of(found(), "y", "did");
  EXPECT_EQ(y.at("estimated"), 10);
  EXPECT_EQ(y.at("tested"), 0);
  EXPECT_TRUE(y.at("coverage").is_null());
  EXPECT_THAT(simulate({}).out, HasSubstr("no estimate or test in 10 of 10: no standard error"));
}

TEST_F(Simulated, DrawsItsCharts) {
  if (!browser_works()) GTEST_SKIP() << no_browser;
  data(12, 0.5);
  study("to_come = 2\nrepetitions = 10\n" + effect, two_arms, did);
  simulate();
  expect_drawn(folder / "out/plan.html", folder.path(), 2);
}

TEST(CharacteristicsOf, FourStudiesByHand) {
  using planning::Trial;
  std::vector<Trial> trials(4);
  const double planted[] = {1, 3, 2, 6};
  for (std::size_t k = 0; k < 4; ++k) {
    Trial& t = trials[k];
    t.planted = planted[k], t.nothing = planted[k] - 2, t.truth = 2;
    t.std_error = 1, t.low = planted[k] - 2, t.high = planted[k] + 2;
    t.found = *t.low > 0 ? 1 : 0;
    t.found_nothing = k == 0 ? -1 : 0;
  }
  trials.push_back({});
  trials.back().reason = "too few";
  const planning::Characteristics c = planning::characteristics_of(trials, 0);
  EXPECT_EQ(c.studies, 5);
  EXPECT_EQ(c.estimated, 4);
  EXPECT_EQ(c.tested, 4);
  EXPECT_DOUBLE_EQ(c.bias->value, 1);
  EXPECT_DOUBLE_EQ(c.sd->value, std::sqrt(14.0 / 3));
  EXPECT_DOUBLE_EQ(c.bias->error, std::sqrt(14.0 / 3) / 2);
  EXPECT_DOUBLE_EQ(c.coverage->value, 0.75);
  EXPECT_DOUBLE_EQ(c.power->value, 0.5);
  EXPECT_DOUBLE_EQ(c.size->value, 0.25);
  EXPECT_EQ(c.reasons.at("too few"), 1);
}

}  // namespace
}  // namespace clusia::test
