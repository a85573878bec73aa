#include "laws/case.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "pipeline/levels.hpp"
#include "studies/csv.hpp"

namespace clusia::test {
namespace {

/// Laws are no truer over more rows; the tests are slower.
constexpr std::size_t most_rows = 2000;

ChannelOptions in_process() {
  ChannelOptions options;
  options.isolated = false;
  return options;
}

Table read_table(const fs::path& path) {
  Table table;
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::string line;
  std::getline(file, line);
  table.names = fields_of(line);
  while (std::getline(file, line)) table.rows.push_back(fields_of(line));
  return table;
}

void write_table(const Table& table, const fs::path& path) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& fields) {
    for (std::size_t k = 0; k < fields.size(); ++k) {
      const bool quoted = fields[k].find(',') != std::string::npos;
      text += (k > 0 ? "," : "") + (quoted ? '"' + fields[k] + '"' : fields[k]);
    }
    text += '\n';
  };
  add(table.names);
  for (const auto& row : table.rows) add(row);
  write(path, text);
}

Study checked(const fs::path& path, const Catalogue& catalogue) {
  const KnownPlugins known{[&](Kind kind, std::string_view id) { return catalogue.find(kind, id); },
                           [&](Kind kind) { return catalogue.ids(kind); }};
  Checked read = read_study(path, known);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read))
    throw std::runtime_error(text_of(problems->front()));
  return std::get<Study>(std::move(read));
}

std::size_t index_of(const Declaration& plugin, std::string_view name) {
  const auto at = std::ranges::find(plugin.parameters, name, &ParameterDeclaration::name);
  if (at == plugin.parameters.end()) throw std::logic_error("no parameter " + std::string(name));
  return static_cast<std::size_t>(at - plugin.parameters.begin());
}

std::string& path_in(Study& study, const Catalogue& catalogue) {
  Setup& source = study.datasets.front().source;
  return source.parameters[index_of(plugin_of(catalogue, Kind::source, source.plugin), "path")].text;
}

}  // namespace

bool Table::has(const std::string& name) const { return std::ranges::find(names, name) != names.end(); }

std::size_t Table::column(const std::string& name) const {
  if (!has(name)) throw std::logic_error("no column " + name);
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

std::string text_of_number(double x) {
  char digits[40];
  return {digits, std::to_chars(digits, digits + sizeof digits, x).ptr};
}

// ---- bound ------------------------------------------------------------------------------------------------

Bound::Bound(Study study, const Catalogue& catalogue)
    : study_(std::move(study)),
      loaded_(load_study(study_, catalogue, in_process())),
      channel_(open_channel(in_process())),
      session_(*channel_, indicator().bind, indicator().segments) {}

std::vector<const Group*> Bound::groups() const {
  std::vector<const Group*> some;
  for (const Group& group : data().groups)
    if (some.size() < 2) some.push_back(&group);
  return some;
}

Weights Bound::domain(const Group& group) const {
  const Codes& wave = data().rows.wave;
  Weights listed;
  for (std::size_t row = 0; row < indicator().complete.size(); ++row) {
    if (!indicator().complete[row] || (wave.present() && wave.code[row] != wave.levels() - 1)) continue;
    listed.rows.push_back(static_cast<std::int64_t>(row));
    listed.weight.push_back(group.rows[row] ? data().rows.weight[row] : 0);
  }
  return listed;
}

Weights Bound::reference() {
  if (!session_.reads_reference()) return {};
  const Codes& wave = data().rows.wave;
  return indicator().references->of({}, wave.present() ? wave.levels() - 1 : -1);
}

std::map<std::string, Told> Bound::assess(const Group& group) {
  Design design = levels_of(data());
  design.cells.erase(design.cells.begin(), design.cells.end() - 1);
  Inference inference;
  inference.single_psu = SinglePsu::adjust;  // a group may have left a stratum with one
  const TaskResult result = clusia::assess({session_, *indicator().references, indicator().complete}, design,
                                           data().rows, clusterings_under(design, data().rows), group.rows, inference);
  std::map<std::string, Told> told;
  for (std::size_t m = 0; m < result.cells.size(); ++m) {
    const CellResult& cell = result.cells[m].front();
    Told& of = told[outputs()[m].name];
    of.estimate = cell.estimate;
    if (cell.interval) of.std_error = cell.interval->std_error;
  }
  return told;
}

// ---- cases ------------------------------------------------------------------------------------------------

Case::Case(const Study& study, const Indicator& indicator, const Catalogue& catalogue)
    : catalogue_(catalogue), plugin_(&plugin_of(catalogue, Kind::indicator, indicator.setup.plugin)), study_(study) {
  study_.datasets = {*study.dataset(indicator.dataset)};
  study_.indicators = {indicator};
  study_.differences.clear();
  study_.expectations.clear();
  table_ = read_table(path_in(study_, catalogue_));
  Roles& roles = study_.datasets.front().roles;
  if (roles.weight) return;
  roles.weight = Named{"one", {}};
  table_.names.emplace_back("one");
  for (auto& row : table_.rows) row.emplace_back("1");
}

std::string Case::parameter(const std::string& name) const {
  if (plugin_->parameter(name) == nullptr) return "";
  const std::size_t k = index_of(*plugin_, name);
  const Value& value = indicator().setup.parameters[k];
  if (!value.is_set) return "";
  return plugin_->parameters[k].type == CLUSIA_CHOICE ? value.text : text_of(plugin_->parameters[k], value);
}

std::unique_ptr<Bound> Case::bind(const Table& table) const { return bind(table, indicator().setup.parameters); }

std::unique_ptr<Bound> Case::bind(const Table& table, const Values& parameters) const {
  const Folder folder;  // read at once
  Study study = study_;
  path_in(study, catalogue_) = (folder / "data.csv").string();
  study.indicators.front().setup.parameters = parameters;
  write_table(table, folder / "data.csv");
  return std::make_unique<Bound>(std::move(study), catalogue_);
}

std::vector<Case> cases_of(const std::string& id, const Catalogue& catalogue) {
  const Study study = checked(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/indicators" / (id + ".toml"), catalogue);
  std::vector<Case> cases;
  for (const Indicator& indicator : study.indicators)
    if (Case made(study, indicator, catalogue); made.table().rows.size() <= most_rows) cases.push_back(std::move(made));
  return cases;
}

}  // namespace clusia::test
