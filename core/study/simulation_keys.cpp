#include "study/declaring.hpp"

namespace clusia::sections {

using namespace declaring;

namespace {

/// What an effect and a trend have in common.
std::vector<Key> change(const char* whose, const char* points) {
  return {text("data", "the dataset; may be left out where there is only one"),
          required(text("column", "an input of an indicator")),
          number("add", whose),
          within(0, 1000, number("multiply", "every value times this: 1.1 for ten per cent more")),
          within(-1, 1, number("points", points)),
          table("group", "whom it is of, `{ node = \"homeworker\" }`; everyone of the arm if left out")};
}

}  // namespace

const Section& simulate() {
  static const Section section{
      "[plan.simulate]",
      "How `clusia plan --simulate` tries the study out: on the rows of its data, with outcomes drawn anew from those "
      "of "
      "the first wave, and effects planted.",
      {required(tables("effect", "what the programme does, one `[[plan.simulate.effect]]` each")),
       tables("trend", "what would have changed without it, one `[[plan.simulate.trend]]` each"),
       by_default("500", within(2, 10000, integer("repetitions", "studies that are simulated"))),
       by_default("0.5",
                  within(0, 0.999, number("correlation", "of one unit's outcomes in two waves, one after the other"))),
       within(0, 1,
              number("cluster_correlation",
                     "of one PSU's level in two waves; at least `correlation`, and the same if left out")),
       within(0, 1, number("icc", "intraclass correlation: of two units of one PSU; that of the data if left out")),
       names(
           "like",
           "columns (roles, covariates or groups): outcomes are drawn from those who are alike in them; the columns of "
           "the groups if left out"),
       make(CLUSIA_WAVE, "treated_from", "the first wave after the programme began; the second wave if left out"),
       make(CLUSIA_WAVE, "to_come", "a wave of which the data have no rows yet: the last wave's are asked again"),
       by_default("false", boolean("groups", "true: results for each group, too"))},
      ""};
  return section;
}

const Section& planted_effect() {
  static const Section section{
      "[[plan.simulate.effect]]",
      "What the programme does to the treated, in each wave after it began. One of `add`, `multiply` and `points`.",
      change("to every value", "for columns of 0 and 1: the share with 1 rises by so much, 0.1 for ten points"), ""};
  return section;
}

const Section& planted_trend() {
  static const Section section{
      "[[plan.simulate.trend]]",
      "What changes after the first wave without the programme. One of `add`, `multiply` and `points`.",
      [] {
        std::vector<Key> keys = change("to every value", "for columns of 0 and 1: the share with 1 rises by so much");
        keys.push_back(by_default(
            "\"everyone\"", choice({"everyone", "treated", "comparison"},
                                   text("arm", "who changes; in one arm alone, trends are not parallel any more"))));
        return keys;
      }(),
      ""};
  return section;
}

}  // namespace clusia::sections
