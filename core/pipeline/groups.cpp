#include <algorithm>
#include <set>

#include "pipeline/loader.hpp"

namespace clusia {
namespace {

/// The study's crossings and, if it asks for totals, what they are crossed from; each once.
std::vector<std::vector<Named>> crossings_of(const Dataset& dataset) {
  std::vector<std::vector<Named>> all;
  std::set<std::set<std::string>> known;
  const auto add = [&](const std::vector<Named>& crossing) {
    std::set<std::string> columns;
    for (const Named& column : crossing) columns.insert(column.text);
    if (known.insert(columns).second) all.push_back(crossing);
  };
  for (const auto& crossing : dataset.groups) {
    for (std::size_t parts = 1; dataset.group_totals && parts < (std::size_t{1} << crossing.size()) - 1; ++parts) {
      std::vector<Named> part;
      for (std::size_t c = 0; c < crossing.size(); ++c)
        if ((parts >> c & 1) != 0) part.push_back(crossing[c]);
      add(part);
    }
    add(crossing);
  }
  return all;
}

}  // namespace

void Loader::take_groups() {
  const auto n = static_cast<std::size_t>(loaded_.frame.rows());
  if (dataset_.overall)
    loaded_.groups.push_back({"", "all", {}, std::vector<bool>(n, true), static_cast<std::int64_t>(n)});
  for (const auto& crossing : crossings_of(dataset_)) take_crossing(crossing);
}

void Loader::take_crossing(const std::vector<Named>& crossing) {
  const auto n = static_cast<std::size_t>(loaded_.frame.rows());
  std::vector<Codes> parts;
  std::vector<const Codes*> pointers;
  std::string columns;
  for (const Named& name : crossing) {
    parts.push_back(codes_of(column(name)));
    columns += (columns.empty() ? "" : ", ") + name.text;
  }
  for (const Codes& part : parts) pointers.push_back(&part);
  const Codes all = crossed(pointers);
  const auto outside = std::count_if(all.code.begin(), all.code.end(), [](std::int32_t code) { return code < 0; });
  if (outside > 0)
    loaded_.notes.push_back(counted(outside, "row") + " without a value of " + columns + ", in no group of it");
  const std::size_t first = loaded_.groups.size();
  for (const std::string& label : all.names)
    loaded_.groups.push_back({columns, label, {}, std::vector<bool>(n, false), 0});
  for (std::size_t row = 0; row < n; ++row) {
    if (all.code[row] < 0) continue;
    Group& g = loaded_.groups[first + static_cast<std::size_t>(all.code[row])];
    g.rows[row] = true;
    if (g.size++ > 0) continue;
    for (std::size_t c = 0; c < crossing.size(); ++c)
      g.levels.emplace_back(crossing[c].text, parts[c].names[static_cast<std::size_t>(parts[c].code[row])]);
  }
}

const Group* LoadedDataset::group(const std::map<std::string, std::string>& wanted) const {
  const auto found = std::ranges::find_if(groups, [&](const Group& g) {
    return std::map<std::string, std::string>(g.levels.begin(), g.levels.end()) == wanted;
  });
  return found == groups.end() ? nullptr : &*found;
}

}  // namespace clusia
