// The words of the pages for groups say the same things in every language.
#include "report/words.hpp"

#include <gmock/gmock.h>
#include <toml++/toml.h>

#include <regex>
#include <set>

#include "report/report.hpp"
#include "report/results.hpp"
#include "report/web.hpp"

namespace {

using clusia::report::Words;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Sentences = std::map<std::string, std::string>;

void flatten(const toml::table& table, const std::string& prefix, Sentences& into) {
  for (const auto& [key, value] : table) {
    if (const toml::table* inner = value.as_table())
      flatten(*inner, prefix + std::string(key.str()) + ".", into);
    else
      into[prefix + std::string(key.str())] = value.value_or(std::string());
  }
}

Sentences sentences_of(std::string_view file) {
  Sentences all;
  flatten(toml::parse(file), "", all);
  return all;
}

const Sentences english = sentences_of(clusia::report::web::english());
const Sentences french = sentences_of(clusia::report::web::french());

/// What plugins state is in English, and another language says its own in its place.
std::set<std::string> places_of(const std::string& sentence) {
  static const std::regex place(R"(\{\{(\w+)\}\})");
  std::set<std::string> places;
  for (std::sregex_iterator at(sentence.begin(), sentence.end(), place), end; at != end; ++at)
    if ((*at)[1] != "stated") places.insert((*at)[1]);
  return places;
}

TEST(Translation, HasEverySentenceWithItsPlacesAndNoOther) {
  ASSERT_GT(english.size(), 50U);
  for (const auto& [key, sentence] : english) {
    ASSERT_EQ(french.count(key), 1U) << "fr.toml has nothing for " << key;
    EXPECT_EQ(places_of(french.at(key)), places_of(sentence)) << key;
    EXPECT_EQ(french.at(key).empty(), sentence.empty()) << key;
  }
  for (const auto& [key, sentence] : french)
    if (!key.starts_with("unit.") && !key.starts_with("output.")) {
      EXPECT_EQ(english.count(key), 1U) << "en.toml has nothing for " << key;
    }
}

TEST(Translation, NamesOutputsThatPluginsHave) {
  std::string sources;
  for (const char* folder : {"plugins/indicators", "sdk/include"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(CLUSIA_SOURCE_DIR) / folder))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
        sources += clusia::test::read(entry.path());
  for (const auto& [key, name] : french)
    if (key.starts_with("output.")) {
      EXPECT_NE(sources.find('"' + key.substr(7) + '"'), std::string::npos)
          << "no plugin has an output called " << key.substr(7);
    }
  EXPECT_EQ(Words("fr").output("Poverty headcount"), "Taux de pauvreté");
  EXPECT_EQ(Words("fr").output("Salaire moyen"), "Salaire moyen");
  EXPECT_EQ(Words("en").output("Poverty headcount"), "Poverty headcount");
}

TEST(Translation, IsSetAsFrenchIs) {
  const std::string space = "\u202f";
  for (const auto& [key, sentence] : french) {
    SCOPED_TRACE(key);
    for (std::size_t at = 0; at < sentence.size(); ++at) {
      if (std::string_view(":;?!%").find(sentence[at]) == std::string_view::npos) continue;
      EXPECT_TRUE(at >= space.size() && sentence.compare(at - space.size(), space.size(), space) == 0)
          << key << ": no thin space before '" << sentence[at] << "'";
    }
    EXPECT_EQ(sentence.find('\''), std::string::npos) << key << ": write \u2019";
  }
}

TEST(Words, WriteNumbersAsTheLanguageDoes) {
  const Words en("en"), fr("fr");
  EXPECT_EQ(en.number(-1234567.5, 1), "\u22121,234,567.5");
  EXPECT_EQ(fr.number(-1234567.5, 1), "\u22121\u202f234\u202f567,5");
  EXPECT_EQ(en.with_unit("5.2", "%"), "5.2%");
  EXPECT_EQ(fr.with_unit("5,2", "%"), "5,2\u202f%");
  EXPECT_EQ(fr.with_unit("5,2", "percentage points"), "5,2\u00a0points\u00a0de\u00a0pourcentage");
  EXPECT_EQ(fr.with_unit("5,2", "jours"), "5,2\u00a0jours");
  EXPECT_EQ(fr.list({"a", "b", "c"}), "a, b et c");
  EXPECT_THROW(Words("xx"), std::logic_error);
  EXPECT_THROW(en("no such key"), std::logic_error);
}

/// The pages of a fixture whose study is in this language.
std::string pages_in(const std::string& language, const std::string& name, const std::string& change = "") {
  const clusia::test::Folder folder;
  const auto database = clusia::test::results(folder, name);
  SQLite::Database(database.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE run SET study_text = '[study]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"" + language + "\"\n';" +
            change);
  return clusia::group_pages(database);
}

TEST(FrenchPages, SayGainsLossesAndWhatIsNotClear) {
  const std::string pages = pages_in("fr", "levels");
  EXPECT_THAT(pages, AllOf(HasSubstr("<html lang=\"fr\">"), HasSubstr("Aller au contenu"),
                           HasSubstr("<li>Pay\u202f: 2,5\u00a0euro de plus qu\u2019auparavant (entre 0,5 et 4,5 de "
                                     "plus).</li>"),
                           HasSubstr("</span> perte</span>\u202f: les résultats défavorables</h3>"),
                           HasSubstr("Survey, 303 (2000), 303 (2001) et 303 (2002).")));
  EXPECT_THAT(pages_in("fr", "levels",
                       "UPDATE effect SET estimate = 0.5, conf_low = -1.5, conf_high = 2.5, reading = 'unclear'"),
              HasSubstr("Pay\u202f: l\u2019étude ne permet pas de conclure. L\u2019écart peut aller de 1,5 de moins à "
                        "2,5\u00a0euro de plus qu\u2019auparavant."));
  EXPECT_THAT(
      pages_in("fr", "italy"),
      AllOf(HasSubstr("4,4\u00a0points\u00a0de\u00a0pourcentage de plus que si l\u2019évolution avait été celle "
                      "du groupe de comparaison."),
            HasSubstr("aurait évolué comme celle du groupe de comparaison"), Not(HasSubstr("without the districts"))));
}

TEST(FrenchPages, HaveNoEnglishLeft) {
  for (const char* name : {"italy", "sample", "levels"}) {
    const std::string pages = pages_in("fr", name);
    for (const auto& [key, sentence] : english) {
      const std::string head = sentence.substr(0, sentence.find("{{"));
      const std::string part = head.empty() ? sentence.substr(sentence.rfind('}') + 1) : head;
      if (part.size() < 8 || french.at(key) == sentence || key.starts_with("assumption.")) continue;
      EXPECT_EQ(pages.find(part), std::string::npos) << name << ", " << key << ": " << part;
    }
  }
}

TEST(EnglishPages, AreThoseOfAStudyThatNamesNoLanguage) {
  const clusia::test::Folder folder;
  EXPECT_EQ(pages_in("en", "levels"), clusia::group_pages(clusia::test::results(folder, "levels")));
}

}  // namespace
