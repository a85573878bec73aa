#include "pipeline/links.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "study/problem.hpp"

namespace clusia {
namespace {

LoadedDataset* of(std::vector<LoadedDataset>& datasets, const std::string& name) {
  const auto found = std::ranges::find(datasets, name, [](const LoadedDataset& d) { return d.study->name; });
  return found == datasets.end() ? nullptr : &*found;
}

/// The code of each level of `ours` in `theirs`, by its name; -1: not there.
std::vector<std::int32_t> matched(const Codes& ours, const Codes& theirs) {
  std::unordered_map<std::string_view, std::int32_t> by_name;
  for (std::size_t k = 0; k < theirs.names.size(); ++k) by_name[theirs.names[k]] = static_cast<std::int32_t>(k);
  std::vector<std::int32_t> codes;
  for (const std::string& name : ours.names) {
    const auto found = by_name.find(name);
    codes.push_back(found == by_name.end() ? -1 : found->second);
  }
  return codes;
}

/// Finds the rows of one link.
class Finder {
 public:
  Finder(const Study& study, LoadedLink& link, std::vector<Problem>& problems)
      : study_(study),
        link_(link),
        problems_(problems),
        keys_(codes_of(*link.from->frame.find(link.study->column.text))) {}

  void find() {
    if (!index()) return;
    const AssessedRows &from = link_.from->rows, &to = link_.to->rows;
    const auto unit = matched(keys_, to.unit), wave = matched(from.wave, to.wave);
    link_.row.assign(static_cast<std::size_t>(from.rows), -1);
    std::vector<bool> reached(static_cast<std::size_t>(to.rows), false);
    std::set<std::int32_t> unmatched;
    for (std::size_t row = 0; row < link_.row.size(); ++row) {
      const std::int32_t key = keys_.code[row];
      if (key < 0) {
        ++link_.without_key;
        continue;
      }
      const std::int64_t at = row_of(unit[static_cast<std::size_t>(key)], wave_of(row, wave));
      link_.row[row] = at;
      if (at < 0) {
        ++link_.unmatched;
        unmatched.insert(key);
      } else {
        reached[static_cast<std::size_t>(at)] = true;
      }
    }
    link_.unmatched_units = static_cast<std::int64_t>(unmatched.size());
    link_.bare = std::ranges::count(reached, false);
    link_.split = split();
    judge(unmatched);
  }

 private:
  void refuse(std::string what, std::string mend) {
    problems_.push_back({study_.path, link_.study->column.at, std::move(what), std::move(mend)});
  }
  std::string to() const { return "data '" + link_.to->study->name + "'"; }
  std::string column() const { return "column '" + link_.study->column.text + "'"; }

  /// The wave of a row of `from` among those of `to`: 0 where these have none, -1 where there is no such.
  std::int32_t wave_of(std::size_t row, const std::vector<std::int32_t>& wave) const {
    if (!link_.to->rows.wave.present()) return 0;
    const std::int32_t code = link_.from->rows.wave.code[row];
    return code < 0 ? -1 : wave[static_cast<std::size_t>(code)];
  }
  std::int64_t row_of(std::int32_t unit, std::int32_t wave) const {
    return unit < 0 || wave < 0 ? -1 : rows_[static_cast<std::size_t>(unit) * waves_ + static_cast<std::size_t>(wave)];
  }

  /// The row of each unit of `to` in each wave; false after saying where there are two.
  bool index() {
    const AssessedRows& to = link_.to->rows;
    waves_ = std::max<std::size_t>(to.wave.names.size(), 1);
    rows_.assign(to.unit.names.size() * waves_, -1);
    for (std::size_t row = 0; row < to.unit.code.size(); ++row) {
      const std::int32_t unit = to.unit.code[row], wave = to.wave.present() ? to.wave.code[row] : 0;
      if (unit < 0 || wave < 0) continue;
      std::int64_t& at = rows_[static_cast<std::size_t>(unit) * waves_ + static_cast<std::size_t>(wave)];
      if (at >= 0) {
        refuse(this->to() + " has two rows of '" + to.unit.names[static_cast<std::size_t>(unit)] + "'" +
                   (to.wave.present() ? " in wave " + to.wave.names[static_cast<std::size_t>(wave)] : "") + ", rows " +
                   std::to_string(at + 1) + " and " + std::to_string(row + 1) + ": it is not clear which is meant",
               "leave one row for each unit and wave in that file");
        return false;
      }
      at = static_cast<std::int64_t>(row);
    }
    return true;
  }

  std::int64_t split() const {
    const auto& psu = link_.from->rows.over->parts.front().psu;
    std::unordered_map<std::int32_t, std::int32_t> of_unit;
    std::set<std::int32_t> several;
    for (std::size_t row = 0; row < psu.size(); ++row)
      if (keys_.code[row] >= 0 && of_unit.try_emplace(keys_.code[row], psu[row]).first->second != psu[row])
        several.insert(keys_.code[row]);
    return static_cast<std::int64_t>(several.size());
  }

  void judge(const std::set<std::int32_t>& unmatched) {
    const auto example = [&] { return "'" + keys_.names[static_cast<std::size_t>(*unmatched.begin())] + "'"; };
    const std::vector<std::string>& units = link_.to->rows.unit.names;
    if (std::ranges::all_of(link_.row, [](std::int64_t row) { return row < 0; }))
      return refuse("no row finds what it belongs to in " + to() + ": " + column() +
                        (unmatched.empty() ? " is empty" : " holds " + example()) +
                        (units.empty() ? "" : ", and there they are called '" + units.front() + "'"),
                    "name the column that holds the same names as the role 'unit' there");
    if (link_.unmatched > 0)
      note(counted(link_.unmatched, "row") + (link_.unmatched == 1 ? " names" : " name") + " in " + column() + " " +
           counted(link_.unmatched_units, "unit") + " that " + to() + " does not have in that wave, as " + example());
    if (link_.split > 0)
      note(counted(link_.split, "unit") + " of " + to() +
           " with rows in several PSUs here: a column that comes from there makes PSUs depend on each other; name the "
           "role psu so that none is split");
  }
  void note(std::string text) { link_.from->notes.push_back(std::move(text)); }

  const Study& study_;
  LoadedLink& link_;
  std::vector<Problem>& problems_;
  Codes keys_;
  std::size_t waves_ = 1;
  std::vector<std::int64_t> rows_;
};

}  // namespace

std::vector<LoadedLink> load_links(const Study& study, std::vector<LoadedDataset>& datasets,
                                   std::vector<Problem>& problems) {
  std::vector<LoadedLink> links;
  for (LoadedDataset& from : datasets)
    for (const Link& link : from.study->links)
      if (LoadedDataset* to = of(datasets, link.to.text)) {
        LoadedLink& loaded = links.emplace_back();
        loaded.study = &link;
        loaded.from = &from;
        loaded.to = to;
        Finder(study, loaded, problems).find();
      }
  return links;
}

}  // namespace clusia
