// The words of the pages for readers say the same things in every language.
#include "report/words.hpp"

#include <gmock/gmock.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
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

/// What plugins and the host call things in English has names only in other languages.
bool names_what_others_said(const std::string& key) {
  for (const char* table : {"unit.", "output.", "said.", "term."})
    if (key.starts_with(table)) return true;
  return false;
}

TEST(Translation, HasEverySentenceWithItsPlacesAndNoOther) {
  ASSERT_GT(english.size(), 50U);
  for (const auto& [key, sentence] : english) {
    ASSERT_EQ(french.count(key), 1U) << "fr.toml has nothing for " << key;
    EXPECT_EQ(places_of(french.at(key)), places_of(sentence)) << key;
    EXPECT_EQ(french.at(key).empty(), sentence.empty()) << key;
  }
  for (const auto& [key, sentence] : french)
    if (!names_what_others_said(key)) {
      EXPECT_EQ(english.count(key), 1U) << "en.toml has nothing for " << key;
    }
}

/// All sources below a folder, literals that go on in the next line joined.
std::string sources_of(const std::vector<const char*>& folders) {
  std::string all;
  for (const char* folder : folders)
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(CLUSIA_SOURCE_DIR) / folder))
      if (const auto end = entry.path().extension(); end == ".cpp" || end == ".hpp" || end == ".html" || end == ".js")
        all += clusia::test::read(entry.path());
  return std::regex_replace(all, std::regex("\"\\s*\n\\s*\""), "");
}

/// A key stands in the sources whole, as a place of a page, or in two: "variance." and one of the database's words.
TEST(Translation, HasNoSentenceThatNothingSays) {
  const std::string sources =
      sources_of({"core"}) + clusia::test::read(std::filesystem::path(CLUSIA_SOURCE_DIR) / "core/store/schema.sql");
  const auto stands = [&](const std::string& what) { return sources.find(what) != std::string::npos; };
  for (const auto& [key, sentence] : english) {
    std::string name = key;
    for (const char* form : {".one", ".many"})
      if (name.ends_with(form)) name.erase(name.size() - std::string_view(form).size());
    bool said = stands('"' + name + '"') || stands("{{" + name + "}}");
    for (std::size_t at = name.find_first_of("._"); at != std::string::npos; at = name.find_first_of("._", at + 1)) {
      const std::string rest = name.substr(at + 1);
      said |= stands('"' + name.substr(0, at + 1) + '"') && (stands('"' + rest + '"') || stands("'" + rest + "'"));
    }
    EXPECT_TRUE(said) << "nothing says " << key;
  }
}

TEST(Translation, KnowsPhrasesThatAreSaid) {
  const std::string sources = sources_of({"core", "plugins", "sdk/include"});
  for (const auto& [key, phrase] : french) {
    if (!key.starts_with("said.")) continue;
    const std::string pattern = key.substr(5);
    EXPECT_EQ(places_of(pattern), places_of(phrase)) << key;
    // Programs put phrases together from parts: what stands before a place, or two words of it, stand somewhere.
    static const std::regex two(R"([^ {}"]+ [^ {}"]+)");
    bool said = sources.find('"' + pattern.substr(0, pattern.find("{{"))) != std::string::npos;
    for (std::size_t at = 0; at != std::string::npos && !said; at = pattern.find(' ', at + 1)) {
      std::smatch words;
      const std::string rest = pattern.substr(at == 0 ? 0 : at + 1);
      said = std::regex_search(rest, words, two, std::regex_constants::match_continuous) &&
             sources.find(words.str()) != std::string::npos;
    }
    EXPECT_TRUE(said) << "nobody says " << pattern;
  }
}

/// Words that stand in a page's HTML or between quotes of a script are put there as they are.
TEST(Translation, CanStandInPagesAndScripts) {
  std::string pages;
  for (const char* file : {"report.html", "shell.html", "report.js", "levels.js", "balance.js", "curves.js",
                           "strategies.js", "control.js"})
    pages += clusia::test::read(std::filesystem::path(CLUSIA_SOURCE_DIR) / "core/report/web" / file);
  std::size_t placed = 0;
  for (const Sentences* language : {&english, &french}) {
    for (const auto& [key, sentence] : *language) {
      if (pages.find("{{" + key + "}}") == std::string::npos) continue;
      ++placed;
      EXPECT_EQ(sentence.find_first_of("<>&'\"\\`"), std::string::npos) << key;
    }
  }
  EXPECT_GT(placed, 40U);
}

TEST(Translation, NamesOutputsThatPluginsHave) {
  const std::string sources = sources_of({"plugins/indicators", "sdk/include"});
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
  EXPECT_EQ(fr.with_unit("\u2013", "%"), "\u2013");
  EXPECT_EQ(fr.range(0.5, 1234.25, 2), "0,50 à 1\u202f234,25");
  EXPECT_EQ(fr.number(std::nullopt, 2), "\u2013");
  EXPECT_EQ(fr.p_value(0.0001), "<0,001");
  EXPECT_EQ(fr.plain(0.05), "0,05");
  EXPECT_EQ(fr.list({"a", "b", "c"}), "a, b et c");
  EXPECT_EQ(en.list({"a", "b", "c", "d"}, 3), "a, b and 2 more");
  EXPECT_THROW(Words("xx"), std::logic_error);
  EXPECT_THROW(en("no such key"), std::logic_error);
}

TEST(Words, CountAsTheLanguageDoes) {
  const Words en("en"), fr("fr");
  EXPECT_EQ(en.counted(0, "count.groups") + en.counted(1, "count.groups") + en.counted(2, "count.groups"),
            "0 groups1 group2 groups");
  EXPECT_EQ(fr.counted(0, "count.groups") + fr.counted(1, "count.groups") + fr.counted(2, "count.groups"),
            "0 groupe1 groupe2 groupes");
}

TEST(Words, TranslatePhrasesWithWhatStandsInThem) {
  const Words en("en"), fr("fr");
  EXPECT_EQ(fr.said("Change"), "Évolution");
  EXPECT_EQ(fr.said("Change, programme"), "Évolution, programme");
  EXPECT_EQ(fr.said("Changed"), "Changed");
  EXPECT_EQ(fr.said("few clusters (9 treated, 7 compared)"), "peu de grappes (9 bénéficiaires, 7 de comparaison)");
  EXPECT_EQ(fr.said("few clusters (9 treated, 7 compared) and more"), "few clusters (9 treated, 7 compared) and more");
  EXPECT_EQ(fr.said("Treated minus comparison in wave 2025"), "Bénéficiaires moins comparaison, enquête 2025");
  EXPECT_EQ(fr.said("Treated minus comparison"), "Bénéficiaires moins comparaison");
  EXPECT_EQ(fr.said(""), "");
  EXPECT_EQ(en.said("Change, programme"), "Change, programme");
}

using Pages = std::string (*)(const std::filesystem::path&);

std::string report(const std::filesystem::path& database) { return clusia::html_report(database); }

/// The pages of a fixture whose study is in this language.
std::string pages_in(const std::string& language, const std::string& name, const std::string& change = "",
                     Pages pages = clusia::group_pages) {
  const clusia::test::Folder folder;
  const auto database = clusia::test::results(folder, name);
  SQLite::Database(database.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE run SET study_text = '[study]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"" + language + "\"\n';" +
            change);
  return pages(database);
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

/// Without scripts, whose comments are in English, and what the study wrote.
std::string without_code(const std::string& page) {
  std::string rest;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = std::min(page.find("<script>", at), page.find("<pre", at));
    rest += page.substr(at, open - at);
    if (open == std::string::npos) break;
    at = std::min(page.find("</script>", open), page.find("</pre>", open));
  }
  return rest;
}

TEST(FrenchPages, HaveNoEnglishLeft) {
  for (const Pages pages : {clusia::group_pages, report, clusia::indicator_pages}) {
    for (const char* name : {"italy", "sample", "levels", "empty"}) {
      const std::string page = without_code(pages_in("fr", name, "", pages));
      for (const auto& [key, sentence] : english) {
        const std::string head = sentence.substr(0, sentence.find("{{"));
        const std::string part = head.empty() ? sentence.substr(sentence.rfind('}') + 1) : head;
        if (part.size() < 8 || french.at(key) == sentence || key.starts_with("assumption.")) continue;
        // The data have English words, too; a heading of one word, or a few words together, they have not.
        const auto spaces = std::ranges::count(part, ' ');
        if (spaces == 1 || spaces == 2) continue;
        const std::string sought = spaces == 0 ? "\">" + part + "<" : part;
        EXPECT_EQ(page.find(sought), std::string::npos) << name << ", " << key << ": " << part;
      }
    }
  }
}

TEST(FrenchPages, HaveNumbersSignsAndChartsOfTheLanguage) {
  const std::string page = pages_in("fr", "levels", "", report);
  EXPECT_THAT(page, AllOf(HasSubstr("<html lang=\"fr\">"), HasSubstr("<h2 id=\"verdict-title\">Verdict</h2>"),
                          HasSubstr("<strong>2,500</strong>"), HasSubstr("0,500 à 4,500"),
                          HasSubstr("Intervalle à 95\u202f%"), HasSubstr("</span> gain</span>")));
  EXPECT_THAT(page, AllOf(HasSubstr("decimal: ','"), HasSubstr("perte: { colour"), HasSubstr("text: 'trop peu de cas'"),
                          HasSubstr("\"estimate\":2.5,"), Not(HasSubstr("\"estimate\":2,5"))))
      << "numbers of charts are JSON, and their axes are written by the locale";
  EXPECT_THAT(pages_in("en", "levels", "", report), AllOf(Not(HasSubstr("decimal: '")), HasSubstr("loss: { colour")));
  const std::string lost = pages_in("fr", "levels", "UPDATE effect SET reading = 'loss'", report);
  EXPECT_THAT(lost, AllOf(HasSubstr("\"reading\":\"perte\""), HasSubstr("reading loss\">")));
}

TEST(FrenchPages, HoldBackSmallCells) {
  for (const Pages pages : {report, clusia::indicator_pages})
    EXPECT_THAT(pages_in("fr", "levels", "", pages),
                AllOf(Not(HasSubstr("7777")), Not(HasSubstr("7\u202f777")), HasSubstr("trop peu de cas")));
}

TEST(EnglishPages, AreThoseOfAStudyThatNamesNoLanguage) {
  const clusia::test::Folder folder;
  EXPECT_EQ(pages_in("en", "levels"), clusia::group_pages(clusia::test::results(folder, "levels")));
  const std::string report_in_english = pages_in("en", "levels", "", report);
  EXPECT_THAT(report_in_english, AllOf(HasSubstr("<html lang=\"en-GB\">"), HasSubstr("Skip to the verdict")));
}

}  // namespace
