// Draws: against R's sampling (oracles/planning/draw.R), and what must hold of each.
#include "planning/draw.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include "studies/csv.hpp"

namespace clusia::planning {
namespace {

struct Case {
  std::vector<double> size, probability;
  std::vector<bool> chosen;
  std::int64_t n = 0;
  double u = 0;
};

std::map<int, Case> cases() {
  std::map<int, Case> all;
  for (const auto& row : test::csv(std::filesystem::path(CLUSIA_SOURCE_DIR) / "tests/oracles/planning/draw.csv")) {
    Case& c = all[std::stoi(row.at("case"))];
    c.size.push_back(std::stod(row.at("size")));
    c.probability.push_back(std::stod(row.at("probability")));
    c.chosen.push_back(row.at("chosen") == "1");
    c.n = std::stoll(row.at("n"));
    c.u = std::stod(row.at("u"));
  }
  return all;
}

TEST(Draw, oracle_InclusionProbabilitiesAsR) {
  ASSERT_EQ(cases().size(), 12U);
  for (const auto& [which, c] : cases()) {
    const auto ours = inclusion_probabilities(c.size, c.n);
    ASSERT_EQ(ours.size(), c.probability.size());
    for (std::size_t k = 0; k < ours.size(); ++k) EXPECT_NEAR(ours[k] / c.probability[k], 1, 1e-8) << which;
    EXPECT_NEAR(std::accumulate(ours.begin(), ours.end(), 0.0), static_cast<double>(c.n), 1e-9);
  }
}

TEST(Draw, oracle_SystematicSamplesAsR) {
  for (const auto& [which, c] : cases()) EXPECT_EQ(systematic(c.probability, c.u), c.chosen) << which;
}

std::vector<Listed> villages() {
  std::vector<Listed> list;
  for (const double size : {12.0, 300.0, 45.0, 7.0, 88.0, 60.0, 150.0, 21.0, 33.0, 90.0})
    list.push_back({"v" + std::to_string(list.size()), size});
  return list;
}

const Method methods[] = {Method::simple, Method::systematic, Method::pps_systematic, Method::pps_pivotal};

/// Over many seeds each unit comes as often as its probability says; the sample has its size in each.
TEST(Draw, FrequenciesAreTheProbabilities) {
  constexpr int seeds = 8000;
  const auto list = villages();
  for (const Method method : methods) {
    std::vector<double> drawn(list.size(), 0), probability(list.size(), 0);
    for (int seed = 0; seed < seeds; ++seed) {
      const auto sample = draw(list, 4, 0, method, seed, "all");
      ASSERT_EQ(sample.size(), 4U);
      for (const Drawn& one : sample) drawn[one.place] += 1, probability[one.place] = one.probability;
    }
    EXPECT_NEAR(std::accumulate(probability.begin(), probability.end(), 0.0), 4, 1e-9);
    for (std::size_t k = 0; k < list.size(); ++k)
      EXPECT_NEAR(drawn[k] / seeds, probability[k], 4.5 * std::sqrt(probability[k] * (1 - probability[k]) / seeds))
          << static_cast<int>(method) << " " << list[k].id;
    const bool by_size = method == Method::pps_systematic || method == Method::pps_pivotal;
    EXPECT_EQ(probability[1] == 1, by_size);  // the largest is certain
  }
}

std::vector<std::string> ids(const std::vector<Listed>& list, const std::vector<Drawn>& sample) {
  std::vector<std::string> out;
  for (const Drawn& one : sample) out.push_back(list[one.place].id + (one.reserve ? " reserve" : ""));
  return out;
}

TEST(Draw, TheOrderOfTheListChangesNothing) {
  auto list = villages();
  std::mt19937_64 random(5);
  for (const Method method : methods) {
    const auto first = ids(list, draw(list, 4, 2, method, 17, "north"));
    std::shuffle(list.begin(), list.end(), random);
    EXPECT_EQ(ids(list, draw(list, 4, 2, method, 17, "north")), first);
    EXPECT_NE(ids(list, draw(list, 4, 2, method, 18, "north")), first);
    EXPECT_NE(ids(list, draw(list, 4, 2, method, 17, "south")), first);
  }
}

TEST(Draw, ReservesComeAfterTheSampleAndNobodyComesTwice) {
  const auto list = villages();
  for (const Method method : methods) {
    const auto sample = draw(list, 4, 3, method, 1, "");
    ASSERT_EQ(sample.size(), 7U);
    std::set<std::size_t> places;
    for (std::size_t k = 0; k < sample.size(); ++k) {
      EXPECT_EQ(sample[k].reserve, k >= 4);
      EXPECT_GT(sample[k].probability, 0);
      places.insert(sample[k].place);
    }
    EXPECT_EQ(places.size(), 7U);
    EXPECT_EQ(draw(list, 4, 30, method, 1, "").size(), list.size());
    EXPECT_EQ(draw(list, 10, 5, method, 1, "").size(), list.size());
    EXPECT_TRUE(draw(list, 0, 0, method, 1, "").empty());
  }
}

/// In the order of visit every unit of the sample is as often first as any other: what is done of a list is itself by
/// lot.
TEST(Draw, TheFirstToVisitIsByLot) {
  const auto list = villages();
  std::vector<double> first(list.size(), 0);
  constexpr int seeds = 8000;
  for (int seed = 0; seed < seeds; ++seed) first[draw(list, 4, 0, Method::simple, seed, "")[0].place] += 1;
  for (const double count : first) EXPECT_NEAR(count / seeds, 0.1, 4.5 * std::sqrt(0.09 / seeds));
}

}  // namespace
}  // namespace clusia::planning
