#include "study/qdpx.hpp"

#include <zip.h>

#include <algorithm>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <set>

#include "plugin/utf8.hpp"

namespace clusia {
namespace {

/// What a ZIP says of its sizes is not to be trusted with all of the memory.
constexpr zip_uint64_t largest_entry = zip_uint64_t{256} << 20U;

class Archive {
 public:
  /// The bytes have to outlive it.
  explicit Archive(std::string_view bytes) {
    zip_source_t* const source = ::zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    zip_.reset(::zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!zip_) ::zip_source_free(source);
  }
  bool opened() const { return zip_ != nullptr; }
  /// The text of an entry, whatever its capitals; none where it is not there or cannot be read.
  std::optional<std::string> text(const std::string& name) const {
    zip_stat_t about;
    ::zip_stat_init(&about);
    if (::zip_stat(zip_.get(), name.c_str(), ZIP_FL_NOCASE, &about) != 0 || (about.valid & ZIP_STAT_SIZE) == 0 ||
        about.size > largest_entry)
      return std::nullopt;
    const std::unique_ptr<zip_file_t, decltype(&::zip_fclose)> entry(
        ::zip_fopen(zip_.get(), name.c_str(), ZIP_FL_NOCASE), &::zip_fclose);
    if (!entry) return std::nullopt;
    std::string out(about.size, '\0');
    if (::zip_fread(entry.get(), out.data(), about.size) != static_cast<zip_int64_t>(about.size)) return std::nullopt;
    if (out.starts_with("\xEF\xBB\xBF")) out.erase(0, 3);
    return out;
  }

 private:
  std::unique_ptr<zip_t, decltype(&::zip_discard)> zip_{nullptr, &::zip_discard};
};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Its name, whatever prefix the namespace of the standard has in this file.
std::string_view name_of(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);  // npos + 1 is 0: no prefix
}

template <class What>
void each(const pugi::xml_node& in, std::string_view name, const What& what) {
  for (const pugi::xml_node& child : in.children())
    if (name_of(child) == name) what(child);
}

pugi::xml_node child_of(const pugi::xml_node& in, std::string_view name) {
  return in.find_child([&](const pugi::xml_node& child) { return name_of(child) == name; });
}

/// What refers to something and what is referred to need not agree in capitals.
std::string id_of(const pugi::xml_node& node, const char* attribute = "guid") {
  return lower(node.attribute(attribute).value());
}

/// Characters [from, to) of a text.
std::string characters(std::string_view text, std::size_t from, std::size_t to) {
  std::size_t n = 0, begin = text.size(), end = text.size();
  for (std::size_t at = 0; at < text.size() && n <= to; ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (n == from) begin = at;
    if (n == to) end = at;
    ++n;
  }
  return begin < end ? std::string(text.substr(begin, end - begin)) : "";
}

struct Meaning {
  std::string indicator, direction, strength;
};

struct Case {
  std::string name, group;
};

class Project {
 public:
  Project(const Archive& archive, const pugi::xml_node& root, Problems& problems)
      : archive_(archive), problems_(problems) {
    read_codes(child_of(child_of(root, "CodeBook"), "Codes"), "", deepest);
    if (meanings_.empty())
      problems_.add({}, "no code is called better, worse or same",
                    "code the direction below each indicator, as in \"income\" with \"better\" and \"worse\" in it");
    read_cases(root);
    for (const pugi::xml_node& source : child_of(root, "Sources").children())
      read_passages(source, source, {}, deepest);
  }

  Sheet out{{{"group", {}}, {"who", {}}, {"indicator", {}}, {"direction", {}}, {"strength", {}}, {"quote", {}}}, {}};
  bool any_passage = false;

 private:
  static constexpr int deepest = 100;  // no program nests as deep, and the stack has an end

  void read_codes(const pugi::xml_node& in, const std::string& above, int levels) {
    if (levels == 0) return problems_.add({}, "codes are nested a hundred deep", "move them up");
    each(in, "Code", [&](const pugi::xml_node& code) {
      const std::string name = code.attribute("name").value();
      const std::string direction = lower(name);
      if (above.empty() || (direction != "better" && direction != "worse" && direction != "same"))
        return read_codes(code, name, levels - 1);
      const Meaning meaning{above, direction, ""};
      meanings_[id_of(code)] = meaning;
      each(code, "Code", [&](const pugi::xml_node& below) { read_strength(below, meaning); });
    });
  }

  void read_strength(const pugi::xml_node& code, Meaning meaning) {
    meaning.strength = code.attribute("name").value();
    if (meaning.strength != "1" && meaning.strength != "2" && meaning.strength != "3")
      problems_.add({}, "the code '" + meaning.strength + "' below '" + meaning.indicator + "' is no strength",
                    "call it 1 (weak), 2 or 3 (strong), or move it elsewhere");
    meanings_[id_of(code)] = meaning;
  }

  void add(const Case& of, const Meaning& meaning, const std::string& quote) {
    std::vector<Named>& row = out.rows.emplace_back();
    for (const std::string* text :
         {&of.group, &of.name, &meaning.indicator, &meaning.direction, &meaning.strength, &quote})
      row.push_back({*text, {}});
  }

  void read_cases(const pugi::xml_node& root) {
    std::map<std::string, std::string> variables;  // id, name
    each(child_of(root, "Variables"), "Variable", [&](const pugi::xml_node& variable) {
      variables[id_of(variable)] = lower(variable.attribute("name").value());
    });
    each(child_of(root, "Cases"), "Case", [&](const pugi::xml_node& node) {
      Case one{node.attribute("name").value(), ""};
      each(node, "VariableValue", [&](const pugi::xml_node& value) {
        if (variables[id_of(child_of(value, "VariableRef"), "targetGUID")] != "group") return;
        for (const pugi::xml_node& child : value.children())
          if (name_of(child).ends_with("Value")) one.group = child.text().get();
      });
      bool spoke = false;
      for (const char* kind : {"SourceRef", "SelectionRef"})
        each(node, kind, [&](const pugi::xml_node& ref) {
          cases_of_[id_of(ref, "targetGUID")].push_back(one);
          spoke = true;
        });
      if (spoke && !one.group.empty()) add(one, {}, "");
    });
  }

  /// Goes down from a source; `text` is the plain text that positions count in.
  void read_passages(const pugi::xml_node& node, const pugi::xml_node& source, std::optional<std::string> text,
                     int levels) {
    if (levels == 0) return problems_.add({}, "a source has elements a hundred deep", "export it anew");
    if (node.attribute("plainTextPath")) text = plain_text(node.attribute("plainTextPath").value());
    if (const pugi::xml_node content = child_of(node, "PlainTextContent")) text = content.text().get();
    for (const pugi::xml_node& child : node.children()) {
      if (name_of(child) == "Coding")
        read_coding(child, node, source, text);
      else
        read_passages(child, source, text, levels - 1);
    }
  }

  std::optional<std::string> plain_text(const std::string& path) const {
    constexpr std::string_view internal = "internal://";
    if (!path.starts_with(internal)) return std::nullopt;  // beside the archive, on the machine that wrote it
    const std::string name = path.substr(internal.size());
    std::optional<std::string> text = archive_.text("sources/" + name);
    if (!text) text = archive_.text(name);
    return text && is_utf8(*text) ? text : std::nullopt;
  }

  void read_coding(const pugi::xml_node& coding, const pugi::xml_node& selection, const pugi::xml_node& source,
                   const std::optional<std::string>& text) {
    each(coding, "CodeRef", [&](const pugi::xml_node& ref) {
      const auto known = meanings_.find(id_of(ref, "targetGUID"));
      if (known == meanings_.end()) return;
      auto cases = cases_of_.find(id_of(selection));
      if (cases == cases_of_.end()) cases = cases_of_.find(id_of(source));
      if (cases == cases_of_.end()) return tell_nobody(source);
      for (const Case& one : cases->second) {
        if (one.group.empty()) {
          tell_no_group(one);
          continue;
        }
        std::string quote;
        if (text && name_of(selection) == "PlainTextSelection")
          quote = characters(*text, selection.attribute("startPosition").as_ullong(),
                             selection.attribute("endPosition").as_ullong());
        add(one, known->second, quote);
        any_passage = true;
      }
    });
  }

  void tell_nobody(const pugi::xml_node& source) {
    if (told_.emplace(id_of(source)).second)
      problems_.add(
          {}, std::string("nobody is known to have said what is coded in '") + source.attribute("name").value() + "'",
          "make a case of the person, with the variable 'group', and assign the source to it");
  }
  void tell_no_group(const Case& one) {
    if (told_.emplace(one.name).second)
      problems_.add({}, "the case '" + one.name + "' has no value of the variable 'group'",
                    "give it the name of its poverty group");
  }

  const Archive& archive_;
  Problems& problems_;
  std::map<std::string, Meaning> meanings_;            // of codes, by id
  std::map<std::string, std::vector<Case>> cases_of_;  // of sources and selections, by id
  std::set<std::string> told_;
};

}  // namespace

bool is_project(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

std::optional<Sheet> sheet_of_project(std::string_view bytes, Problems& problems) {
  const auto refuse = [&](const std::string& what) {
    problems.add({}, what, "export it anew as REFI-QDA project (.qdpx)");
    return std::nullopt;
  };
  const Archive archive(bytes);
  if (!archive.opened()) return refuse("this is no project file of a program for qualitative data");
  const std::optional<std::string> qde = archive.text("project.qde");
  if (!qde) return refuse("it holds no readable project.qde");
  if (!is_utf8(*qde)) return refuse("its project.qde is not in UTF-8");
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(qde->data(), qde->size());
  if (!parsed) {
    const auto before = std::string_view(*qde).substr(0, static_cast<std::size_t>(parsed.offset));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    return refuse("line " + std::to_string(line) + " of its project.qde is no XML: " + parsed.description());
  }
  const std::size_t before = problems.all().size();
  Project project(archive, document.document_element(), problems);
  if (problems.all().size() == before && !project.any_passage)
    problems.add({}, "no passage has a code called better, worse or same", "code what people said");
  if (problems.all().size() != before) return std::nullopt;
  return std::move(project.out);
}

}  // namespace clusia
