// What is refused when it is loaded, and in which words: the whole message, with the path as {file}.
#include <elf.h>

#include <cstring>
#include <set>

#include "faults/faults.hpp"
#include "plugin/catalogue.hpp"

namespace clusia::faults {
namespace {

struct Refused {
  std::string fault, message;
};

std::string with_path(std::string message, const std::string& path) {
  const auto at = message.find("{file}");
  return at == std::string::npos ? message : message.replace(at, 6, path);
}

std::string wrongly(const std::string& what) {
  return "failure: {file}: declares itself wrongly (" + what + "): ask the plugin's author";
}

const std::vector<Refused>& gallery() {
  static const std::vector<Refused> all{
      {"no_entry",
       "failure: {file}: is no Clusia plugin: it exports no clusia_plugin_entry: build it with clusia_add_plugin() and "
       "end its source with CLUSIA_INDICATOR_PLUGIN, CLUSIA_COMPARATOR_PLUGIN or CLUSIA_SOURCE_PLUGIN"},
      {"newer_major",
       "failure: {file}: the plugin needs interface 2.0, this host speaks 1.1: update Clusia, or rebuild the plugin "
       "with this host's SDK"},
      {"older_major",
       "failure: {file}: the plugin needs interface 0.9, this host speaks 1.1: rebuild the plugin with this host's "
       "SDK"},
      {"newer_minor",
       "failure: {file}: the plugin needs interface 1.4, this host speaks 1.1: update Clusia, or rebuild the plugin "
       "with this host's SDK"},
      {"declines", "failure: {file}: declined to start (its licence has run out): ask its author"},
      {"declines_without_words",
       "failure: {file}: clusia_plugin_entry returned nothing and gave no reason: a plugin that cannot start must fill "
       "*error; ask its author"},
      {"entry_throws",
       "failure: {file}: threw an exception out of clusia_plugin_entry: no exception may cross the boundary; the "
       "wrappers of the SDK catch all"},
      {"says_no_version", "failure: {file}: did not say which interface it needs: write *least in clusia_plugin_entry"},
      {"bad_parameter_name", wrongly("a parameter is named 'Half Life'; a name is [a-z][a-z0-9_]*")},
      {"empty_range", wrongly("parameter 'low' has no sensible range")},
      {"choice_without_choices", wrongly("parameter 'way' offers no choices")},
      {"parameter_of_no_type", wrongly("parameter 'way' has no known type")},
      {"parameter_without_doc", wrongly("parameter 'way': its line of documentation is missing")},
      {"required_with_default", wrongly("parameter 'way' is required and has a default")},
      {"duplicate_parameter", wrongly("parameter 'line' is declared twice")},
      {"small_parameter", wrongly("the structs of its parameters are too small")},
      {"duplicate_input", wrongly("input 'value' is declared twice")},
      {"input_of_no_type", wrongly("input 'other' has no known type")},
      {"duplicate_output", wrongly("output 'mean' is declared twice")},
      {"output_of_no_direction", wrongly("output 'other' has no known direction")},
      {"text_not_utf8", wrongly("the text 'D\xEF\xBF\xBDpenses' is not UTF-8")},
      {"no_output", wrongly("it declares no output")},
      {"incomplete_interface", wrongly("its indicator interface is incomplete")},
      {"small_plugin", wrongly("its clusia_plugin is too small")},
      {"larger_plugin",
       wrongly("its clusia_plugin is larger than this host knows, and not zero beyond: update Clusia")},
      {"unknown_kind", wrongly("it is of no known kind")},
      {"bad_id", wrongly("the plugin is named 'Not An Id'; a name is [a-z][a-z0-9_]*")},
      {"no_name", wrongly("its name is missing")},
      {"no_interface", wrongly("it has no interface")},
      {"larger_but_zero", "plugin larger_but_zero"},  // zero means "as before": accepted
  };
  return all;
}

class Refusals : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Everywhere, Refusals, ::testing::Bool(),
                         [](const auto& of) { return of.param ? "InAWorker" : "InProcess"; });

TEST_P(Refusals, AreWordedAsTheGallerySays) {
  const auto channel = open_channel(options(GetParam()));
  for (const auto& [fault, message] : gallery())
    EXPECT_EQ(described(*channel, faulty(fault)), with_path(message, faulty(fault)));
}

TEST_P(Refusals, FilesThatAreNoLibrary) {
  const Folder folder;
  const auto channel = open_channel(options(GetParam()));
  const auto said = [&](const fs::path& file) { return described(*channel, file.string()); };
  const std::string no_library =
      ": is no shared library: a plugin is built with clusia_add_plugin(); remove this file from the plugin folder";
  const fs::path text = folder.write("text.so", "a text of some length that is named as if it were a library\n");
  EXPECT_EQ(said(text), "failure: " + text.string() + no_library);
  const fs::path nothing = folder.write("nothing.so", "");
  EXPECT_EQ(said(nothing), "failure: " + nothing.string() + no_library);
  const fs::path magic = folder.write("magic.so", ELFMAG);
  EXPECT_EQ(said(magic), "failure: " + magic.string() + ": is a truncated shared library: copy or build it again");
  fs::create_directory(folder.path() / "folder.so");
  EXPECT_EQ(said(folder.path() / "folder.so"),
            "failure: " + (folder.path() / "folder.so").string() + ": is no file: correct the path");
  EXPECT_EQ(said(folder.path() / "absent.so"),
            "failure: " + (folder.path() / "absent.so").string() + ": is no file: correct the path");
}

TEST_P(Refusals, AMissingDependencyIsNamed) {
  const Folder folder;  // the library that the plugin was linked with is not here, nor anywhere that is searched
  const fs::path file = folder.path() / "missing_dependency.so";
  fs::copy_file(faulty("missing_dependency"), file);
  const auto channel = open_channel(options(GetParam()));
  EXPECT_EQ(described(*channel, file.string()),
            "failure: " + file.string() +
                ": cannot be loaded (libfaulty_goes.so: cannot open shared object file: No such file or directory): "
                "install what it depends on, or link it in; clusia_add_plugin() finds what is missing when it links");
}

TEST_P(Refusals, ALibraryThatChangesTheFloatingPointStateIsRefusedAndTheStateRestored) {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  const unsigned before = __builtin_ia32_stmxcsr();
  const auto channel = open_channel(options(GetParam()));
  EXPECT_EQ(described(*channel, faulty("fast_math")),
            "failure: " + faulty("fast_math") +
                ": changed the floating-point state (tiny numbers become zero, or results are rounded otherwise, for "
                "everyone): build it without -ffast-math; clusia_add_plugin() does");
  EXPECT_EQ(__builtin_ia32_stmxcsr() & 0x8040U, before & 0x8040U);  // denormals still count
#else
  GTEST_SKIP() << "GCC links crtfastmath.o on x86-64";
#endif
}

TEST(LoadingInAWorker, CrashesAreNamedAndTheNextPluginIsRead) {
  const auto channel = open_channel(options());
  if (!sanitized) {
    EXPECT_EQ(described(*channel, faulty("entry_crashes")), "crash: crashed with SIGSEGV (Segmentation fault)");
    EXPECT_EQ(described(*channel, faulty("crashes_when_constructed")),
              "crash: crashed with SIGSEGV (Segmentation fault)");
  }
  EXPECT_EQ(described(*channel, faulty("entry_exits")), "crash: ended its process with exit status 3");
  EXPECT_EQ(described(*channel, std::string(CLUSIA_PLUGINS) + "/mean.so"), "plugin mean");
}

/// Every place where a section or a segment begins or ends, and its neighbours.
std::set<std::size_t> cuts_of(const std::string& library) {
  Elf64_Ehdr header{};
  std::memcpy(&header, library.data(), sizeof header);
  std::set<std::size_t> cuts{1, 4, 16, sizeof header - 1, sizeof header};
  const auto around = [&](std::size_t at) {
    for (const std::size_t cut : {at - 1, at, at + 1})
      if (cut > 0 && cut < library.size()) cuts.insert(cut);
  };
  for (std::size_t k = 0; k < header.e_phnum; ++k) {
    Elf64_Phdr p{};
    std::memcpy(&p, library.data() + header.e_phoff + k * sizeof p, sizeof p);
    around(p.p_offset), around(p.p_offset + p.p_filesz);
  }
  for (std::size_t k = 0; k < header.e_shnum; ++k) {
    Elf64_Shdr s{};
    std::memcpy(&s, library.data() + header.e_shoff + k * sizeof s, sizeof s);
    around(s.sh_offset), around(header.e_shoff + k * sizeof s);
  }
  around(library.size() - 1);
  return cuts;
}

TEST_P(Refusals, ATruncatedLibraryWhereverItIsCut) {
  const Folder folder;
  const std::string whole = contents(std::string(CLUSIA_PLUGINS) + "/mean.so");
  const auto channel = open_channel(options(GetParam()));
  const std::set<std::size_t> cuts = cuts_of(whole);
  ASSERT_GT(cuts.size(), 60U);
  for (const std::size_t cut : cuts) {
    const fs::path file = folder.write("cut_" + std::to_string(cut) + ".so", whole.substr(0, cut));
    const std::string said = described(*channel, file.string());
    EXPECT_TRUE(said == "failure: " + file.string() + ": is a truncated shared library: copy or build it again" ||
                (cut < SELFMAG && said.find(": is no shared library: ") != std::string::npos))
        << "cut at " << cut << ": " << said;
    fs::remove(file);
  }
}

TEST(ACatalogue, NamesBothFilesThatClaimOneIdAndTakesCopiesOfOneFileForOne) {
  const Folder one, other;
  fs::copy_file(faulty("larger_but_zero"), one.path() / "larger_but_zero.so");
  fs::copy_file(faulty("larger_but_zero"), other.path() / "larger_but_zero.so");
  EXPECT_TRUE(
      std::holds_alternative<const Declaration*>(Catalogue({{one.path(), "first"}, {other.path(), "second"}}, options())
                                                     .find(Kind::indicator, "larger_but_zero")));
  std::ofstream(other.path() / "larger_but_zero.so", std::ios::binary | std::ios::app) << "other bytes";
  const Catalogue catalogue({{one.path(), "first"}, {other.path(), "second"}}, options());
  const auto found = catalogue.find(Kind::indicator, "larger_but_zero");
  ASSERT_TRUE(std::holds_alternative<std::string>(found));
  EXPECT_EQ(std::get<std::string>(found), "indicator 'larger_but_zero' is named by two different files, " +
                                              (one.path() / "larger_but_zero.so").string() + " and " +
                                              (other.path() / "larger_but_zero.so").string() + ": remove one of them");
}

TEST(ACatalogue, KnowsAPluginThatLoadsAnotherFromTheOther) {
  const Folder folder;
  for (const char* plugin : {"loads_another", "segfault"})
    fs::copy_file(faulty(plugin), folder.path() / (std::string(plugin) + ".so"));
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  const Catalogue catalogue({{folder.path(), "--plugin-path"}}, options());
  fs::current_path(before);
  EXPECT_EQ(catalogue.ids(Kind::indicator), (std::vector<std::string>{"loads_another", "segfault"}));
  EXPECT_TRUE(catalogue.refused().empty()) << catalogue.refused().front();
}

TEST(ACatalogue, LoadsNothingThatAnyoneMayWrite) {
  const Folder folder, open_folder;
  fs::copy_file(faulty("segfault"), folder.path() / "segfault.so");
  fs::copy_file(faulty("sleeps"), folder.path() / "sleeps.so");
  fs::copy_file(faulty("loops"), open_folder.path() / "loops.so");
  const fs::path file = folder.path() / "sleeps.so";
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  fs::permissions(open_folder.path(), fs::perms::others_write, fs::perm_options::add);
  const Catalogue catalogue({{folder.path(), "--plugin-path"}, {open_folder.path(), "CLUSIA_PLUGIN_PATH"}}, options());
  EXPECT_EQ(catalogue.ids(Kind::indicator), std::vector<std::string>{"segfault"});
  EXPECT_EQ(std::get<std::string>(catalogue.find(Kind::indicator, "sleeps")),
            "indicator plugin 'sleeps' cannot be loaded: " + file.string() +
                ": anyone may write over this file, so that it is not loaded: chmod o-w " + file.string());
  EXPECT_EQ(std::get<std::string>(catalogue.find(Kind::indicator, "loops")),
            "there is no indicator plugin 'loops' in " + folder.path().string() + " (--plugin-path), " +
                open_folder.path().string() +
                " (CLUSIA_PLUGIN_PATH, not searched as anyone may write there): name its folder with --plugin-path");
}

TEST(ACatalogue, SurvivesEveryFaultyPluginOfAFolderAndSaysWhatIsWrongWithEach) {
  if (sanitized) GTEST_SKIP() << "crashes look otherwise under the address sanitizer";
  const Folder folder;
  for (const char* fault : {"entry_crashes", "entry_exits", "fast_math", "newer_major", "no_entry", "segfault"})
    fs::copy_file(faulty(fault), folder.path() / (std::string(fault) + ".so"));
  const Catalogue catalogue({{folder.path(), "--plugin-path"}, {folder.path() / "none", "installed"}}, options());
  EXPECT_EQ(catalogue.ids(Kind::indicator), std::vector<std::string>{"segfault"});
  const std::string crashed = (folder.path() / "entry_crashes.so").string();
  EXPECT_EQ(catalogue.refused().size(), 5U);
  EXPECT_EQ(catalogue.refused().at(0),
            crashed +
                ": crashed with SIGSEGV (Segmentation fault) while it was loaded: rebuild it, or remove it from "
                "the plugin folder");
  EXPECT_EQ(std::get<std::string>(catalogue.find(Kind::indicator, "entry_exits")),
            "indicator plugin 'entry_exits' cannot be loaded: " + (folder.path() / "entry_exits.so").string() +
                ": ended its process with exit status 3 while it was loaded: rebuild it, or remove it from the plugin "
                "folder");
  EXPECT_EQ(std::get<std::string>(catalogue.find(Kind::indicator, "absent")),
            "there is no indicator plugin 'absent' in " + folder.path().string() + " (--plugin-path), " +
                (folder.path() / "none").string() +
                " (installed, which does not exist): name its folder with --plugin-path");
}

}  // namespace
}  // namespace clusia::faults
