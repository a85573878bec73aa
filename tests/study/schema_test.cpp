#include "study/schema.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "study/plugins.hpp"
#include "study/studies.hpp"

namespace clusia {
namespace {

using nlohmann::json;

TEST(Reference, OfTheKeysStandsInTheDocumentation) {
  EXPECT_EQ(testing::between(testing::documentation(), "<!-- generated -->\n", "<!-- end of generated -->"),
            reference_markdown());
}

const json& case_of(const json& setup, const std::string& id) {
  for (const auto& one : setup.at("allOf"))
    if (one.at("if").at("properties").at("plugin").at("const") == id) return one.at("then");
  throw std::runtime_error("the schema has no plugin " + id);
}

TEST(Schema, HoldsWhatPluginsDeclare) {
  const json schema = study_schema(testing::all_plugins());
  const json& indicator = schema.at("properties").at("indicator").at("items");
  EXPECT_EQ(indicator.at("properties").at("plugin").at("enum"),
            json({"total", "poverty", "deprivation", "quantiles", "broken"}));
  const json& poverty = case_of(indicator, "poverty");
  const json& percent = poverty.at("properties").at("parameters").at("properties").at("percent");
  EXPECT_EQ(percent.at("type"), "number");
  EXPECT_EQ(percent.at("minimum"), 0);
  EXPECT_EQ(percent.at("maximum"), 1);
  EXPECT_EQ(percent.at("default"), 0.6);
  EXPECT_EQ(percent.at("description"), "the line as a share of the median");
  EXPECT_EQ(poverty.at("properties").at("inputs").at("required"), json({"income"}));
  EXPECT_FALSE(poverty.at("properties").contains("reference"));
  EXPECT_EQ(case_of(indicator, "total").at("properties").at("reference"), false) << "it reads none";
  const json& source = schema.at("properties").at("data").at("additionalProperties").at("properties").at("source");
  EXPECT_EQ(case_of(source, "csv").at("required"), json({"parameters"}));
  EXPECT_EQ(case_of(source, "csv").at("properties").at("parameters").at("properties").at("quote").at("enum"),
            json({"double", "single"}));
}

/// The second opinion: Python's jsonschema checks the schema itself and judges studies by it.
TEST(Schema, AgreesWithTheReaderInTheEyesOfAnotherValidator) {
  if (std::system("python3 -c 'import jsonschema, tomllib' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-jsonschema is not installed";
  const testing::Folder folder;
  const auto schema = folder.write("schema.json", study_schema(testing::all_plugins()).dump());
  const auto verdicts = folder.path() / "verdicts";
  const std::filesystem::path tests = std::filesystem::path(CLUSIA_SOURCE_DIR) / "tests/study";
  std::string command = "python3 '" + (tests / "judge.py").string() + "' '" + schema.string() + "' '" +
                        folder.write("documented.toml", testing::documented_study()).string() + "'";
  for (const auto* wrong :
       {"bad_types", "empty_file", "five_errors", "misspelt_parameters", "missing_parameters_and_inputs",
        "nothing_required", "out_of_range", "references", "unknown_keys", "unknown_plugins", "arms"})
    command += " '" + (tests / "gallery" / (wrong + std::string(".toml"))).string() + "'";
  ASSERT_EQ(std::system((command + " > '" + verdicts.string() + "'").c_str()), 0);
  EXPECT_EQ(testing::contents(verdicts),
            "documented: right\nbad_types: wrong\nempty_file: wrong\nfive_errors: wrong\nmisspelt_parameters: wrong\n"
            "missing_parameters_and_inputs: wrong\nnothing_required: wrong\nout_of_range: wrong\nreferences: wrong\n"
            "unknown_keys: wrong\nunknown_plugins: wrong\narms: wrong\n");
}

}  // namespace
}  // namespace clusia
