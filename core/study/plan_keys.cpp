#include "study/declaring.hpp"

namespace clusia::sections {

using namespace declaring;

const Section& plan() {
  static const Section section{
      "[plan]",
      "How large the study has to be, and who is asked: `clusia plan` works it out. `clusia run` reads none of it.",
      {required(tables("outcome", "what the study has to be able to see, one `[[plan.outcome]]` each")),
       by_default("0.8", within(0.5, 0.999, number("power", "chance to find the smallest effect worth seeing"))),
       by_default("0.05", within(0.001, 0.2, number("level", "of the two-sided test"))),
       by_default("\"after\"",
                  choice({"after", "difference", "ancova"},
                         text("analysis",
                              "how arms will be compared. `after`: their difference after the programme; `difference`: "
                              "difference in differences; `ancova`: their difference after it, given the values "
                              "before"))),
       by_default("1", within(1, 50, integer("rounds_before", "of interviews before the programme"))),
       by_default("1", within(1, 50, integer("rounds_after", "of interviews after it"))),
       by_default("1", within(0.05, 20, number("ratio", "people of the treated arm to one of the comparison"))),
       within(4, 1e7, integer("people", "whom the study can afford to ask, in all; what is needed if left out")),
       by_default("1", within(1, 1e5,
                              number("cluster_size",
                                     "people asked in a cluster (a village, a workshop) that is "
                                     "drawn or treated as a whole; 1: there are none"))),
       by_default("0", within(0, 5, number("cluster_cv", "coefficient of variation of that number"))),
       by_default("1", within(1, 1e4, integer("strata", "that take degrees of freedom from the test"))),
       by_default("\"t\"", choice({"t", "normal"}, text("test", "whose critical values are taken"))),
       by_default("0", within(0, 0.95,
                              number("refusal_treated",
                                     "share of those approached in the treated arm who "
                                     "refuse, are not found, or are lost before the end"))),
       by_default("0", within(0, 0.95, number("refusal_comparison", "the same in the comparison arm"))),
       table("frame", "the list that the sample is drawn from"),
       tables("quota", "people who are sought out, not drawn, one `[[plan.quota]]` each"),
       table("simulate", "how `clusia plan --simulate` tries the study out on the rows of its data")},
      ""};
  return section;
}

const Section& planned_outcome() {
  static const Section section{
      "[[plan.outcome]]",
      "What the study has to be able to see.",
      {required(spelt(Spelling::name, text("name", "names it in what is printed; no two are the same"))),
       text("title", "heading; the name if left out"), text("unit", "of the values"),
       required(choice({"mean", "share"}, text("kind", "a mean of amounts, or a share of people"))),
       within(0, open, number("sd", "of a mean: standard deviation within an arm, in one round")),
       within(0, 1, number("share", "of a share: its value in the comparison arm")),
       required(number("effect", "the smallest effect worth seeing, with its sign")),
       by_default("0", within(0, 1, number("icc", "intraclass correlation: of two people of one cluster"))),
       by_default("0", within(0, 0.999, number("correlation", "of one person's values in two rounds"))),
       within(0, 1,
              number("cluster_correlation",
                     "of one cluster's level in two rounds; the same as `correlation` if left out")),
       by_default("0", within(0, 0.99, number("explained", "share of the variance that strata explain")))},
      ""};
  return section;
}

const Section& frame() {
  static const Section section{
      "[plan.frame]",
      "The list that the sample is drawn from, and how. Its rows may stand in any order: the seed of the study and the "
      "ids decide who is drawn.",
      {required(table("source", "where it is read from, as a dataset's")),
       required(text("unit", "column that names each row; no two are the same")),
       by_default("\"people\"",
                  choice({"people", "clusters"}, text("lists",
                                                      "what a row is: who is asked, or a cluster in which "
                                                      "`cluster_size` people are asked"))),
       text("arm", "column of the arms; without it the sample is drawn from everyone"),
       shaped(Shape::levels, "treated", "levels of `arm` that are treated"),
       shaped(Shape::levels, "comparison", "levels of `arm` that they are compared with"),
       names("cells", "columns whose crossing the sample is spread over: node, gender"),
       by_default("\"proportional\"",
                  choice({"proportional", "equal", "neyman"},
                         text("allocation",
                              "over cells, within each arm. `proportional`: to what the frame has; "
                              "`equal`: the same in each; `neyman`: to size times standard deviation"))),
       by_default("0", within(0, 1e6, integer("minimum", "rows drawn from each cell, where it has so many"))),
       text("spread", "of `neyman`: a column of numbers whose standard deviation in a cell stands for the outcome's"),
       by_default("\"simple\"",
                  choice({"simple", "systematic", "pps_systematic", "pps_pivotal"},
                         text("draw",
                              "`simple`: simple random; `systematic`: every k-th by id; `pps_systematic`, "
                              "`pps_pivotal`: with chances proportional to size, along the list or by the "
                              "pivotal method"))),
       text("size", "of the two last: column of sizes")},
      ""};
  return section;
}

const Section& quota() {
  static const Section section{
      "[[plan.quota]]",
      "People who are sought out by who they are (a purposive sample): how many in each crossing.",
      {required(spelt(Spelling::name, text("name", "names it in what is printed; no two are the same"))),
       names("columns", "of the frame, to cross"),
       table("levels",
             "what is crossed where there is no frame, `{ node = [\"weaver\", \"dyer\"], gender = [\"women\", "
             "\"men\"] }`"),
       required(within(1, 1e6, integer("total", "people in all"))),
       by_default("0", within(0, 1e6, integer("minimum", "people in each crossing, where the frame has so many"))),
       by_default("\"equal\"", choice({"equal", "proportional"},
                                      text("allocation", "the same in each, or in proportion to the frame")))},
      ""};
  return section;
}

}  // namespace clusia::sections
