#include "study/schema.hpp"
#include "study/table.hpp"

namespace clusia {

namespace {

/// `|` would end a cell of the table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string default_text(const Key& key) {
  if (key.required) return "required";
  return key.default_text ? "`" + *key.default_text + "`" : "";
}

void append(std::string& out, const Section& section) {
  const bool is_table = section.heading.starts_with('[');
  out += "### " + (is_table ? "`" + section.heading + "`" : section.heading) + "\n\n" + section.doc + "\n\n";
  out += "| key | what is written | default | meaning |\n| --- | --- | --- | --- |\n";
  for (const auto& key : section.keys)
    out += "| `" + key.name + "` | " + cell(wanted_of(key)) + " | " + cell(default_text(key)) + " | " + cell(key.doc) +
           " |\n";
  if (!section.other_keys.empty()) out += "| any other | a level | | " + cell(section.other_keys) + " |\n";
  out += "\n";
}

}  // namespace

std::string reference_markdown() {
  std::string out;
  for (const auto* section : {&sections::file(),
                              &sections::study(),
                              &sections::plugins(),
                              &sections::inference(),
                              &sections::dataset(),
                              &sections::source(),
                              &sections::roles(),
                              &sections::stage(),
                              &sections::recall(),
                              &sections::recalled(),
                              &sections::calibration(),
                              &sections::calibration_total(),
                              &sections::replicate_weights(),
                              &sections::linked_column(),
                              &sections::indicator(),
                              &sections::comparator(),
                              &sections::difference(),
                              &sections::expectation(),
                              &sections::published(),
                              &sections::compare(),
                              &sections::option(),
                              &sections::benchmark(),
                              &sections::diagnosis(),
                              &sections::characteristic(),
                              &sections::map(),
                              &sections::map_node(),
                              &sections::map_link(),
                              &sections::map_institution(),
                              &sections::voices(),
                              &sections::plan(),
                              &sections::planned_outcome(),
                              &sections::frame(),
                              &sections::quota(),
                              &sections::simulate(),
                              &sections::planted_effect(),
                              &sections::planted_trend()})
    append(out, *section);
  return out;
}

}  // namespace clusia
