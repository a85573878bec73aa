// The map of a value chain: what its nodes get from a results database, and how it is drawn.
#include "report/map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/map_drawing.hpp"
#include "report/results.hpp"

namespace clusia {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Headcounts by node in 2022 and 2025.
std::filesystem::path database(const test::Folder& folder) {
  return test::results_of(folder, "r", R"sql(
    INSERT INTO plugin VALUES (1, 'source', 'csv', 'CSV', '1', '', '', '', ''), (2, 'indicator', 'fgt', 'Poverty', '1', '', '', '', '');
    INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (1, 'people', 'People', 1, 40, 'row');
    INSERT INTO unit_group VALUES (1, 1, '', 'all', 40), (2, 1, 'node', 'a', 10), (3, 1, 'node', 'b', 10), (4, 1, 'node', 'c', 10), (5, 1, 'node', 'd', 3);
    INSERT INTO unit_group_level SELECT id, 'node', label FROM unit_group WHERE id > 1;
    INSERT INTO group_count SELECT id, '2022', NULL, rows + 1, 100 FROM unit_group WHERE id > 1;
    INSERT INTO group_count SELECT id, '2025', NULL, rows, 2.5 * rows FROM unit_group WHERE id > 1;
    INSERT INTO indicator (id, name, title, dataset_id, plugin_id) VALUES (1, 'poor', 'Poverty', 1, 2);
    INSERT INTO output VALUES (1, 1, 'headcount', 'Headcount', '%', -1, 'plain', NULL, NULL), (2, 1, 'gap', 'Gap', '%', -1, 'plain', NULL, NULL);
    INSERT INTO design (id, comparator_id, dataset_id, state, summary, assumption, missing_rule, factor, weights) VALUES (1, NULL, 1, 'complete', '', '', 'row', 'none', 'known');
    INSERT INTO cell VALUES (1, 1, '2022', '2022', NULL, 40, 40), (2, 1, '2025', '2025', NULL, 40, 40);
    INSERT INTO task SELECT id, 1, 1, id, 'complete', NULL FROM unit_group;
    INSERT INTO estimate (task_id, output_id, cell_id, estimate, conf_low, conf_high, rows, missing, size, psus, mark) VALUES
      (2, 1, 1, 10, 5, 15, 10, 0, 10, 10, NULL), (2, 1, 2, 60, 50, 70, 10, 0, 10, 10, NULL), (2, 2, 2, 99, 98, 100, 10, 0, 10, 10, NULL),
      (3, 1, 2, 45, 35, 55, 10, 0, 10, 10, NULL), (4, 1, 2, 20, 10, 30, 10, 0, 10, 10, NULL), (5, 1, 2, 90, 80, 100, 3, 0, 3, 3, 'small'))sql");
}

ValueChain chain() {
  ValueChain c;
  c.column = Named{"node", {}};
  c.figures = {{"poor", "headcount", {}}};
  c.shade = ChainFigure{"poor", "", {}};
  c.shade_from = 40;
  for (const char* name : {"a", "b", "c", "d", "e"})
    c.nodes.push_back({name, std::string("<") + name + ">", "worker", "", {}, {}});
  c.links.push_back({{"a", {}}, {"b", {}}, "goods", 10, "pieces"});
  c.institutions.push_back({"bank", "Bank & sons", false, {{"a", {}}}, "credit"});
  return c;
}

class Map : public ::testing::Test {
 protected:
  test::Folder folder;
  SQLite::Database results{database(folder).string(), SQLite::OPEN_READWRITE};
  std::vector<NodeState> states = node_states(chain(), results);
};

TEST_F(Map, NodesHaveTheLevelsOfTheLastWave) {
  ASSERT_EQ(states[0].figures.size(), 1U);
  EXPECT_EQ(*states[0].figures[0].estimate, 60);
  EXPECT_EQ(states[0].figures[0].title, "Poverty, Headcount");
  EXPECT_EQ(states[0].rows, 10);
}

TEST_F(Map, ShadesWhatIsWorseThanTheStatedValue) {
  EXPECT_EQ(states[0].shade, Shade::poverty);
  EXPECT_EQ(states[1].shade, Shade::doubtful);  // 45, from 35 to 55
  EXPECT_EQ(states[2].shade, Shade::none);
  EXPECT_THAT(shading_rule(chain(), results), HasSubstr("Poverty, Headcount at 40"));
}

TEST_F(Map, OfTooFewRowsNothingIsShownOrShaded) {
  EXPECT_TRUE(states[3].figures[0].held_back);
  EXPECT_EQ(states[3].shade, Shade::none);
  EXPECT_THAT(map_svg(chain(), states), AllOf(HasSubstr("too few"), Not(HasSubstr("(80"))));
}

TEST_F(Map, ANodeWithoutDataSaysSo) {
  EXPECT_FALSE(states[4].rows);
  EXPECT_TRUE(states[4].figures.empty());
}

TEST_F(Map, WhereMoreIsBetterLessIsShaded) {
  results.exec("UPDATE output SET direction = 1");
  const auto turned = node_states(chain(), results);
  EXPECT_EQ(turned[0].shade, Shade::none);
  EXPECT_EQ(turned[2].shade, Shade::poverty);
}

/// Men and women at node a in 2025: 4 and 5 rows of weights 10 and 30; one row of a's ten has no level.
/// At node d are 3 rows: too few where 5 are asked for. Node e has none.
class MapCounts : public Map {
 protected:
  MapCounts() {
    results.exec(R"sql(
      INSERT INTO run VALUES (1, 'complete', 's', 's', NULL, 's', '', '', 0, 0.95, 'att', 'population', 1, 'none', 'linearised', 1, 'fail', 1, NULL, 5, 10, 'cr2', 'none', 'groups', '', '', '', '', NULL, '');
      INSERT INTO unit_group VALUES (11, 1, 'node, sex', 'a · m', 9), (12, 1, 'node, sex', 'a · w', 12), (13, 1, 'node, sex', 'd · w', 3);
      INSERT INTO unit_group_level VALUES (11, 'node', 'a'), (11, 'sex', 'm'), (12, 'node', 'a'), (12, 'sex', 'w'), (13, 'node', 'd'), (13, 'sex', 'w');
      INSERT INTO group_count VALUES (11, '2022', NULL, 5, 70), (11, '2025', NULL, 4, 10), (12, '2022', NULL, 7, 7), (12, '2025', NULL, 5, 30), (13, '2025', NULL, 3, 9);
      INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (2, 'homes', 'Homes', 1, 9, 'row');
      INSERT INTO unit_group VALUES (21, 2, 'node', 'a', 5), (22, 2, 'node', 'b', 4);
      INSERT INTO unit_group_level VALUES (21, 'node', 'a'), (22, 'node', 'b');
      INSERT INTO group_count VALUES (21, NULL, NULL, 5, NULL), (22, NULL, NULL, 4, NULL);
      INSERT INTO link (id, dataset_id, to_id, column, rows, without_key, unmatched, unmatched_units, bare, split) VALUES (1, 1, 2, 'home', 40, 0, 0, 0, 0, 0);
      INSERT INTO link_count VALUES (1, 2, 21, '2022', NULL, 10, 1), (1, 2, 21, '2025', NULL, 6, 15), (1, 2, 22, '2025', NULL, 4, 10))sql");
    counted.counts = {{"people", {}}, {"homes", {}}, {"nobody", {}}};
    counted.women = WomenAre{{"sex", {}}, "w"};
    states = node_states(counted, results);
  }
  ValueChain counted = chain();
};

TEST_F(MapCounts, AreOfTheLastWaveByTheWeightsToo) {
  ASSERT_EQ(states[0].counts.size(), 2U) << "there is no dataset 'nobody'";
  EXPECT_EQ(count_in_words(states[0].counts[0]), "about 25 (10 in the data)");
  EXPECT_EQ(count_in_words(states[0].counts[1]), "5 in the data");
  EXPECT_EQ(count_in_words(states[3].counts[0]), "too few");
  EXPECT_EQ(count_in_words(states[4].counts[0]), "none");
  EXPECT_EQ(states[0].rows, 10);
}

TEST_F(MapCounts, WomensShareIsByTheWeights) {
  ASSERT_TRUE(states[0].women);
  EXPECT_DOUBLE_EQ(states[0].women->share, 30.0 / 40);
  EXPECT_EQ(share_in_words(*states[3].women), "too few");
  EXPECT_FALSE(states[1].women);
}

TEST_F(MapCounts, OfAnArmAreOfItsRows) {
  results.exec(
      "UPDATE group_count SET arm = 'x' WHERE group_id = 2; INSERT INTO group_count VALUES (2, '2025', 'y', 7, 7)");
  EXPECT_EQ(node_states(counted, results)[0].counts[0].rows, 17);
  counted.arm = Named{"y", {}};
  const auto of_y = node_states(counted, results);
  EXPECT_EQ(count_in_words(of_y[0].counts[0]), "about 7 (7 in the data)");
  EXPECT_EQ(of_y[0].counts[1].rows, 5) << "homes have no arms";
  EXPECT_EQ(whose_figures(counted, results), "Figures are of 2025, y. ");
}

TEST_F(MapCounts, SayAtWhichNodesTheHomesAre) {
  const auto ties = node_ties(counted, results);
  ASSERT_EQ(ties.size(), 2U);
  EXPECT_EQ(ties[0].from_data, "People");
  EXPECT_EQ(ties[0].from, "a");
  EXPECT_EQ(ties[0].to, "a");
  EXPECT_EQ(count_in_words(ties[0].count), "about 15 (6 in the data)");
  EXPECT_EQ(ties[1].to, "b");
  EXPECT_EQ(count_in_words(ties[1].count), "too few");
  const std::string html = map_figure(counted, states, ties, "").string();
  EXPECT_THAT(html, AllOf(HasSubstr("Whom the rows at a node belong to"), HasSubstr("about 15 (6 in the data)"),
                          HasSubstr("75%"), Not(HasSubstr(">4<"))));
}

TEST_F(Map, IsDrawnWithItsTextsEscaped) {
  const std::string svg = map_svg(chain(), states);
  EXPECT_TRUE(svg.starts_with("<svg"));
  EXPECT_THAT(svg, HasSubstr("&lt;a&gt;"));
  EXPECT_THAT(svg, HasSubstr("Bank &amp; sons"));
  EXPECT_THAT(svg, Not(HasSubstr("<a>")));
  EXPECT_THAT(svg, HasSubstr("goods"));
}

TEST_F(Map, StandsInTablesBesideThePicture) {
  const std::string html = map_figure(chain(), states, {}, "the rule").string();
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, HasSubstr("too few"));
  EXPECT_THAT(html, HasSubstr("the rule"));
  EXPECT_THAT(html, HasSubstr("external"));
}

TEST(MapInFrench, SaysTheSame) {
  const test::Folder folder;
  const SQLite::Database results(database(folder).string());
  const report::Words words("fr");
  const std::string figure =
      map_figure(chain(), node_states(chain(), results, words), {}, shading_rule(chain(), results, words), words)
          .string();
  EXPECT_THAT(figure, AllOf(HasSubstr("Les maillons de pauvreté sont ombrés"), HasSubstr("40\u202f% ou plus"),
                            HasSubstr("<td>travailleurs</td>"), HasSubstr("biens"), HasSubstr("trop peu de cas"),
                            HasSubstr("50,0 à 70,0")));
  EXPECT_THAT(figure, AllOf(Not(HasSubstr("too few")), Not(HasSubstr("goods")), Not(HasSubstr("rows of data"))));
}

}  // namespace
}  // namespace clusia
