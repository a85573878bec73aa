// Experiments, spill-overs, recall, and units that are followed: what they answer on the edges, and the words of every
// refusal. Their values stand in tests/oracles/designs.
#include <gmock/gmock.h>

#include "lalonde_frame.hpp"

namespace clusia::test {
namespace {

/// Four units in two waves: two treated, one beside, one far.
Frame panel() {
  Frame frame;
  frame.wave = {"2001", "2001", "2001", "2001", "2004", "2004", "2004", "2004"};
  frame.arm = {"in", "in", "near", "far", "in", "in", "near", "far"};
  frame.treated = {"in"};
  frame.unit = {"a", "b", "c", "d", "a", "b", "c", "d"};
  frame.weight.assign(8, 1);
  frame.numbers = {{"age", {30, 40, 35, 50, 33, 43, 38, 53}}};
  return frame;
}

struct Refusal {
  std::string id;
  std::map<std::string, std::string> parameters;
  Frame frame;
  std::string words, subject;
};

TEST(Designs, RefuseInTheseWords) {
  const Frame good = panel();
  Frame no_unit = good, twice = good, no_covariates = good, in_blocks = good, words = good;
  no_unit.unit.clear();
  twice.unit[1] = "a";
  no_covariates.numbers.clear();
  in_blocks.block = {"1", "1", "2", "2", "1", "1", "2", "2"};
  for (auto& wave : words.wave) wave = wave == "2001" ? "early" : "late";
  const std::vector<Refusal> all{
      {"randomised",
       {{"adjustment", "lin"}},
       no_covariates,
       "is \"lin\", and the data have no covariates: the role would be right",
       "adjustment"},
      {"randomised",
       {{"adjustment", "lin"}},
       good,
       "the rows 'treated' are no more than the columns to adjust by: fewer covariates, larger blocks, or adjustment = "
       "\"none\" would be right",
       ""},
      {"randomised",
       {},
       in_blocks,
       "no block has rows of 'in' and of a comparison arm: larger blocks would be right",
       ""},
      {"spillover",
       {{"neighbours", R"(["beside"])"}},
       good,
       "names 'beside', which is none of the study's comparison arms: one of them would be right",
       "neighbours"},
      {"spillover",
       {{"neighbours", R"(["in"])"}},
       good,
       "names 'in', which is a treated arm: a comparison arm would be right",
       "neighbours"},
      {"before_after",
       {{"units", "paired"}},
       no_unit,
       "is \"paired\", and the data have no role unit: the role, or \"all\", would be right",
       "units"},
      {"before_after",
       {{"units", "paired"}},
       twice,
       "unit 'a' stands twice in wave '2001': one row a unit and wave would be right, or no role 'unit' for repeated "
       "cross-sections",
       ""},
      {"recall",
       {},
       twice,
       "unit 'a' stands twice in wave '2001': one row a unit and wave would be right, or no role 'unit' for repeated "
       "cross-sections",
       ""},
      {"reweighted",
       {{"base", "did"}},
       no_unit,
       "base \"did\" follows units from wave to wave, and the study has no role wave or no role unit: naming both, or "
       "doubly_robust for repeated cross-sections, would be right",
       ""},
      {"reweighted",
       {{"base", "did"}, {"wave", "last"}},
       good,
       "is of base \"levels\": before and after would be right with \"did\"",
       "wave"},
      {"reweighted", {{"before", "first"}}, good, "is of base \"did\": wave would be right with \"levels\"", "before"},
      {"reweighted",
       {},
       words,
       "is not set, and the waves are words without an order of their own: a wave's name would be right",
       "wave"}};
  for (const auto& [id, parameters, frame, said, subject] : all) {
    const Recorded answer = design(id, frame, parameters);
    EXPECT_EQ(answer.message, said) << id;
    EXPECT_EQ(answer.subject, subject) << id;
    EXPECT_EQ(answer.status, subject.empty() ? CLUSIA_UNSUPPORTED : CLUSIA_BAD_PARAMETER) << id;
  }
  Frame nobody_far = good;
  nobody_far.arm = {"in", "in", "near", "near", "in", "in", "near", "near"};
  EXPECT_EQ(design("spillover", nobody_far, {{"neighbours", R"(["near"])"}}).message,
            "nobody is far in wave '2004': a treated arm, the comparison arms that 'neighbours' names and one that it "
            "does not would be right");
}

/// Whole villages, and pairs of rows, are tied together; rows that were drawn one by one are not.
TEST(Designs, TieWhatWasDrawnTogether) {
  Frame frame = panel();
  EXPECT_TRUE(design("randomised", frame).pair.empty());
  frame.cluster = {"x", "x", "y", "y", "x", "x", "y", "y"};
  const Recorded villages = design("randomised", frame);
  EXPECT_EQ(villages.diagnostic("clusters_drawn", "in"), 1);
  EXPECT_EQ(villages.pair.at(0), villages.pair.at(5));
  EXPECT_NE(villages.pair.at(0), villages.pair.at(2));
  frame.cluster = {"x", "y", "x", "y", "x", "y", "x", "y"};  // both arms in each: rows were drawn
  EXPECT_TRUE(design("randomised", frame).pair.empty());
  frame.cluster.clear();
  frame.block = {"1", "2", "1", "2", "1", "2", "1", "2"};
  const Recorded pairs = design("randomised", frame);
  EXPECT_EQ(pairs.pair.at(0), pairs.pair.at(2));
  EXPECT_NE(pairs.pair.at(0), pairs.pair.at(1));
  EXPECT_EQ(pairs.diagnostic("rows_drawn", "in"), 2);
}

TEST(Designs, RowsMayStandInAnyOrderToTheLastBit) {
  const std::vector<std::size_t> order = shuffled_rows(5);
  for (const int32_t estimand : {CLUSIA_ATT, CLUSIA_ATE})
    for (const char* adjustment : {"none", "lin"}) {
      Lalonde as_it_is(estimand, true), shuffled(estimand, true, order);
      for (Lalonde* of : {&as_it_is, &shuffled}) of->frame.block = of->frame.categories[0].second;
      const Settings settings{{"adjustment", adjustment}};
      expect_same_cells(design("randomised", as_it_is.frame, settings), design("randomised", shuffled.frame, settings),
                        order);
    }
}

/// Blocks that lack an arm, units that are not in both waves, and rows without a block leave and are counted.
TEST(Designs, SayWhoWasLeftOut) {
  Frame frame = panel();
  frame.block = {"", "", "", "", "1", "2", "1", ""};
  const Recorded blocks = design("randomised", frame);
  EXPECT_EQ(blocks.diagnostic("blocks", "in"), 1);
  EXPECT_EQ(blocks.diagnostic("blocks_left_out", "in"), 1);
  EXPECT_EQ(blocks.diagnostic("rows_without_block", ""), 1);
  frame = panel();
  frame.unit[7] = "e";
  for (const char* id : {"before_after", "recall"}) {
    Frame everyone = frame;
    everyone.arm.clear();
    const Recorded followed = design(
        id, everyone,
        id[0] == 'b' ? std::map<std::string, std::string>{{"units", "paired"}} : std::map<std::string, std::string>{});
    EXPECT_EQ(followed.diagnostic("units_in_one_wave", ""), 2) << id;
    for (const auto& cell : followed.cells) EXPECT_EQ(cell.rows.size(), 3U) << id;
  }
}

}  // namespace
}  // namespace clusia::test
