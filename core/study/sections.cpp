#include "study/declaring.hpp"

namespace clusia {

namespace sections {

using namespace declaring;

const Section& file() {
  static const Section section{
      "The study file",
      "The parts of a study.",
      {required(table("study", "what the study is, and what it asks")), table("plugins", "how plugins are run"),
       table("inference", "how uncertainty is told"), required(table("data", "the datasets, one `[data.NAME]` each")),
       tables("column", "columns that a dataset gets from another that it is linked with, one `[[column]]` each"),
       required(tables("indicator", "what is measured, one `[[indicator]]` each")),
       tables("comparator", "what is compared with what, one `[[comparator]]` each"),
       tables("difference", "groups set beside each other, one `[[difference]]` each"),
       tables("expect", "published values to set beside the run's, one `[[expect]]` each"),
       table("compare", "which strategies `clusia compare` sets side by side"),
       table("diagnosis", "which clusters to choose, for `clusia diagnose`"),
       table("map", "the value chain and the institutions around it, for `clusia map`"),
       tables("voices", "what people ranked, scored and said, for `clusia voices`, one `[[voices]]` each"),
       table("plan", "how large the study has to be, and who is asked, for `clusia plan`")},
      ""};
  return section;
}

const Section& outline() {
  static const Section section = [] {
    Section out = file();
    for (Key& key : out.keys) key.required = key.name == "study";
    return out;
  }();
  return section;
}

const Section& study() {
  static const Section section{
      "[study]",
      "What the study is, and what it asks.",
      {required(spelt(Spelling::id, text("id", "names the folder of the results"))),
       required(text("title", "heading of the report")), text("question", "what the study wants to know, in words"),
       by_default("\"en\"", choice({"en", "fr"},
                                   text("language",
                                        "of what people read of a run, `report.html`, `indicators.html` and "
                                        "`groups.html`: English or French; the study writes its titles in it, too"))),
       by_default("false", boolean("population",
                                   "true: the data are everyone whom the study is about, so there are no standard "
                                   "errors; false: they are a sample")),
       by_default("0.95", within(0.5, 0.999, number("confidence", "level of the confidence intervals"))),
       by_default("\"att\"",
                  choice({"att", "ate", "ato"},
                         text("estimand",
                              "whose effect is meant: of the treated (`att`), of everyone (`ate`), of those who "
                              "could be in either arm (`ato`, the overlap)"))),
       by_default("\"population\"",
                  choice({"population", "sample"},
                         text("estimand_of",
                              "`population`: the effect on those whom the sample stands for, by survey weights; "
                              "`sample`: the effect on the units that were observed, each counting once, with standard "
                              "errors for what the arms would have had, not for who was drawn"))),
       by_default("1",
                  within(0, open, integer("seed", "where random numbers start; the same seed gives the same run"))),
       by_default("false", boolean("strict", "true: the run fails when an expectation is missed"))},
      ""};
  return section;
}

const Section& plugins() {
  static const Section section{
      "[plugins]",
      "How plugins are run. The table may be left out.",
      {by_default("\"process\"",
                  choice({"process", "none"}, text("isolation",
                                                   "`process`: in worker processes, so that a plugin that "
                                                   "crashes takes nothing with it; `none`: within Clusia itself"))),
       by_default("false", boolean("pin",
                                   "true: the study is carried out with the plugins that it was first carried out "
                                   "with, or not at all; their SHA-256 sums are kept in a file beside it, `study.lock` "
                                   "for `study.toml`"))},
      ""};
  return section;
}

const Section& inference() {
  static const Section section{
      "[inference]",
      "How uncertainty is told. The table may be left out.",
      {by_default(
           "\"linearised\"",
           choice({"linearised", "bootstrap", "jackknife", "brr", "replicate_weights"},
                  text("variance",
                       "`linearised`: Taylor linearisation, by strata and PSUs; `bootstrap`: the rescaled "
                       "bootstrap of Rao, Wu and Yue; `jackknife`: each PSU left out once (JKn); `brr`: balanced "
                       "half-samples, for two PSUs a stratum; `replicate_weights`: those of the data"))),
       by_default("1000", within(2, 100000,
                                 integer("replicates",
                                         "how many bootstrap replicates, and how "
                                         "many draws for `romano_wolf` and for tests of few clusters"))),
       by_default("false",
                  boolean("redesign",
                          "comparators make their design anew from the weights of every replicate, so that all that it "
                          "owes to the sample is in the variance (as many designs as replicates); `false`: their "
                          "estimated weights move by influence. Not of nearest neighbours and pairs")),
       by_default("\"fail\"",
                  choice({"fail", "adjust", "certainty", "average"},
                         text("single_psu",
                              "what a stratum with one PSU adds to a variance: `fail`: there is none, and it is said "
                              "why; `adjust`: its total's distance from that of all strata; `certainty`: nothing; "
                              "`average`: what the others add on average"))),
       by_default("1", within(0, 1,
                              number("max_missing",
                                     "share of a cell's rows without a value above which it is not estimated"))),
       by_default("1", within(0, open,
                              number("trend_break",
                                     "how many times the largest break of trend seen before the start one after it may "
                                     "be, in bounds on effects by event time"))),
       by_default("0.5", within(0, open,
                                number("trend_bend",
                                       "by how much the trend's slope may change from wave to wave in such bounds, in "
                                       "standard errors of the last difference before the base"))),
       within(0, open,
              number("max_cv",
                     "coefficient of variation (standard error over estimate) above which an estimate is marked "
                     "as imprecise")),
       by_default("1", within(1, open,
                              integer("min_rows",
                                      "rows under which a cell is marked as small, and not shown in the report; "
                                      "the database keeps it"))),
       by_default("10",
                  within(0, open,
                         integer("few_clusters",
                                 "clusters (PSUs) of the smaller arm, or in all where arms are not of whole clusters, "
                                 "under which the plain test of an effect, which then finds too much, is replaced; 0: "
                                 "never"))),
       by_default("\"cr2\"", choice({"cr2", "wild", "randomisation"},
                                    text("few_clusters_test",
                                         "what it is replaced by. `cr2`: bias-reduced variance with Satterthwaite's "
                                         "degrees of freedom; `wild`: the same variance, its quantiles by a score "
                                         "bootstrap with Webb's weights (not for two or three treated clusters); "
                                         "`randomisation`: the p-value from other choices of as many treated clusters, "
                                         "the interval as `cr2`"))),
       by_default("\"none\"", choice({"none", "holm", "benjamini_hochberg", "romano_wolf"},
                                     text("adjust", "how p-values are adjusted for the number of tests in a family"))),
       by_default(
           "\"groups\"",
           choice({"groups", "indicators", "comparator", "study"},
                  text("family",
                       "which effects are one family: the `groups` of one contrast of one output; the "
                       "`indicators` of one contrast in one group; all of a `comparator`; all of the `study`")))},
      ""};
  return section;
}

const Section& dataset() {
  static const Section section{
      "[data.NAME]",
      "A dataset. NAME is chosen by the study: small letters, digits and `_`, beginning with a letter.",
      {text("title", "heading in the report; the name if left out"),
       required(table("source", "where the data come from")), table("roles", "what the columns mean"),
       choice(
           {"individual", "household", "group", "firm"},
           text("unit_of_analysis",
                "what a row is: an individual, a household, a group that people belong to, a firm or other business; "
                "effects of several units then stand side by side in the report")),
       make(
           CLUSIA_TEXT_MAP, "links",
           "datasets that the rows belong to, and the column that says to whom: `{ households = \"household\" }` where "
           "the role `unit` of the dataset `households` is what the column `household` holds here, in the same wave"),
       choice(
           {"one_off", "repeat", "longitudinal", "repeated_cross_sections", "randomised"},
           text("design",
                "how the data were collected; a comparator that is not valid under it is refused, and without it none "
                "is")),
       shaped(Shape::crossings, "groups",
              "groups that get results of their own: `\"sector\"` is one group a level of the column, `[\"labour\", "
              "\"sector\"]` one "
              "a crossing of levels"),
       by_default("true", boolean("overall", "true: results for everyone, too")),
       by_default("false", boolean("group_totals", "true: a crossing brings along the groups that it is crossed from")),
       tables("stages", "later stages of the sampling design, in their order; the first is in the roles"),
       table("recall", "what was asked about an earlier wave"),
       table("calibration", "known totals that the weights are calibrated to"),
       table("replicate_weights", "replicate weights that came with the data")},
      ""};
  return section;
}

const Section& stage() {
  static const Section section{
      "[data.NAME] stages",
      "A later stage of the sampling design. It counts in the variance where the stage before has a finite population "
      "correction.",
      {required(text("unit", "the column of the sampled unit")), text("stratum", "the column of the stratum"),
       text("fpc", "the column of the units in the population that were sampled from, or of the sampled fraction")},
      ""};
  return section;
}

const Section& recall() {
  static const Section section{
      "[data.NAME.recall]",
      "Questions about an earlier wave, asked in a later one and answered in columns of their own. Each row that was "
      "asked counts once more as a row of the earlier wave, with what was recalled in the place of the present. Roles "
      "and groups are as they are today; what was not asked is missing there.",
      {required(make(CLUSIA_WAVE, "wave", "the wave that was asked about; the data have no rows of it")),
       make(CLUSIA_WAVE, "asked_in", "the wave in which it was asked; may be left out where the data have one wave"),
       required(tables("columns", "what was asked"))},
      ""};
  return section;
}

const Section& recalled() {
  static const Section section{"[data.NAME.recall] columns",
                               "One column, and the column that holds what was recalled of it.",
                               {required(text("column", "the column of the present values")),
                                required(text("recalled", "the column of the recalled ones"))},
                               ""};
  return section;
}

const Section& calibration() {
  static const Section section{
      "[data.NAME.calibration]",
      "Weights are changed as little as can be so that they reach known totals, in each wave by itself. Standard "
      "errors "
      "know it: residuals from the calibrated variables vary, not the variables.",
      {by_default("\"linear\"",
                  choice({"linear", "raking"}, text("method",
                                                    "the distance that is kept least: `linear` (the generalised "
                                                    "regression estimator; post-stratification where the totals are of "
                                                    "one column's levels) or `raking` (weights stay positive)"))),
       required(tables("totals", "what is known"))},
      ""};
  return section;
}

const Section& calibration_total() {
  static const Section section{
      "[data.NAME.calibration] totals",
      "One known total: of everyone, of those in a level of a column, or of a column's numbers. Persons are counted "
      "where the role `persons` is given.",
      {text("column", "the column; everyone is counted where it is left out"),
       text("level", "the level that is counted; the column's numbers are summed where it is left out"),
       required(number("total", "the total in the population"))},
      ""};
  return section;
}

const Section& replicate_weights() {
  static const Section section{
      "[data.NAME.replicate_weights]",
      "Replicate weights that came with the data; used where `variance = \"replicate_weights\"`.",
      {required(names("columns", "their columns")),
       required(within(0, open,
                       number("scale",
                              "variance = scale times the sum of squared deviations from the replicates' mean; "
                              "1/R for BRR, (R-1)/R for JK1"))),
       by_default("true", boolean("combined", "true: they hold the survey weight; false: they multiply it"))},
      ""};
  return section;
}

const Section& source() {
  static const Section section{
      "[data.NAME.source]",
      "Where the data come from.",
      {required(text("plugin", "id of the source plugin")),
       table("parameters", "the plugin's parameters; paths are taken from the study's folder")},
      ""};
  return section;
}

const Section& roles() {
  static const Section section{
      "[data.NAME.roles]",
      "What the columns mean. Each role names a column of the data, unless it says otherwise. A role that is left out "
      "is not there.",
      {text("unit", "who is observed, the same in every wave: a person, a household, a firm"),
       text("household", "the household that a person belongs to; its members are one cluster in the standard errors"),
       text("persons",
            "the number of persons in a household, where a row is a household and results are about persons"),
       text("wave", "when the row was observed"),
       text("cohort",
            "the wave in which the row's unit was first treated, the same on all its rows; 0 or empty: never. A number "
            "between two waves stands for the later one, one after the last wave for never"),
       text("arm", "which arm of the study the row is in; goes with `treated` and `comparison`"),
       shaped(Shape::levels, "treated", "levels of the arm's column that were treated"),
       shaped(Shape::levels, "comparison",
              "levels of the arm's column to compare with; rows in other levels are in no arm"),
       text("reached",
            "whether the programme in fact reached the row's unit, 1 or 0, whatever its arm: the report then says how "
            "many of the compared were reached and how many of the treated were not"),
       text("cluster", "the industrial cluster, district or village that was assigned to an arm as a whole"),
       text("weight", "the survey weight"), text("stratum", "the stratum of the sampling design"),
       text("psu", "the primary sampling unit"),
       text("fpc",
            "PSUs in the stratum's population, or the sampled fraction (where none is above 1): the finite "
            "population correction; left out: drawn with replacement"),
       text("block", "the block or pair within which arms were assigned"),
       names("covariates", "columns that comparators match or weight by; never an outcome")},
      ""};
  return section;
}

const Section& indicator() {
  static const Section section{
      "[[indicator]]",
      "What is measured.",
      {required(spelt(Spelling::name, text("name", "names the indicator in the results; no two are the same"))),
       text("title", "heading in the report; the name if left out"),
       text("data", "the dataset; may be left out where there is only one"),
       text("entry",
            "an entry of the catalogue of indicators: what follows, the title and the direction are then taken "
            "from it where they are left out; the direction not for outputs of a plugin whose outputs point both ways"),
       text("state", "the state of well-being, or the asset or entitlement, that it tells of"),
       choice({"enterprise_development", "business_linkages", "local_governance"},
              text("area", "the area of intervention that it is nearest to")),
       choice({"entrepreneur", "worker", "household", "community"}, text("stakeholder", "whose life it tells of")),
       choice({"quantitative", "qualitative", "participatory"},
              text("evidence", "a number, words that were coded, or ranks and scores by those concerned")),
       choice({"direct", "proxy"},
              text("nature", "of the intervention itself, or taken to stand for what cannot be seen directly")),
       text("loss", "how a change for the worse reads"), required(text("plugin", "id of the indicator plugin")),
       by_default("\"wave\"",
                  choice({"wave", "baseline", "all"},
                         text("reference",
                              "whose values a relative line is drawn from: everyone in the same wave, in the "
                              "first wave, or in all waves; only where the plugin reads a reference"))),
       choice({"higher", "lower", "none"},
              text("direction",
                   "what counts as a gain: `higher` values, `lower` ones, or `none` of them; as the plugin declares if "
                   "left out")),
       table("inputs",
             "the plugin's inputs: a column for each, or a list of columns where the plugin takes many; "
             "\"indicator:NAME\" in place of a column is the unit scores of an indicator above"),
       table("parameters", "the plugin's parameters")},
      ""};
  return section;
}

const Section& comparator() {
  static const Section section{
      "[[comparator]]",
      "What is compared with what. Each comparator is applied to each indicator of its datasets. With none, the run "
      "gives levels alone.",
      {required(spelt(Spelling::name, text("name", "names the comparator in the results; no two are the same"))),
       text("title", "heading in the report; the name if left out"),
       names("data", "the datasets that it is applied to; all if left out"),
       names("covariates", "those of the datasets' covariates that it sees; all if left out"),
       required(text("plugin", "id of the comparator plugin")), table("parameters", "the plugin's parameters")},
      ""};
  return section;
}

const Section& difference() {
  static const Section section{
      "[[difference]]",
      "Two groups set beside each other, in every estimate and every effect of a dataset, with their covariance.",
      {required(spelt(Spelling::name, text("name", "names it in the results; no two are the same"))),
       text("title", "heading in the report; the two groups if left out"),
       text("data", "the dataset; may be left out where there is only one"),
       required(make(CLUSIA_TEXT_MAP, "group", "the group: a level for each of its columns, `{ sex = \"female\" }`")),
       required(make(CLUSIA_TEXT_MAP, "against", "the group that it is set against")),
       by_default("\"difference\"",
                  choice({"difference", "ratio"}, text("measure", "group less the other, or over it")))},
      ""};
  return section;
}

const Section& expectation() {
  static const Section section{
      "[[expect]]",
      "Published values, to set beside those of the run.",
      {required(text("source", "where they were published")),
       required(text("indicator", "name of an indicator of this study")),
       text("output", "which output of the indicator; may be left out where it has only one"),
       required(text("comparator", "name of a comparator of this study")),
       required(text("contrast", "which contrast of the comparator")),
       required(within(0, open,
                       number("tolerance",
                              "how far the run's value may lie from the published one; half a unit "
                              "of the last printed digit, as a rule"))),
       required(tables("values", "what was published"))},
      ""};
  return section;
}

const Section& published() {
  static const Section section{
      "[[expect]] values",
      "One published value.",
      {required(number("value", "the number as published"))},
      "a column of a group, with the level that the value is of; with no such key it is everyone's"};
  return section;
}

const Section& compare() {
  static const Section section{
      "[compare]",
      "What `clusia compare` sets side by side: each comparator with each choice of options, for each indicator with "
      "each "
      "choice of options. The table may be left out: then it is all comparators as they stand.",
      {names("comparators",
             "names of comparators of this study, or ids of comparator plugins, which then have their "
             "defaults and what the study's comparators share; all of the study if left out"),
       tables("options", "what is tried in several ways"),
       tables("benchmarks", "what the effects of an indicator are set beside, such as the answer of an experiment")},
      ""};
  return section;
}

const Section& option() {
  static const Section section{
      "[compare] options",
      "One key in several ways. Options of one comparator are crossed with each other. The value that the study itself "
      "gives is tried only where it is listed.",
      {required(text("key",
                     "`comparator.KEY`: of each comparator that has this parameter; `comparator.NAME.KEY`: of one; "
                     "`indicator.KEY`, `indicator.NAME.KEY`: the same of indicators. `covariates` may be such a KEY of "
                     "comparators that need them, `reference` of indicators that read one")),
       required(shaped(Shape::options, "values", "each as the key itself would take it"))},
      ""};
  return section;
}

const Section& benchmark() {
  static const Section section{
      "[compare] benchmarks",
      "An effect of the run, or a published value. A comparator that is a benchmark has no options.",
      {required(text("indicator", "name of an indicator of this study: the one whose effects are set beside it")),
       text("comparator", "name of the comparator whose effect it is"),
       text("from", "name of the indicator whose effect it is, where that is another: of other data, for example"),
       number("value", "a published value, in place of 'comparator'"),
       text("title", "how it is called; the comparator's title if left out")},
      ""};
  return section;
}

}  // namespace sections

}  // namespace clusia
