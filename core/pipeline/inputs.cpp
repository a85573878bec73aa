#include "pipeline/inputs.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "pipeline/counts.hpp"
#include "plugin/sha256.hpp"
#include "study/sheet.hpp"
#include "version.hpp"

namespace clusia {
namespace {

namespace fs = std::filesystem;

const char* name_of(Reference reference) {
  switch (reference) {
    case Reference::wave:
      return "wave";
    case Reference::baseline:
      return "baseline";
    case Reference::all:
      return "all";
  }
  return "";
}

/// A data file as the study names it: from the study's folder.
std::string as_named(const Study& study, const std::string& file) {
  return fs::proximate(file, fs::absolute(study.path).parent_path()).string();
}

std::vector<ParameterRecord> parameters_of(const Study& study, const Declaration& plugin, const Setup& setup) {
  std::vector<ParameterRecord> records;
  for (std::size_t k = 0; k < plugin.parameters.size(); ++k) {
    const ParameterDeclaration& p = plugin.parameters[k];
    Value value = setup.parameters[k];
    if (!value.is_set) continue;
    if (p.type == CLUSIA_PATH) value.text = as_named(study, value.text);
    records.push_back({p.name, text_of(p, value), p.convention, value.is_default});
  }
  return records;
}

/// As TOML would write it.
std::string text_of(const std::vector<Named>& names) {
  ParameterDeclaration as;
  as.type = CLUSIA_TEXTS;
  Value value;
  value.is_set = true;
  for (const Named& name : names) value.texts.push_back(name.text);
  return text_of(as, value);
}

std::vector<FileRecord> files_of(const Study& study, const LoadedDataset& dataset) {
  std::vector<FileRecord> files;
  const Values& values = dataset.study->source.parameters;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (dataset.source->parameters[k].type != CLUSIA_PATH || !values[k].is_set) continue;
    const fs::path file = values[k].text;
    files.push_back(
        {as_named(study, file.string()), sha256_of_file(file), static_cast<std::int64_t>(fs::file_size(file))});
  }
  return files;
}

}  // namespace

Inputs::Inputs(const Study& study, const Catalogue& catalogue, const LoadedStudy& loaded)
    : study_(study), catalogue_(catalogue), loaded_(loaded) {
  for (const LoadedDataset& dataset : loaded.datasets) files_[dataset.study->name] = files_of(study, dataset);
}

std::vector<std::string> Inputs::identity() const {
  std::vector<std::string> lines{std::string("clusia ") + version + ", " + build,
                                 "the study " + sha256_of(study_.text)};
  for (const Overridden& o : study_.overridden) lines.push_back("the option " + o.option);
  const auto add = [&](const Declaration& plugin) { lines.push_back("plugin '" + plugin.id + "' " + plugin.sha256); };
  for (const LoadedDataset& dataset : loaded_.datasets) {
    add(*dataset.source);
    for (const FileRecord& file : files_.at(dataset.study->name))
      lines.push_back("file " + file.path + " " + file.sha256);
  }
  for (const LoadedIndicator& indicator : loaded_.indicators) add(*indicator.plugin);
  for (const Comparator& comparator : study_.comparators)
    add(plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin));
  return lines;
}

void Inputs::record(const LoadedDataset& dataset, Store& store, InputIds& ids) const {
  DatasetRecord record{dataset.study->name,
                       dataset.study->title,
                       dataset.psu_from,
                       store.add_plugin(*dataset.source),
                       dataset.frame.rows(),
                       {},
                       files_.at(dataset.study->name),
                       dataset.study->unit_of_analysis};
  const Roles& r = dataset.study->roles;
  for (const Column& c : dataset.frame.columns()) {
    ColumnRecord column{c.name(), std::string(name_of(c.type())), "", c.missing()};
    const auto add = [&](const std::string& role) { column.roles += (column.roles.empty() ? "" : ", ") + role; };
    for (const ColumnRole& role : column_roles)
      if (const auto& named = r.*role.column; named && named->text == c.name()) add(std::string(role.name));
    for (const Named& covariate : r.covariates)
      if (covariate.text == c.name()) add("covariate");
    record.columns.push_back(column);
  }
  const std::int64_t id = ids.datasets[dataset.study->name] = store.add_dataset(record);
  store.add_parameters("dataset", id, parameters_of(study_, *dataset.source, dataset.study->source));
  for (const Group& g : dataset.groups)
    ids.groups[dataset.study->name].push_back(store.add_group(id, {g.columns, g.label, g.size, g.levels}));
  store.add_counts(counts_of(dataset, ids.groups[dataset.study->name]));
  spdlog::info("data {}: {} rows, {} columns", dataset.study->name, dataset.frame.rows(),
               dataset.frame.columns().size());
  for (const std::string& note : dataset.notes) store.add_message("note", "data " + dataset.study->name, note);
}

void Inputs::record_links(Store& store, const InputIds& ids) const {
  for (const LoadedLink& link : loaded_.links) {
    const std::string &from = link.from->study->name, &to = link.to->study->name;
    const auto groups = [&](const std::string& data) {
      const auto of = ids.groups.find(data);
      return of == ids.groups.end() ? GroupIds{} : of->second;
    };
    store.add_link({ids.datasets.at(from), ids.datasets.at(to), link.study->column.text, link.from->rows.rows,
                    link.without_key, link.unmatched, link.unmatched_units, link.bare, link.split},
                   counts_of(link, groups(from), groups(to)));
  }
  const auto text = [](const std::optional<Named>& name) {
    return name ? std::optional(name->text) : std::optional<std::string>();
  };
  for (const MadeColumn& made : loaded_.columns) {
    const LinkedColumn& of = *made.study;
    std::optional<std::string> missing;
    if (!of.goes_down()) missing = of.leave_out ? "leave_out" : "missing";
    store.add_linked_column({ids.datasets.at(of.dataset), of.name.text, ids.datasets.at(of.from.text), text(of.of),
                             text(of.level), of.rule, missing, text(of.members), made.rows, made.with_value,
                             made.incomplete, made.bare});
  }
}

void Inputs::record(const LoadedIndicator& indicator, Store& store, InputIds& ids) const {
  const Declaration& plugin = *indicator.plugin;
  std::optional<std::string> reference;
  if (plugin.reads_reference()) reference = name_of(indicator.study->reference);
  const Meaning& of = indicator.study->meaning;
  IndicatorIds& of_this = ids.indicators.emplace_back();
  of_this.id = store.add_indicator({indicator.study->name, indicator.study->title,
                                    ids.datasets.at(indicator.study->dataset), store.add_plugin(plugin), reference,
                                    of.entry, of.state, of.area, of.stakeholder, of.evidence, of.nature, of.loss});
  store.add_parameters("indicator", of_this.id, parameters_of(study_, plugin, indicator.study->setup));
}

/// What the command line made of the study.
void Inputs::record_choices(Store& store) const {
  for (const Overridden& o : study_.overridden) store.add_override(o.option, o.effect);
  for (const Specification& s : study_.specifications)
    store.add_specification({std::string(name_of(s.kind)), s.name, s.of, s.title, s.reason, s.options});
  for (const Benchmark& b : study_.benchmarks)
    store.add_benchmark({b.indicator, b.title, b.from, b.comparator, b.value});
}

/// What people scored, ranked and said, so that the report can be made from the database alone.
void Inputs::record_sheets(Store& store) const {
  std::map<std::string, std::vector<std::string>> columns;
  if (study_.diagnosis)
    for (const Named& file : study_.diagnosis->scores) {
      columns[file.text] = score_columns;
      columns[file.text].emplace_back("basis");
    }
  for (const Exercise& exercise : study_.voices)
    for (const std::string& column : kept_columns(exercise)) {
      auto& of = columns[exercise.file.text];
      if (std::ranges::find(of, column) == of.end()) of.push_back(column);
    }
  for (const auto& [name, kept] : columns) {
    const fs::path path = study_.path.parent_path() / name;
    Problems problems(path);
    if (const auto sheet = read_sheet(path, {}, problems))
      store.add_sheet({name, sha256_of_file(path), csv_of(*sheet, kept)});
    for (const Problem& problem : sorted(problems.all()))
      store.add_message("warning", "sheet " + name, text_of(problem) + ". The report is without it");
  }
}

void Inputs::record(const Comparator& comparator, Store& store, InputIds& ids) const {
  const Declaration& plugin = plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin);
  const std::int64_t id = ids.comparators[comparator.name] =
      store.add_comparator({comparator.name, comparator.title, store.add_plugin(plugin)});
  auto parameters = parameters_of(study_, plugin, comparator.setup);
  if (comparator.covariates) parameters.push_back({"covariates", text_of(*comparator.covariates), "", false});
  store.add_parameters("comparator", id, parameters);
}

InputIds Inputs::record(Store& store) const {
  InputIds ids;
  record_choices(store);
  record_sheets(store);
  for (const LoadedDataset& dataset : loaded_.datasets) record(dataset, store, ids);
  record_links(store, ids);
  for (const LoadedIndicator& indicator : loaded_.indicators) record(indicator, store, ids);
  for (const Comparator& comparator : study_.comparators) record(comparator, store, ids);
  return ids;
}

}  // namespace clusia
