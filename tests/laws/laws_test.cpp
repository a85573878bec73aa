// What must hold of every indicator whatever it measures, over the bindings of its oracle's study: a test an indicator,
// registered by the studies that stand there.
#include "laws/laws.hpp"

#include <gtest/gtest.h>

namespace clusia::test {
namespace {

const fs::path studies = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/indicators";

class Laws : public testing::Test {
 public:
  explicit Laws(std::string id) : id_(std::move(id)) {}

  void TestBody() override {
    ChannelOptions options;
    options.program = CLUSIA_PROGRAM;
    const Catalogue catalogue({{CLUSIA_PLUGINS, "built beside the tests"}}, options);
    Ledger ledger(id_);
    std::set<std::string> seen;
    for (const Case& of : cases_of(id_, catalogue)) {
      ledger.open(of);
      shuffled_rows(of, ledger);
      rescaled_weights(of, ledger);
      doubled_rows(of, ledger);
      missing_values(of, ledger);
      other_currency(of, ledger);
      a_number_or_words(of, ledger);
      derivatives(of, ledger);
      bootstrap(of, ledger);
      batches(of, ledger);
      unit_scores(of, ledger);
      same_bits(of, ledger);
      seen.insert(of.indicator().name);
    }
    EXPECT_FALSE(seen.empty()) << "the study has no indicator over data that are quickly read";
    ledger.close();
  }

 private:
  std::string id_;
};

const bool registered = [] {
  std::set<std::string> ids;
  for (const auto& file : fs::directory_iterator(studies))
    if (file.path().extension() == ".toml") ids.insert(file.path().stem().string());
  for (const std::string& id : ids)
    testing::RegisterTest("laws", id.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [id]() -> testing::Test* { return new Laws(id); });
  return true;
}();

}  // namespace
}  // namespace clusia::test
