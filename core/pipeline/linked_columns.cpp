#include <algorithm>
#include <cmath>
#include <optional>

#include "frame/column_writer.hpp"
#include "pipeline/links.hpp"
#include "study/nearest.hpp"

namespace clusia {
namespace {

using Values = std::vector<std::optional<double>>;

/// The members of one row, as far as they are there.
struct Members {
  std::int64_t rows = 0, with_value = 0;
  double sum = 0, weight = 0, weighted = 0, yes = 0;
};

/// A rule applied to members. `complete`: all of them are there, with a value.
std::optional<double> carried_up(const std::string& rule, const Members& m, bool complete, bool leave_out) {
  const bool known = complete || leave_out;
  const auto k = static_cast<double>(m.with_value);
  if (rule == "count") return known ? std::optional(static_cast<double>(m.rows)) : std::nullopt;
  if (m.with_value == 0) return std::nullopt;
  if (rule == "any" && m.yes > 0) return 1;  // whatever the others have
  if (rule == "all" && m.yes < k) return 0;
  if (!known) return std::nullopt;
  if (rule == "sum") return m.sum;
  if (rule == "weighted_mean") return m.weight > 0 ? std::optional(m.weighted / m.weight) : std::nullopt;
  if (rule == "any") return 0;
  if (rule == "all") return 1;
  return m.sum / k;  // mean, share
}

/// Makes one column.
class Maker {
 public:
  Maker(const Study& study, const LinkedColumn& column, const LoadedLink& link, LoadedDataset& to,
        const LoadedDataset& from, std::vector<Problem>& problems)
      : study_(study), column_(column), link_(link), to_(to), from_(from), problems_(problems) {}

  std::optional<MadeColumn> make() {
    made_.study = &column_;
    made_.rows = to_.frame.rows();
    const std::size_t known = problems_.size();
    if (column_.of && from_.frame.find(column_.of->text) == nullptr) return std::nullopt;  // it could not be made
    const std::shared_ptr<Segment> segment = Segment::create();
    std::optional<Column> column;
    if (column_.goes_down())
      column = brought_down(segment);
    else if (const auto values = numbers(); values && members())
      column = brought_up(*values, segment);
    if (problems_.size() > known || !column) return std::nullopt;
    segment->seal();
    made_.with_value = made_.rows - column->missing();
    std::vector<Column> columns = to_.frame.columns();
    columns.push_back(std::move(*column));
    to_.frame = Frame(made_.rows, std::move(columns));
    if (made_.incomplete > 0) to_.notes.push_back(told());
    return made_;
  }

 private:
  void refuse(const Named& at, std::string what, std::string mend) {
    problems_.push_back({study_.path, at.at, std::move(what), std::move(mend)});
  }

  std::string told() const {
    return "column '" + column_.name.text + "' (" + column_.rule + "): " + counted(made_.incomplete, "row") +
           " with a member of data '" + from_.study->name + "' missing or without a value; " +
           (column_.leave_out                                ? "made of the others"
            : column_.rule == "any" || column_.rule == "all" ? "without a value unless the others decide"
                                                             : "without a value") +
           " (missing = \"" + (column_.leave_out ? "leave_out" : "missing") + "\")";
  }

  Column brought_down(const std::shared_ptr<Segment>& segment) {
    const Column& source = *from_.frame.find(column_.of->text);
    ColumnWriter writer(column_.name.text, source.type(), made_.rows, segment);
    writer.add_levels(source);
    for (std::int64_t row = 0; row < made_.rows; ++row) {
      const std::int64_t whose = link_.row[static_cast<std::size_t>(row)];
      if (whose >= 0)
        writer.take(row, source, whose, 0);
      else
        ++made_.bare;
    }
    return writer.finished();
  }

  Column brought_up(const Values& values, const std::shared_ptr<Segment>& segment) {
    std::vector<Members> members(static_cast<std::size_t>(made_.rows));
    for (std::size_t row = 0; row < link_.row.size(); ++row) {
      if (link_.row[row] < 0) continue;
      Members& m = members[static_cast<std::size_t>(link_.row[row])];
      ++m.rows;
      if (!values[row]) continue;
      ++m.with_value;
      m.sum += *values[row];
      m.yes += *values[row] != 0 ? 1 : 0;
      m.weight += from_.rows.weight[row];
      m.weighted += from_.rows.weight[row] * *values[row];
    }
    const bool yes_or_no = column_.rule == "any" || column_.rule == "all";
    std::int64_t surplus = 0;
    ColumnWriter writer(column_.name.text, yes_or_no ? Type::boolean : Type::number, made_.rows, segment);
    for (std::size_t row = 0; row < members.size(); ++row) {
      const Members& m = members[row];
      const bool complete =
          m.with_value == m.rows && (!column_.members || (expected_[row] && m.rows >= *expected_[row]));
      made_.incomplete += complete ? 0 : 1;
      made_.bare += m.rows == 0 ? 1 : 0;
      surplus += column_.members && expected_[row] && m.rows > *expected_[row] ? 1 : 0;
      const auto value = carried_up(column_.rule, m, complete, column_.leave_out);
      if (!value) continue;
      if (yes_or_no)
        writer.put_boolean(static_cast<std::int64_t>(row), *value != 0);
      else
        writer.put(static_cast<std::int64_t>(row), *value);
    }
    if (surplus > 0)
      to_.notes.push_back("column '" + column_.name.text + "': " + counted(surplus, "row") +
                          " with more members than '" + column_.members->text + "' says; all of them count");
    return writer.finished();
  }

  /// What is added up, one value a row; nothing after saying why there is none.
  std::optional<Values> numbers() {
    const auto n = static_cast<std::size_t>(from_.frame.rows());
    if (!column_.of) return Values(n, 1);
    const Column& source = *from_.frame.find(column_.of->text);
    if (column_.level) return in_level(source);
    if (source.type() == Type::text || source.type() == Type::date) {
      refuse(*column_.of, "column '" + column_.of->text + "' holds " + std::string(name_of(source.type())) + " values",
             "name a column of numbers, or a level of this one: level = \"...\"");
      return std::nullopt;
    }
    Values values(n);
    const bool yes_or_no = column_.rule == "share" || column_.rule == "any" || column_.rule == "all";
    for (std::size_t row = 0; row < n; ++row) {
      if (!source.valid(static_cast<std::int64_t>(row))) continue;
      values[row] = source.as_number(static_cast<std::int64_t>(row));
      if (!yes_or_no || *values[row] == 0 || *values[row] == 1) continue;
      refuse(*column_.of,
             "column '" + column_.of->text + "' holds " + source.as_text(static_cast<std::int64_t>(row)) + " in row " +
                 std::to_string(row + 1) + ", and rule '" + column_.rule + "' reads yes or no",
             "name a column of 0 and 1, or a level of this one: level = \"...\"");
      return std::nullopt;
    }
    return values;
  }

  std::optional<Values> in_level(const Column& source) {
    const Codes codes = codes_of(source);
    const std::int32_t level = codes.find(column_.level->text);
    if (level < 0) {
      refuse(*column_.level, "'" + column_.level->text + "' is no level of column '" + column_.of->text + "'",
             mend_of(column_.level->text, codes.names, "levels"));
      return std::nullopt;
    }
    Values values(codes.code.size());
    for (std::size_t row = 0; row < values.size(); ++row)
      if (codes.code[row] >= 0) values[row] = codes.code[row] == level ? 1 : 0;
    return values;
  }

  /// How many members each row should have; false after saying why that is not known.
  bool members() {
    if (!column_.members) return true;
    const Column* source = to_.frame.find(column_.members->text);
    if (source == nullptr || (source->type() != Type::number && source->type() != Type::integer)) {
      refuse(*column_.members, "column '" + column_.members->text + "' holds no numbers", "name the number of members");
      return false;
    }
    for (std::int64_t row = 0; row < source->size(); ++row)
      expected_.push_back(source->valid(row) ? std::optional(source->as_number(row)) : std::nullopt);
    return true;
  }

  const Study& study_;
  const LinkedColumn& column_;
  const LoadedLink& link_;
  LoadedDataset& to_;
  const LoadedDataset& from_;
  std::vector<Problem>& problems_;
  MadeColumn made_;
  std::vector<std::optional<double>> expected_;
};

}  // namespace

std::vector<MadeColumn> make_columns(const Study& study, std::vector<LoadedDataset>& datasets,
                                     const std::vector<LoadedLink>& links, std::vector<Problem>& problems) {
  std::vector<MadeColumn> made;
  const auto dataset = [&](const std::string& name) {
    const auto found = std::ranges::find(datasets, name, [](const LoadedDataset& d) { return d.study->name; });
    return found == datasets.end() ? nullptr : &*found;
  };
  for (const LinkedColumn& column : study.linked_columns) {
    LoadedDataset *to = dataset(column.dataset), *from = dataset(column.from.text);
    const LoadedDataset *lower = column.goes_down() ? to : from, *upper = column.goes_down() ? from : to;
    const auto link =
        std::ranges::find_if(links, [&](const LoadedLink& l) { return l.from == lower && l.to == upper; });
    if (to == nullptr || from == nullptr || link == links.end()) continue;
    if (auto one = Maker(study, column, *link, *to, *from, problems).make()) made.push_back(*one);
  }
  return made;
}

}  // namespace clusia
