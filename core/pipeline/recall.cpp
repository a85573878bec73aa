// What was asked of an earlier wave becomes rows of that wave.
#include <algorithm>
#include <set>
#include <stdexcept>

#include "frame/column_writer.hpp"
#include "pipeline/loader.hpp"
#include "study/nearest.hpp"

namespace clusia {
namespace {

bool is_numeric(Type type) { return type == Type::number || type == Type::integer; }

/// The column, and below it the given rows of `below`; nullptr: missing there.
Column stacked(const Column& column, const Column* below, const std::vector<std::int64_t>& rows,
               const std::shared_ptr<Segment>& segment) {
  const bool same = below == nullptr || below->type() == column.type();
  ColumnWriter to(column.name(), same ? column.type() : Type::number,
                  column.size() + static_cast<std::int64_t>(rows.size()), segment);
  const std::int32_t own = to.add_levels(column), other = below == nullptr ? 0 : to.add_levels(*below);
  for (std::int64_t row = 0; row < column.size(); ++row) to.take(row, column, row, own);
  for (std::size_t k = 0; below != nullptr && k < rows.size(); ++k)
    to.take(column.size() + static_cast<std::int64_t>(k), *below, rows[k], other);
  return to.finished();
}

/// Waves as words, those of numbers still in their order, and below them the recalled one.
Column stacked_waves(const Column& column, const std::string& recalled, std::size_t rows,
                     const std::shared_ptr<Segment>& segment) {
  const Codes waves = codes_of(column);
  ColumnWriter to(column.name(), Type::text, column.size() + static_cast<std::int64_t>(rows), segment);
  for (const std::string& name : waves.names) to.add_level(name);
  const std::int32_t level = to.add_level(recalled);
  for (std::int64_t row = 0; row < column.size(); ++row)
    if (const std::int32_t code = waves.code[static_cast<std::size_t>(row)]; code >= 0) to.put(row, code);
  for (std::size_t k = 0; k < rows; ++k) to.put(column.size() + static_cast<std::int64_t>(k), level);
  return to.finished();
}

/// Columns that say who a row is: the same in the recalled wave.
std::set<std::string> of_the_row(const Dataset& dataset) {
  std::set<std::string> names;
  const auto add = [&](const std::optional<Named>& name) {
    if (name) names.insert(name->text);
  };
  for (const ColumnRole& role : column_roles) add(dataset.roles.*role.column);
  for (const Named& name : dataset.roles.covariates) add(name);
  for (const auto& crossing : dataset.groups)
    for (const Named& name : crossing) add(name);
  for (const LaterStage& stage : dataset.stages) add(stage.unit), add(stage.stratum), add(stage.fpc);
  if (dataset.calibration)
    for (const CalibrationTotal& total : dataset.calibration->totals) add(total.column);
  if (dataset.replicate_weights)
    for (const Named& name : dataset.replicate_weights->columns) add(name);
  return names;
}

}  // namespace

bool Loader::take_recall() {
  const Recall& recall = *dataset_.recall;
  const Named& role = *dataset_.roles.wave;
  const Codes waves = codes_of(column(role));
  const std::size_t known = problems_.size();
  if (waves.find(recall.wave.text) >= 0)
    refuse(recall.wave.at, "the data have rows of wave '" + recall.wave.text + "', which is said to be recalled",
           "leave 'recall' out, or read the file a second time under another name without those rows");
  if (!recall.asked_in && waves.levels() != 1)
    refuse(recall.at, "the data have several waves", "say in which of them it was asked: asked_in = \"...\"");
  const std::int32_t asked = recall.asked_in ? waves.find(recall.asked_in->text) : 0;
  if (asked < 0)
    refuse(recall.asked_in->at, "'" + recall.asked_in->text + "' is no wave of data '" + dataset_.name + "'",
           mend_of(recall.asked_in->text, waves.names, "waves"));
  std::map<std::string, const Column*> recalled;
  for (const RecalledColumn& of : recall.columns) {
    const Column &now = column(of.column), &then = column(of.recalled);
    recalled[of.column.text] = &then;
    if (now.type() == then.type() || (is_numeric(now.type()) && is_numeric(then.type()))) continue;
    refuse(of.recalled.at,
           "column '" + of.recalled.text + "' holds " + std::string(name_of(then.type())) + " values, and '" +
               of.column.text + "', of which it is the past, " + std::string(name_of(now.type())) + " values",
           "write both in the same way");
  }
  if (problems_.size() > known) return false;

  std::vector<std::int64_t> rows;
  for (std::size_t row = 0; row < waves.code.size(); ++row)
    if (waves.code[row] == asked) rows.push_back(static_cast<std::int64_t>(row));
  const std::set<std::string> same = of_the_row(dataset_);
  const std::shared_ptr<Segment> segment = Segment::create();
  std::vector<Column> columns;
  for (const Column& c : loaded_.frame.columns()) {
    const auto then = recalled.find(c.name());
    columns.push_back(c.name() == role.text ? stacked_waves(c, recall.wave.text, rows.size(), segment)
                                            : stacked(c,
                                                      then != recalled.end()      ? then->second
                                                      : same.count(c.name()) != 0 ? &c
                                                                                  : nullptr,
                                                      rows, segment));
  }
  segment->seal();
  loaded_.frame = Frame(loaded_.frame.rows() + static_cast<std::int64_t>(rows.size()), std::move(columns));
  loaded_.notes.push_back(counted(static_cast<std::int64_t>(rows.size()), "row") + " recalled: of wave " +
                          recall.wave.text + ", asked in " + waves.names[static_cast<std::size_t>(asked)]);
  return true;
}

}  // namespace clusia
