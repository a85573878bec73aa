#include "pipeline/counts.hpp"

#include <map>
#include <tuple>

namespace clusia {
namespace {

/// What a row counts for, and in which wave and arm.
class Counted {
 public:
  explicit Counted(const LoadedDataset& dataset) : rows_(dataset.rows), arms_(dataset.arms) {
    const Roles& roles = dataset.study->roles;
    weighted_ = roles.weight || dataset.study->calibration;
    if (roles.persons) persons_ = dataset.frame.find(roles.persons->text);
  }
  std::size_t cells() const { return waves() * arms(); }
  /// -1: in no wave, or in no arm.
  std::int64_t cell(std::int64_t row) const {
    const auto at = static_cast<std::size_t>(row);
    const std::int64_t wave = rows_.wave.present() ? rows_.wave.code[at] : 0,
                       arm = arms_.present() ? arms_.code[at] : 0;
    return wave < 0 || arm < 0 ? -1 : wave * static_cast<std::int64_t>(arms()) + arm;
  }
  /// The weight of the row itself, not of its persons.
  double weight(std::int64_t row) const {
    const double w = rows_.weight[static_cast<std::size_t>(row)], n = persons_ ? persons_->as_number(row) : 1;
    return n > 0 ? w / n : 0;
  }
  template <class Record>
  void name(std::size_t cell, std::int64_t rows, double size, Record& record) const {
    if (rows_.wave.present()) record.wave = rows_.wave.names[cell / arms()];
    if (arms_.present()) record.arm = arms_.names[cell % arms()];
    record.rows = rows;
    if (weighted_) record.size = size;
  }

 private:
  std::size_t waves() const { return rows_.wave.present() ? rows_.wave.names.size() : 1; }
  std::size_t arms() const { return arms_.present() ? arms_.names.size() : 1; }

  const AssessedRows& rows_;
  const Codes& arms_;
  bool weighted_ = false;
  const Column* persons_ = nullptr;
};

struct Sum {
  std::int64_t rows = 0;
  double size = 0;
};

/// By columns: each row's group, -1 in none.
std::map<std::string, std::vector<std::int64_t>> groups_of_one_column(const LoadedDataset& dataset) {
  std::map<std::string, std::vector<std::int64_t>> by;
  for (std::size_t g = 0; g < dataset.groups.size(); ++g) {
    const Group& group = dataset.groups[g];
    if (group.levels.size() != 1) continue;
    auto& of = by.try_emplace(group.columns, group.rows.size(), -1).first->second;
    for (std::size_t row = 0; row < of.size(); ++row)
      if (group.rows[row]) of[row] = static_cast<std::int64_t>(g);
  }
  return by;
}

}  // namespace

std::vector<GroupCountRecord> counts_of(const LoadedDataset& dataset, const GroupIds& ids) {
  const Counted counted(dataset);
  std::vector<GroupCountRecord> records;
  for (std::size_t g = 0; g < dataset.groups.size(); ++g) {
    std::vector<Sum> sums(counted.cells());
    for (std::int64_t row = 0; row < dataset.rows.rows; ++row) {
      if (!dataset.groups[g].rows[static_cast<std::size_t>(row)]) continue;
      const std::int64_t cell = counted.cell(row);
      if (cell < 0) continue;
      Sum& sum = sums[static_cast<std::size_t>(cell)];
      ++sum.rows;
      sum.size += counted.weight(row);
    }
    for (std::size_t cell = 0; cell < sums.size(); ++cell)
      if (sums[cell].rows > 0)
        counted.name(cell, sums[cell].rows, sums[cell].size,
                     records.emplace_back(GroupCountRecord{ids[g], {}, {}, 0, {}}));
  }
  return records;
}

std::vector<LinkCountRecord> counts_of(const LoadedLink& link, const GroupIds& from, const GroupIds& to) {
  const Counted counted(*link.from);
  const auto ours = groups_of_one_column(*link.from), theirs = groups_of_one_column(*link.to);
  std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, Sum> sums;
  for (const auto& [column, of] : ours) {
    const auto other = theirs.find(column);
    if (other == theirs.end()) continue;
    for (std::size_t row = 0; row < of.size(); ++row) {
      const std::int64_t whose = link.row[row], cell = counted.cell(static_cast<std::int64_t>(row));
      if (whose < 0 || cell < 0 || of[row] < 0) continue;
      const std::int64_t group = other->second[static_cast<std::size_t>(whose)];
      if (group < 0) continue;
      Sum& sum = sums[{of[row], group, cell}];
      ++sum.rows;
      sum.size += counted.weight(static_cast<std::int64_t>(row));
    }
  }
  std::vector<LinkCountRecord> records;
  for (const auto& [at, sum] : sums) {
    const auto [group, to_group, cell] = at;
    LinkCountRecord& record = records.emplace_back();
    record.group_id = from[static_cast<std::size_t>(group)];
    record.to_group_id = to[static_cast<std::size_t>(to_group)];
    counted.name(static_cast<std::size_t>(cell), sum.rows, sum.size, record);
  }
  return records;
}

}  // namespace clusia
