// What the general indicators refuse, and where they have no value: in words, and the rest of the run stands.
#include <gmock/gmock.h>

#include "studies/results.hpp"

namespace clusia::test {
namespace {

/// Each domain is one edge. `none`: nobody is on the scale, pays, sells or is poor; `apart`: women alone; `odd`: what
/// should not be.
const char* const rows = R"(domain,sex,job,wage,minimum,b1,b2,mood,lacks1,lacks2,net
usual,female,tanner,50,100,1,3,bad,1,1,0.1
usual,male,tanner,100,100,2,2,good,1,0,0.2
usual,male,weaver,150,100,0,0,good,0,0,-0.3
apart,female,tanner,10,10,1,1,good,0,1,1
apart,female,weaver,20,10,1,0,bad,0,0,1
none,female,tanner,0,1,0,0,silent,0,0,0
none,male,tanner,0,1,0,0,silent,0,0,0
odd,female,tanner,-5,0,-1,2,good,1,1,1
odd,male,tanner,-5,0,2,2,good,1,1,1
)";

const char* const head = R"([study]
id = "edges"
title = "Edges"
[data.rows]
groups = ["domain"]
[data.rows.source]
plugin = "csv"
parameters = { path = "rows.csv" }
)";

std::string indicator(const std::string& name, const std::string& plugin, const std::string& inputs,
                      const std::string& parameters) {
  return "[[indicator]]\nname = \"" + name + "\"\nplugin = \"" + plugin + "\"\ninputs = { " + inputs +
         " }\nparameters = { " + parameters + " }\n";
}

/// A run of the indicators over the rows.
class Assessment {
 public:
  explicit Assessment(const std::string& indicators) {
    write(folder_ / "rows.csv", rows);
    write(folder_ / "study.toml", head + indicators);
    said = clusia({"run", "study.toml", "--out", "out"}, {folder_.path(), {}, false});
    results_ = std::make_unique<Results>(folder_ / "out/results.sqlite");
  }
  Results& results() { return *results_; }
  Said said;

 private:
  Folder folder_;
  std::unique_ptr<Results> results_;
};

// ---- what a study may not say -------------------------------------------------------------------------------------

struct Refused {
  const char *plugin, *inputs, *parameters, *words;
};

const Refused refusals[] = {
    {"alkire_foster", R"(deprived = ["lacks1", "wage"])", "k = 0.5",
     "parameter 'deprived': column 'wage' has values other than 0 and 1: name it under `achievements`, with a cutoff"},
    {"alkire_foster", R"(by = "sex")", "k = 0.5",
     "parameter 'deprived': write either `deprived` (columns of true and false) or `achievements` with cutoffs"},
    {"alkire_foster", R"(achievements = ["wage", "b1"])", "k = 0.5, cutoffs = [1]",
     "parameter 'cutoffs': there are 1 cutoffs for 2 achievements: write one for each, in order"},
    {"alkire_foster", R"(achievements = ["wage"])", "k = 0.5",
     "parameter 'cutoffs': `achievements` need cutoffs, one a column; `deprived` takes none"},
    {"alkire_foster", R"(deprived = ["lacks1", "lacks2"])", R"(k = 0.5, dimensions = { lacks1 = "home" })",
     "parameter 'dimensions': says nothing of column 'lacks2': give each column a dimension"},
    {"alkire_foster", R"(deprived = ["lacks1"])", R"(k = 0.5, dimensions = { lacks1 = "home", lacks3 = "work" })",
     "parameter 'dimensions': names 'lacks3', which is no column of this indicator"},
    {"alkire_foster", R"(deprived = ["lacks1"])", R"(k = 0.5, weights = { lacks1 = "half" })",
     "parameter 'weights': the weight of 'lacks1' is \"half\": it must be a positive number, in quotes, such as "
     "\"0.5\""},
    {"alkire_foster", R"(deprived = ["lacks1"])", R"(k = 0.5, weights = { home = "1" })",
     "parameter 'weights': names 'home', which is no dimension of this indicator"},
    {"alkire_foster", R"(deprived = ["lacks1", "lacks2"])", R"(k = 0.5, weights = { lacks1 = "1" })",
     "parameter 'weights': says nothing of dimension 'lacks2': give each dimension a weight"},
    {"ordinal", R"(answer = "mood")", R"(order = ["bad", "good"])",
     "parameter 'order': the data have the answer 'silent': give it a place in `order`, or name it in `no_answer`"},
    {"ordinal", R"(answer = "mood")", R"(order = ["bad"])", "parameter 'order': a scale has at least two answers"},
    {"ordinal", R"(answer = "mood")", R"(order = ["bad", "good", "silent"], top = 2, bottom = 2)",
     "parameter 'top': top and bottom together are more than the 3 answers"},
    {"ordinal", R"(answer = "mood")", R"(order = ["bad", "good", "silent"], scores = [1, 2])",
     "parameter 'scores': there are 2 scores for 3 answers: write one for each, in order"},
    {"group_gap", R"(value = "wage", group = "sex")", R"(reference = "men", other = "female")",
     "parameter 'reference': names 'men', which is no level of column 'sex': its levels are 'female', 'male'"},
    {"group_gap", R"(value = "wage", group = "sex")", R"(reference = "male", other = "male")",
     "parameter 'other': names 'male', as 'reference' does: a gap is between two levels"},
    {"herfindahl", R"(sales = ["b1"])", "",
     "parameter 'sales': without `by` it is a column for each buyer: name two or more"},
    {"herfindahl", R"(sales = ["b1", "b2"], by = "job")", "",
     "parameter 'sales': with `by` it is one column: the sales of the row"},
    {"wage_ratio", R"(wage = "wage", minimum = "minimum")", "amount = 3",
     "parameter 'amount': write either the input `minimum` (a column) or the parameter `amount`"},
    {"expression", R"(columns = ["wage", "minimum"])", R"(formula = 'wage < minimun')",
     "parameter 'formula': position 8: 'minimun' is neither a column nor a function: write 'minimum', or name it in "
     "`columns`"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'sqr(wage)')",
     "parameter 'formula': position 1: 'sqr' is neither a column nor a function: write 'sqrt', or name it in "
     "`columns`"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage + inflation')",
     "parameter 'formula': position 8: 'inflation' is neither a column nor a function: the columns are 'wage', or name "
     "it in `columns`"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage = 3')",
     "parameter 'formula': position 6: '=' would assign: to compare, write '=='"},
    {"expression", R"(columns = ["wage"])", R"(formula = '(wage + 2')",
     "parameter 'formula': position 10: a bracket is opened and not closed: write ')'"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage)')",
     "parameter 'formula': position 5: a bracket does not belong here: remove it, or open one before it"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage +')",
     "parameter 'formula': position 7: the formula ends here, but something has to follow"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage 3')",
     "parameter 'formula': position 6: '3' cannot stand here"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage @ 3')",
     "parameter 'formula': position 6: what begins here is no column, number, function or operator"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'sqrt(wage, 2)')",
     "parameter 'formula': position 13: the function before it takes another number of arguments"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage ? 1')",
     "parameter 'formula': position 1: a ? has no : write condition ? value : other value"},
    {"expression", R"(columns = ["wage"])", R"(formula = 'wage, 1')",
     "parameter 'formula': position 5: a formula has one value: no ',' outside a function"},
    {"expression", R"(columns = ["wage", "b1"])", R"(formula = 'wage')",
     "parameter 'columns': the formula does not use column 'b1': take it out, for rows where it is missing would fall "
     "out"}};

TEST(GeneralIndicators, RefuseWithTheMend) {
  std::string indicators;
  int count = 0;
  for (const Refused& r : refusals)
    indicators += indicator("i" + std::to_string(count++), r.plugin, r.inputs, r.parameters);
  Assessment run(indicators);
  EXPECT_EQ(run.said.status, 1);
  for (int k = 0; k < count; ++k) {
    const auto reason = run.results().rows(
        "SELECT DISTINCT reason FROM task JOIN indicator ON indicator.id = indicator_id WHERE indicator.name = ?",
        {"i" + std::to_string(k)});
    ASSERT_EQ(reason.size(), 1U) << refusals[k].words;
    EXPECT_EQ(reason[0][0], std::string("plugin '") + refusals[k].plugin + "': " + refusals[k].words);
  }
}

// ---- where there is no value --------------------------------------------------------------------------------------

const char* const edges = R"(
[[indicator]]
name = "ratio"
plugin = "ratio"
inputs = { numerator = "b1", denominator = "b2" }

[[indicator]]
name = "of_nothing"
plugin = "ratio"
inputs = { numerator = "b1", denominator = "net" }

[[indicator]]
name = "poverty"
plugin = "alkire_foster"
inputs = { deprived = ["lacks1", "lacks2"], by = "sex" }
parameters = { k = 0.5 }

[[indicator]]
name = "mood"
plugin = "ordinal"
inputs = { answer = "mood" }
parameters = { order = ["bad", "good"], no_answer = ["silent"] }

[[indicator]]
name = "gap"
plugin = "group_gap"
inputs = { value = "wage", group = "sex" }
parameters = { reference = "male", other = "female" }

[[indicator]]
name = "median"
plugin = "quantile_gap"
inputs = { value = "wage", group = "sex" }
parameters = { reference = "male", other = "female" }

[[indicator]]
name = "jobs"
plugin = "dissimilarity"
inputs = { over = "job", group = "sex" }
parameters = { first = "male", second = "female" }

[[indicator]]
name = "parts"
plugin = "oaxaca_blinder"
inputs = { outcome = "wage", covariates = ["b1"], group = "sex" }
parameters = { reference = "male", other = "female" }

[[indicator]]
name = "sales"
plugin = "herfindahl"
inputs = { sales = ["b1", "b2"] }

[[indicator]]
name = "minimum"
plugin = "wage_ratio"
inputs = { wage = "wage", minimum = "minimum" }

[[indicator]]
name = "spread"
plugin = "variability"
inputs = { value = "wage" }

[[indicator]]
name = "log"
plugin = "expression"
inputs = { columns = ["wage"] }
parameters = { formula = "log(wage) < 100" }
)";

struct Edge {
  const char *indicator, *output, *domain;
  double value;       ///< by hand; NaN: there is none
  const char* words;  ///< where there is none and a reason is given
};
const double no_value = std::nan("");

const Edge by_hand[] = {
    {"ratio", "ratio", "usual", 3.0 / 5, ""},
    {"ratio", "ratio", "none", no_value, "the total of the denominator is zero: there is nothing to divide by"},
    // 0.1 + 0.2 - 0.3 leaves 6e-17, which is no denominator.
    {"of_nothing", "ratio", "usual", no_value, "the total of the denominator is zero: there is nothing to divide by"},
    {"of_nothing", "ratio", "apart", 1, ""},
    // Scores 1, 1/2 and 0: two of three are poor, in 3/4 on average.
    {"poverty", "h", "usual", 2.0 / 3, ""},
    {"poverty", "a", "usual", 0.75, ""},
    {"poverty", "m0", "usual", 0.5, ""},
    {"poverty", "uncensored_lacks2", "usual", 1.0 / 3, ""},
    {"poverty", "contribution_lacks1", "usual", 2.0 / 3, ""},
    {"poverty", "contribution_by_female", "usual", 2.0 / 3, ""},
    {"poverty", "h", "none", 0, ""},
    {"poverty", "m0", "none", 0, ""},
    {"poverty", "a", "none", no_value, ""},
    {"poverty", "contribution_lacks1", "none", no_value, ""},
    {"mood", "mean", "usual", 5.0 / 3, ""},
    {"mood", "balance", "usual", 1.0 / 3, ""},
    {"mood", "mean", "none", no_value, "nobody with a positive weight and an answer on the scale in the domain"},
    {"gap", "difference", "usual", 75, ""},
    {"gap", "percent", "usual", 60, ""},
    {"gap", "difference", "apart", no_value, "nobody of 'male' with a positive weight and a value in the domain"},
    {"gap", "difference", "none", 0, ""},
    {"gap", "percent", "none", no_value, ""},
    {"gap", "ratio", "odd", no_value, ""},
    {"median", "difference", "usual", 50, ""},
    {"median", "difference", "apart", no_value, "nobody of 'male' with a positive weight and a value in the domain"},
    {"median", "percent", "none", no_value, ""},
    {"jobs", "dissimilarity", "usual", 0.5, ""},
    {"jobs", "dissimilarity", "none", 0, ""},
    {"jobs", "dissimilarity", "apart", no_value, "nobody of 'male' with a positive weight and a value in the domain"},
    {"parts", "explained", "apart", no_value, "nobody of 'male' with a positive weight and all values in the domain"},
    {"parts", "explained", "usual", no_value,
     "the regression of 'female' has no unique coefficients: covariate 'b1' does not vary there, or follows from the "
     "others"},
    // Shares 1/4 and 3/4, then a half each; the third sells nothing. The market: 3 and 5 of 8.
    {"sales", "firm_hhi", "usual", (0.625 + 0.5) / 2, ""},
    {"sales", "firm_largest", "usual", 0.625, ""},
    {"sales", "no_sales", "usual", 1.0 / 3, ""},
    {"sales", "market_hhi", "usual", 34.0 / 64, ""},
    {"sales", "market_largest", "usual", 0.625, ""},
    {"sales", "no_sales", "none", 1, ""},
    {"sales", "firm_hhi", "none", no_value, ""},
    {"sales", "market_hhi", "none", no_value, ""},
    {"sales", "firm_hhi", "odd", no_value, "sales are negative on a row of the domain: they have no shares"},
    {"minimum", "mean_of_ratios", "usual", 1, ""},
    {"minimum", "below", "usual", 1.0 / 3, ""},
    {"minimum", "gap", "usual", 0.5 / 3, ""},
    {"minimum", "below", "odd", no_value, "a minimum in the domain is zero or negative: nothing can be set against it"},
    {"spread", "variance", "usual", 5000.0 / 3, ""},
    {"spread", "sd", "none", 0, ""},
    {"spread", "cv", "none", no_value, ""},
    {"spread", "cv", "odd", no_value, ""},
    // The logarithm of nothing has no value, which is not false.
    {"log", "value", "usual", 1, ""},
    {"log", "value", "none", no_value, "nobody with a positive weight and a value of the formula in the domain"}};

TEST(GeneralIndicators, OnTheEdges) {
  Assessment run(edges);
  EXPECT_EQ(run.said.status, 0) << run.said.err;
  for (const Edge& edge : by_hand) {
    const std::string which = std::string(edge.indicator) + ", " + edge.output + ", " + edge.domain;
    const auto found = run.results().rows(
        "SELECT estimate, std_error, note FROM estimates WHERE comparator = '' AND indicator = ? AND output = ? AND "
        "group_label = ?",
        {edge.indicator, edge.output, edge.domain});
    ASSERT_EQ(found.size(), 1U) << which;
    if (std::isnan(edge.value)) {
      EXPECT_EQ(found[0][0], "NULL") << which;
      EXPECT_EQ(found[0][1], "NULL") << which;
      EXPECT_THAT(found[0][2], testing::HasSubstr(edge.words)) << which;
      EXPECT_NE(found[0][2], "NULL") << which << " does not say why";
    } else {
      ASSERT_NE(found[0][0], "NULL") << which << ": " << found[0][2];
      EXPECT_NEAR(std::stod(found[0][0]), edge.value, 1e-14) << which;
    }
  }
}

}  // namespace
}  // namespace clusia::test
