// A pinned study is carried out with the plugins that it was first carried out with, or not at all.
#include <gmock/gmock.h>

#include "studies/program.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

using testing::HasSubstr;

class Pinned : public testing::Test {
 protected:
  Pinned() {
    write(folder_ / "people.csv", "income\n1\n2\n3\n");
    write(folder_ / "study.toml",
          "[study]\nid = \"pinned\"\ntitle = \"Pinned\"\npopulation = true\n[plugins]\npin = true\n"
          "[data.people]\nsource = { plugin = \"csv\", parameters = { path = \"people.csv\" } }\n"
          "[[indicator]]\nname = \"income\"\nplugin = \"mean\"\ninputs = { value = \"income\" }\n");
    fs::create_directory(folder_ / "plugins");
  }
  Said run(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"run", "study.toml", "--out", "out", "--force", "-q"};
    words.insert(words.end(), more.begin(), more.end());
    return clusia(words, {.in = folder_.path(), .environment = {}});
  }
  const Folder folder_;
};

TEST_F(Pinned, AStudyWritesTheSumsOfItsPluginsAndHoldsThem) {
  EXPECT_EQ(run().status, 0);
  const std::string lock = read(folder_ / "study.lock");
  Results results(folder_ / "out/results.sqlite");
  for (const char* id : {"csv", "mean"})
    EXPECT_THAT(lock,
                HasSubstr(std::string(id) + " = { version = \"1.0.0\", sha256 = \"" +
                          results.one("SELECT sha256 FROM plugin WHERE name = '" + std::string(id) + "'") + "\" }\n"));
  EXPECT_EQ(run().status, 0);
  EXPECT_EQ(read(folder_ / "study.lock"), lock);
}

TEST_F(Pinned, AnotherPluginIsRefusedWithBothNamed) {
  EXPECT_EQ(run().status, 0);
  const std::string lock = read(folder_ / "study.lock");
  const std::size_t at = lock.find("mean = ");
  std::string other = lock;
  const std::size_t sum = other.find("sha256 = \"", at) + 10;
  other[sum] = other[sum] == '0' ? '1' : '0';
  write(folder_ / "study.lock", other);
  for (const char* verb : {"run", "check"}) {
    std::vector<std::string> words{verb, "study.toml"};
    if (words[0] == "run") words.emplace_back("--force");
    const Said said = clusia(words, {.in = folder_.path(), .environment = {}});
    EXPECT_EQ(said.status, 2);
    EXPECT_THAT(said.err,
                testing::MatchesRegex("study.lock:[0-9]+:8: indicator 'mean' is not the one that the study was "
                                      "pinned to: version 1.0.0 then, 1.0.0 now, in .*/mean.so: put back the "
                                      "file whose SHA-256 is [0-9a-f]{64}, or remove this line to pin the "
                                      "plugin that is there\n"));
  }
  EXPECT_EQ(read(folder_ / "study.lock"), other);
}

TEST_F(Pinned, APluginThatTheStudyTookOnIsAdded) {
  EXPECT_EQ(run().status, 0);
  const std::string study = read(folder_ / "study.toml");
  write(folder_ / "study.toml",
        study + "[[indicator]]\nname = \"sum\"\nplugin = \"total\"\ninputs = { value = \"income\" }\n");
  EXPECT_EQ(run().status, 0);
  EXPECT_THAT(read(folder_ / "study.lock"), HasSubstr("\ntotal = "));
}

TEST_F(Pinned, ASpoiltFileIsToldWithItsPlace) {
  write(folder_ / "study.lock", "[indicator]\nmean = {\n");
  const Said said = run();
  EXPECT_EQ(said.status, 2);
  EXPECT_THAT(said.err, HasSubstr("study.lock:"));
  EXPECT_THAT(said.err, HasSubstr("Clusia writes this file"));
}

}  // namespace
}  // namespace clusia::test
