#include "pipeline/planting.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "frame/column_writer.hpp"
#include "study/nearest.hpp"

namespace clusia {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool is_text(Type type) { return type == Type::text || type == Type::date; }

}  // namespace

Planting::Planting(const Study& study, const LoadedDataset& dataset, const Donors& donors,
                   std::vector<Problem>& problems)
    : study_(study), dataset_(dataset), donors_(donors) {
  for (const PlantedChange& change : study.plan->simulate->changes)
    if (change.data == dataset.study->name) take(change, problems);
}

void Planting::take(const PlantedChange& of, std::vector<Problem>& problems) {
  Change change;
  change.as = &of;
  const Column& column = *dataset_.frame.find(of.column.text);
  const std::string holds = "column '" + of.column.text + "' holds " + std::string(name_of(column.type())) + " values";
  if (is_text(column.type()))
    problems.push_back({study_.path, of.column.at, holds, "plant a change in a column of numbers"});
  else if (column.type() == Type::boolean && of.way != PlantedChange::points)
    problems.push_back({study_.path, of.column.at, holds, "write 'points', the change of a share"});
  else
    take_rows(change, problems), take_chances(change, problems);
  changes_.push_back(std::move(change));
}

void Planting::take_rows(Change& change, std::vector<Problem>& problems) const {
  const PlantedChange& of = *change.as;
  const auto n = static_cast<std::size_t>(dataset_.rows.rows);
  const std::vector<std::int8_t>& side = dataset_.rows.treated;
  change.rows = donors_.treated();
  for (std::size_t row = 0; !of.is_effect && row < n; ++row) {
    const bool later = !donors_.waves() || dataset_.rows.wave.code[row] > 0;
    const std::int8_t here = side.empty() ? std::int8_t{1} : side[row];
    change.rows[row] =
        later && (of.arm == PlantedChange::everyone || here == (of.arm == PlantedChange::treated ? 1 : 0));
  }
  for (const auto& [name, level] : of.levels) {
    const Codes codes = codes_of(*dataset_.frame.find(name));
    const std::int32_t wanted = codes.find(level);
    if (wanted < 0)
      problems.push_back({study_.path, of.at, "'" + level + "' is no level of column '" + name + "'",
                          mend_of(level, codes.names, "levels")});
    for (std::size_t row = 0; row < n; ++row) change.rows[row] = change.rows[row] && codes.code[row] == wanted;
    if (wanted < 0) return;
  }
  if (std::ranges::find(change.rows, true) == change.rows.end())
    problems.push_back(
        {study_.path, of.at, "what is planted in column '" + of.column.text + "' reaches nobody",
         "see to it that there are rows after the programme began ('treated_from', 'to_come'), of these people"});
}

/// Of those that it reaches, `points` more have 1: the others become 1 with the chance that makes it so.
void Planting::take_chances(Change& change, std::vector<Problem>& problems) const {
  const PlantedChange& of = *change.as;
  if (of.way != PlantedChange::points) return;
  const std::vector<double> values = numbers(*dataset_.frame.find(of.column.text));
  if (std::ranges::any_of(values, [](double x) { return !std::isnan(x) && x != 0 && x != 1; }))
    return problems.push_back({study_.path, of.column.at,
                               "column '" + of.column.text + "' holds other values than 0 and 1",
                               "write 'add' or 'multiply' in place of 'points'"});
  const std::vector<double> expected = donors_.expected(values);
  double weight = 0, ones = 0;
  for (std::size_t row = 0; row < expected.size(); ++row)
    if (change.rows[row] && !std::isnan(expected[row]))
      weight += dataset_.rows.weight[row], ones += dataset_.rows.weight[row] * expected[row];
  const double share = weight > 0 ? ones / weight : 0;
  if (share + of.by > 1 || share + of.by < 0)
    return problems.push_back({study_.path, of.at,
                               "the share with 1 in column '" + of.column.text + "' would leave 0 to 1",
                               "plant fewer points"});
  if (of.by > 0) change.up = of.by / (1 - share);
  if (of.by < 0) change.down = -of.by / share;
}

bool Planting::moves(const std::string& name) const {
  const Dataset& of = *dataset_.study;
  const auto is = [&](const Named& column) { return column.text == name; };
  return std::ranges::none_of(column_roles,
                              [&](const ColumnRole& role) {
                                const auto& column = of.roles.*role.column;
                                return column && is(*column);
                              }) &&
         std::ranges::none_of(of.roles.covariates, is) &&
         std::ranges::none_of(of.groups, [&](const auto& crossing) { return std::ranges::any_of(crossing, is); });
}

/// Of the donors: nobody else's value is read.
std::vector<double> Planting::numbers(const Column& column) const {
  std::vector<double> values(donors_.gives().size(), none);
  for (std::size_t row = 0; row < values.size(); ++row)
    if (donors_.gives()[row] && column.valid(static_cast<std::int64_t>(row)))
      values[row] = column.as_number(static_cast<std::int64_t>(row));
  return values;
}

std::vector<double> Planting::numbers(const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    const Column& column = *dataset_.frame.find(name);
    if (moves(name) && !is_text(column.type())) return numbers(column);
  }
  return {};
}

double Planting::changed(double x, const std::string& column, std::size_t row, const Lots& lots, bool effects) const {
  for (std::size_t k = 0; k < changes_.size(); ++k) {
    const Change& change = changes_[k];
    if (change.as->column.text != column || !change.rows[row] || (change.as->is_effect && !effects)) continue;
    switch (change.as->way) {
      case PlantedChange::add:
        x += change.as->by;
        break;
      case PlantedChange::multiply:
        x *= change.as->by;
        break;
      case PlantedChange::points:
        if (lots.at(Lots::change, row, k) < (x == 0 ? change.up : change.down)) x = 1 - x;
    }
  }
  return x;
}

Column Planting::moved(const Column& column, const std::vector<std::int64_t>& donors, const Lots& lots, bool effects,
                       const std::shared_ptr<Segment>& segment) const {
  const auto is_changed = [&](const Change& change) { return change.as->column.text == column.name(); };
  const bool any = std::ranges::any_of(changes_, is_changed);
  const bool amounts = std::ranges::any_of(
      changes_, [&](const Change& c) { return is_changed(c) && c.as->way != PlantedChange::points; });
  const Type type = amounts ? Type::number : column.type();
  ColumnWriter to(column.name(), type, static_cast<std::int64_t>(donors.size()), segment);
  const std::int32_t first = to.add_levels(column);
  for (std::size_t row = 0; row < donors.size(); ++row) {
    const auto at = static_cast<std::int64_t>(row);
    const std::int64_t from = donors[row];
    if (from < 0 || !column.valid(from)) continue;
    if (!any) {
      to.take(at, column, from, first);
      continue;
    }
    const double x = changed(column.as_number(from), column.name(), row, lots, effects);
    if (type == Type::number)
      to.put(at, x);
    else if (type == Type::integer)
      to.put(at, static_cast<std::int64_t>(x));
    else
      to.put_boolean(at, x == 1);
  }
  return to.finished();
}

Frame Planting::columns(const std::vector<std::string>& names, const std::vector<std::int64_t>& donors,
                        const Lots& lots, bool effects) const {
  const std::shared_ptr<Segment> segment = Segment::create();
  std::vector<Column> columns;
  for (const std::string& name : names) {
    const Column& column = *dataset_.frame.find(name);
    columns.push_back(moves(name) ? moved(column, donors, lots, effects, segment) : copied(column, segment));
  }
  segment->seal();
  return {dataset_.rows.rows, std::move(columns)};
}

}  // namespace clusia
