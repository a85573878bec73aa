#include <map>
#include <set>

#include "docs/pages.hpp"

namespace clusia::test {
namespace {

/// core/study/indicator_catalogue.toml is data that others read: every entry is whole, and what it names is there.
TEST(Catalogue, EntriesAreWholeAndNamePluginsThatAreThere) {
  const std::map<std::string, std::string> allowed{
      {"id", "[a-z][a-z0-9_]*"},
      {"title", ".+"},
      {"state", ".+"},
      {"area", "enterprise_development|business_linkages|local_governance"},
      {"stakeholder", "entrepreneur|worker|household|community"},
      {"direction", "higher|lower|none"},
      {"loss", ".+"},
      {"evidence", "quantitative|qualitative|participatory"},
      {"nature", "direct|proxy"},
      {"plugin", "[a-z_]+"},
      {"source", "box [156]"}};
  const std::string text = read(root / "core/study/indicator_catalogue.toml");
  static const std::regex entry("\\[\\[entry\\]\\]\n((?:[a-z]+ = \"[^\"\n]*\"\n)+)"),
      line("([a-z]+) = \"([^\"\n]*)\"\n");
  const auto entries = matches(text, entry);
  std::set<std::string> ids, stakeholders;
  for (const std::smatch& e : entries) {
    std::map<std::string, std::string> of;
    const std::string body = e[1];
    for (const std::smatch& l : matches(body, line)) {
      EXPECT_TRUE(of.emplace(l[1], l[2]).second) << body;
      const auto rule = allowed.find(l[1]);
      ASSERT_NE(rule, allowed.end()) << l[0];
      EXPECT_TRUE(std::regex_match(l[2].str(), std::regex(rule->second))) << l[0];
    }
    EXPECT_EQ(of.size(), allowed.size()) << body;
    EXPECT_TRUE(ids.insert(of["id"]).second) << of["id"];
    stakeholders.insert(of["stakeholder"]);
    EXPECT_TRUE(std::filesystem::exists(root / "plugins/indicators" / of["plugin"])) << body;
  }
  static const std::regex heading("\\[\\[entry\\]\\]\n");
  EXPECT_EQ(entries.size(), matches(text, heading).size()) << "an entry is not written a key a line";
  EXPECT_EQ(stakeholders.size(), 4U);
}

}  // namespace
}  // namespace clusia::test
