#include "study/reading.hpp"

namespace clusia {

void read_inference(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::inference(), "[inference]", reading.problems);
  InferenceSettings& s = reading.study.inference;
  s.at = table.at();
  s.variance = table.text("variance");
  s.single_psu = table.text("single_psu");
  s.adjust = table.text("adjust");
  s.family = table.text("family");
  s.few_clusters = table.integer("few_clusters");
  s.few_clusters_test = table.text("few_clusters_test");
  s.replicates = table.integer("replicates");
  s.redesign = table.boolean("redesign");
  if (s.redesign && s.variance == "linearised")
    reading.problems.add(table.at("redesign"), "'redesign' is true, and variance = \"linearised\" has no replicates",
                         "choose variance = \"bootstrap\" or \"jackknife\", or leave 'redesign' out");
  if (reading.study.of_sample && s.variance != "linearised")
    reading.problems.add(table.at("variance"),
                         "replicates tell how samples differ, and estimand_of = \"sample\" asks of this one",
                         "choose variance = \"linearised\"");
  s.most_missing = table.number("max_missing");
  s.trend_break = table.number("trend_break");
  s.trend_bend = table.number("trend_bend");
  if (table.has("max_cv")) s.largest_cv = table.number("max_cv");
  s.least_rows = table.integer("min_rows");
}

}  // namespace clusia
