// Projects of programs for qualitative data. The elements are those of REFI-QDA 1.5 (2019), annex A.
#include <gmock/gmock.h>
#include <zip.h>

#include "voices/studies.hpp"

namespace clusia::test {
namespace {

using Entries = std::map<std::string, std::string>;  // of a ZIP, by name

void write_zip(const fs::path& path, const Entries& entries) {
  zip_t* const zip = ::zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, text] : entries)
    ::zip_file_add(zip, name.c_str(), ::zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
  ASSERT_EQ(::zip_close(zip), 0);
}

const std::string codes = R"(<CodeBook><Codes>
  <Code guid="C1" name="Income" isCodable="true">
    <Code guid="C2" name="Better" isCodable="true"><Code guid="C3" name="3" isCodable="true"/></Code>
    <Code guid="C4" name="worse" isCodable="true"/>
  </Code>
  <Code guid="C5" name="Anecdotes" isCodable="true"/>
</Codes></CodeBook>)";

std::string project(const std::string& cases, const std::string& sources) {
  return R"(<?xml version="1.0" encoding="utf-8"?><Project name="p" xmlns="urn:QDA-XML:project:1.0">)" + codes +
         R"(<Variables><Variable guid="V1" name="Group" typeOfVariable="Text"/></Variables>)" + "<Cases>" + cases +
         "</Cases><Sources>" + sources + "</Sources></Project>";
}

std::string person(const std::string& name, const std::string& group, const std::string& refers) {
  const std::string value = group.empty() ? ""
                                          : R"(<VariableValue><VariableRef targetGUID="V1"/><TextValue>)" + group +
                                                "</TextValue></VariableValue>";
  return "<Case guid=\"K" + name + "\" name=\"" + name + "\">" + value + refers + "</Case>";
}

std::string of_source(const std::string& guid) { return "<SourceRef targetGUID=\"" + guid + "\"/>"; }

std::string passage(const std::string& guid, int from, int to, const std::string& code) {
  return "<PlainTextSelection guid=\"" + guid + "\" startPosition=\"" + std::to_string(from) + "\" endPosition=\"" +
         std::to_string(to) + "\"><Coding guid=\"X" + guid + "\"><CodeRef targetGUID=\"" + code +
         "\"/></Coding></PlainTextSelection>";
}

const std::string voices = "[[voices]]\nname = \"x\"\nkind = \"segments\"\nfile = \"x.qdpx\"\nquotes = true\n";

std::string said_of(const Entries& entries) {
  const Folder folder;
  write_zip(folder / "x.qdpx", entries);
  return problems_in(study_in(folder, voices, {}));
}

// What it holds as a sheet has to give the same findings.
TEST(VoicesQdpx, IsReadAsTheSameSegmentsInASheet) {
  const std::string cases = person("Anna", "weavers", of_source("S1")) + person("Béla", "weavers", of_source("s2")) +
                            person("Carla", "traders", R"(<SelectionRef targetGUID="P5"/>)") +
                            person("Dora", "traders", of_source("S4")) + person("Association", "", of_source("S5"));
  const std::string sources =
      R"(<TextSource guid="S1" name="one" plainTextPath="internal://S1.txt">)" + passage("P1", 0, 12, "C3") +
      passage("P2", 14, 26, "c4") + passage("P3", 0, 3, "C5") + "</TextSource>" +
      R"(<PDFSource guid="S2" name="two"><Representation guid="R" plainTextPath="internal://s2.TXT">)" +
      passage("P4", 2, 6, "C4") + "</Representation></PDFSource>" +
      R"(<TextSource guid="S3" name="round"><PlainTextContent>All is well.</PlainTextContent>)" +
      passage("P5", 0, 12, "C2") + "</TextSource>" + R"(<AudioSource guid="S4" name="tape"/>)" +
      R"(<TextSource guid="S5" name="law" plainTextPath="relative://law.txt">)" + passage("P6", 0, 1, "C5") +
      "</TextSource>";
  const Folder folder;
  write_zip(folder / "x.qdpx", {{"project.qde", project(cases, sources)},
                                {"Sources/S1.txt", "Más dinero.\n\nNo hay salida."},
                                {"sources/s2.txt", "\xEF\xBB\xBFIl fait noir"}});
  const auto of_project = heard_in(study_in(folder, voices, {}));
  const auto of_sheet = heard_in(study_in(folder, exercise("x", "segments", "quotes = true\n"),
                                          {{"x.csv",
                                            "group,who,indicator,direction,strength,quote\n"
                                            "weavers,Anna,Income,better,3,\"Más dinero.\n\"\n"
                                            "weavers,Anna,Income,worse,,o hay salida\n"
                                            "weavers,Béla,Income,worse,, fai\n"
                                            "traders,Carla,Income,better,,All is well.\n"
                                            "traders,Dora,,,,\n"}}));
  const auto& project_says = std::get<std::vector<Spoken>>(of_project.front().what);
  const auto& sheet_says = std::get<std::vector<Spoken>>(of_sheet.front().what);
  ASSERT_EQ(project_says.size(), 3U);
  ASSERT_EQ(sheet_says.size(), 3U);
  for (std::size_t k = 0; k < 3; ++k) {
    const Spoken &a = project_says[k], &b = sheet_says[k];
    EXPECT_EQ(a.group, b.group);
    EXPECT_EQ(a.indicator, b.indicator);
    EXPECT_EQ(std::tie(a.better, a.worse, a.same, a.mixed, a.silent, a.mentions, a.strength),
              std::tie(b.better, b.worse, b.same, b.mixed, b.silent, b.mentions, b.strength));
  }
  EXPECT_EQ(project_says[0].quotes, (std::vector<std::string>{"Más dinero.\n", "o hay salida", " fai"}));
  EXPECT_EQ(project_says[1].quotes, std::vector<std::string>{"All is well."});
}

TEST(VoicesQdpx, AVoiceThatWouldNotBeCountedIsRefused) {
  const std::string said = R"(<TextSource guid="S1" name="one">)" + passage("P1", 0, 1, "C2") + "</TextSource>";
  EXPECT_EQ(said_of({{"project.qde", project("", said)}}),
            "x.qdpx: nobody is known to have said what is coded in 'one': make a case of the person, with the variable "
            "'group', and assign the source to it\n");
  EXPECT_EQ(said_of({{"project.qde", project(person("Anna", "", of_source("S1")), said)}}),
            "x.qdpx: the case 'Anna' has no value of the variable 'group': give it the name of its poverty group\n");
  EXPECT_EQ(said_of({{"project.qde", project(person("Anna", "everyone", of_source("S1")), said)}}),
            "x.qdpx: a group is called 'everyone', as all groups together are: give it another name\n");
}

TEST(VoicesQdpx, FilesThatAreNone) {
  const Folder folder;
  write(folder / "x.qdpx", "PK\x03\x04 and no more");
  EXPECT_EQ(problems_in(study_in(folder, voices, {})),
            "x.qdpx: this is no project file of a program for qualitative data: export it anew as REFI-QDA project "
            "(.qdpx)\n");
  EXPECT_EQ(said_of({{"other.txt", "x"}}),
            "x.qdpx: it holds no readable project.qde: export it anew as REFI-QDA project (.qdpx)\n");
  EXPECT_THAT(said_of({{"project.qde", "<Project>\n<Cases>"}}),
              ::testing::HasSubstr("line 2 of its project.qde is no XML"));
  EXPECT_THAT(said_of({{"project.qde", "<Project name=\"\xFF\"/>"}}), ::testing::HasSubstr("is not in UTF-8"));
  EXPECT_THAT(said_of({{"project.qde", "<Project/>"}}),
              ::testing::HasSubstr("no code is called better, worse or same"));
  EXPECT_THAT(said_of({{"project.qde", project("", "")}}), ::testing::HasSubstr("no passage has a code"));
  std::string deep;
  for (int k = 0; k < 200; ++k) deep += "<Code name=\"a\">";
  for (int k = 0; k < 200; ++k) deep += "</Code>";
  EXPECT_THAT(said_of({{"project.qde", "<Project><CodeBook><Codes>" + deep + "</Codes></CodeBook></Project>"}}),
              ::testing::HasSubstr("nested a hundred deep"));
}

}  // namespace
}  // namespace clusia::test
