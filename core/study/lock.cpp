#include "study/lock.hpp"

#include <cstdio>
#include <ctime>

#include "study/declaring.hpp"
#include "study/table.hpp"
#include "study/written_file.hpp"

namespace clusia {
namespace {

using namespace declaring;

const Section& file_section() {
  static const Section section{"the file of a lock",
                               "",
                               {required(text("fixed", "")), required(text("clusia", "")), required(text("sha256", "")),
                                required(text("study", "")), tables("design", ""), tables("hypotheses", "")},
                               ""};
  return section;
}

const Section& design_section() {
  static const Section section{
      "[[design]]",
      "",
      {required(text("comparator", "")), required(text("data", "")), text("sha256", ""), text("reason", "")},
      ""};
  return section;
}

const Section& hypotheses_section() {
  static const Section section{"[[hypotheses]]",
                               "",
                               {required(text("data", "")), required(names("outputs", "")),
                                required(names("comparators", "")), required(names("groups", ""))},
                               ""};
  return section;
}

/// On several lines; every byte comes back.
std::string quoted_lines(const std::string& text) {
  std::string out = "\"\"\"\n";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += std::string("\\") + c;
    } else if (c == '\n' || c == '\t' || (code >= 0x20 && code != 0x7f)) {
      out += c;
    } else {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04X", code);
      out += escaped;
    }
  }
  return out + "\"\"\"";
}

std::string quoted(const std::string& text) {
  Value value;
  value.is_set = true;
  value.text = text;
  ParameterDeclaration as;
  as.type = CLUSIA_TEXT;
  return text_of(as, value);
}

/// A line an item, so that two files can be compared.
std::string list_of(const std::vector<std::string>& items) {
  std::string out = "[\n";
  for (const std::string& item : items) out += "  " + quoted(item) + ",\n";
  return out + "]";
}

bool is_time(const std::string& text) {
  std::tm time{};
  const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &time);
  return end != nullptr && *end == '\0';
}

std::vector<std::string> texts_of(const std::vector<Named>& names) {
  std::vector<std::string> all;
  for (const Named& name : names) all.push_back(name.text);
  return all;
}

FixedDesign read_design(const toml::table& of, Problems& problems) {
  const Table table(of, position_of(of), design_section(), "[[design]]", problems);
  if (table.has("sha256") == table.has("reason"))
    problems.add(table.at(), "a design has either 'sha256' or 'reason'", put_back);
  return {table.text("comparator"), table.text("data"), table.text("sha256"), table.text("reason")};
}

Hypotheses read_hypotheses(const toml::table& of, Problems& problems) {
  const Table table(of, position_of(of), hypotheses_section(), "[[hypotheses]]", problems);
  return {table.text("data"), texts_of(table.names("outputs")), texts_of(table.names("comparators")),
          texts_of(table.names("groups"))};
}

Lock read_parts(const toml::table& root, Problems& problems) {
  const Table table(root, {1, 1}, file_section(), "the lock", problems);
  Lock lock{table.text("fixed"), table.text("clusia"), table.text("sha256"), table.text("study"), {}, {}};
  if (root.contains("fixed") && !lock.fixed.empty() && !is_time(lock.fixed))
    problems.add(table.at("fixed"), "'" + lock.fixed + "' is no time as 2026-03-01T09:30:00Z", put_back);
  for (const auto* design : table.tables("design")) lock.designs.push_back(read_design(*design, problems));
  for (const auto* of : table.tables("hypotheses")) lock.hypotheses.push_back(read_hypotheses(*of, problems));
  return lock;
}

}  // namespace

std::filesystem::path fixed_file_of(const Study& study) {
  return std::filesystem::path(study.path).replace_extension(".fixed");
}

std::string text_of(const Lock& lock, const std::string& study_file) {
  std::string out = "# What " + study_file +
                    " fixed before its outcomes were seen. Written by clusia lock; keep it beside the study.\n";
  out += "fixed = " + quoted(lock.fixed) + "\nclusia = " + quoted(lock.clusia) + "\nsha256 = " + quoted(lock.sha256) +
         "\nstudy = " + quoted_lines(lock.study) + "\n";
  for (const FixedDesign& d : lock.designs)
    out += "\n[[design]]\ncomparator = " + quoted(d.comparator) + "\ndata = " + quoted(d.data) +
           (d.sha256.empty() ? "\nreason = " + quoted(d.reason) : "\nsha256 = " + quoted(d.sha256)) + "\n";
  for (const Hypotheses& h : lock.hypotheses)
    out += "\n[[hypotheses]]\ndata = " + quoted(h.data) + "\noutputs = " + list_of(h.outputs) +
           "\ncomparators = " + list_of(h.comparators) + "\ngroups = " + list_of(h.groups) + "\n";
  return out;
}

std::variant<Lock, std::vector<Problem>> read_lock(const std::filesystem::path& file, const std::string& text) {
  Problems problems(file);
  try {
    const toml::table root = toml::parse(std::string_view(text));
    Lock lock = read_parts(root, problems);
    if (problems.empty()) return lock;
  } catch (const toml::parse_error& error) {
    problems.add(position_of(error.source()), "this is not valid TOML: " + std::string(error.description()), put_back);
  }
  return sorted(problems.all());
}

}  // namespace clusia
