// Every plugin of the repository keeps every rule; what is known and stays stands here with its reason.
#include <gtest/gtest.h>

#include <clusia/kit.hpp>
#include <map>

namespace clusia::kit {
namespace {

namespace fs = std::filesystem;

/// Parameters that cannot be guessed.
const std::map<std::string, std::map<std::string, std::string>> values{
    {"csv", {{"path", CLUSIA_SOURCE_DIR "/configs/italy-districts/data/employment_1991_1996.csv"}}},
    {"expression", {{"formula", "columns_1 / columns_2"}}},
    {"synthetic_control", {{"before", "second"}, {"rank", "after"}}}};

/// Warnings that stay: plugin and rule, and why.
const std::map<std::pair<std::string, std::string>, const char*> known_warnings{
    {{"composite", "answers"}, "min_max gives the lowest of a part 0, of which there is no geometric mean"},
    {{"gini", "derivative_domain"},
     "form = corrected: n / (n - 1) jumps when a row of weight 0 begins to weigh something"},
    {{"gini", "doubled"}, "forms osier and corrected take weights for numbers of rows"},
    {{"growth_incidence", "weight_zero"}, "whether the domain is its whole wave is known by the rows that are listed"},
    {{"matched", "equal_arms"},
     "ties = unit and data: of neighbours at one distance one is taken; method = full: of equal totals one is"},
    {{"matched", "jacobian"}, "replacement = false: no Jacobian exists"},
    {{"poverty_change", "weight_zero"}, "as for growth_incidence"},
    {{"poverty_change", "bootstrap"}, "the residual is a difference of second order"},
    {{"randomised", "jacobian"}, "weights = known"},
    {{"reweighted", "jacobian"}, "weights = known"},
    {{"variability", "derivative_domain"}, "divisor = sample: n / (n - 1), as for gini"},
    {{"variability", "doubled"}, "divisor = sample: n / (n - 1) counts rows"}};

class Shipped : public testing::Test {
 public:
  explicit Shipped(fs::path file) : file_(std::move(file)) {}
  void TestBody() override {
    const std::string id = file_.stem().string();
    Options options;
    if (const auto set = values.find(id); set != values.end()) options.values = set->second;
    for (const Finding& f : check(file_, options)) {
      const bool known = known_warnings.count({id, f.rule}) > 0;
      EXPECT_TRUE(f.verdict == Verdict::pass || f.verdict == Verdict::skipped ||
                  (f.verdict == Verdict::warning && known))
          << f.rule << ": " << name_of(f.verdict) << ": " << f.words;
      EXPECT_TRUE(f.words.find("--set") == std::string::npos) << f.rule << ": nothing was tried: " << f.words;
      EXPECT_TRUE(!known || f.verdict == Verdict::warning) << f.rule << ": no longer a warning: take it from the list";
    }
  }

 private:
  fs::path file_;
};

const bool registered = [] {
  for (const char* folder : {CLUSIA_PLUGINS, CLUSIA_BINARY_DIR "/examples"})
    if (fs::exists(folder))
      for (const auto& file : fs::directory_iterator(folder))
        if (file.path().extension() == ".so")
          testing::RegisterTest("shipped", file.path().stem().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                                [path = file.path()]() -> testing::Test* { return new Shipped(path); });
  return true;
}();

}  // namespace
}  // namespace clusia::kit
