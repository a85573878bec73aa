#include "pipeline/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "study/nearest.hpp"

namespace clusia {
namespace {

/// Loads one dataset; holds what its steps share.
class Loader {
 public:
  Loader(const Study& study, const Dataset& dataset, std::vector<Problem>& problems)
      : study_(study), dataset_(dataset), problems_(problems) {
    loaded_.study = &dataset;
  }

  bool read(const Declaration& source, const ChannelOptions& options) {
    loaded_.source = &source;
    const std::unique_ptr<Channel> channel = open_channel(options);
    const auto names =
        ask<Names>(*channel,
                   OpenSource{{source.path, "data " + dataset_.name, dataset_.source.parameters, study_.seed}})
            .names;
    const std::vector<Problem> missing = check_columns(study_, dataset_, names);
    problems_.insert(problems_.end(), missing.begin(), missing.end());
    if (!missing.empty()) return false;
    const std::vector<std::string> used = used_columns(names);
    auto table = ask<ReadColumns>(*channel, ReadSource{used});
    std::vector<Column> columns;
    for (Layout& layout : table.layouts) columns.emplace_back(std::move(layout), table.segment);
    loaded_.frame = Frame(table.rows, std::move(columns));
    if (table.rows == 0)
      refuse(dataset_.at, "data '" + dataset_.name + "' has no rows", "give it a file with at least one row of data");
    return table.rows > 0;
  }

  void take_roles();
  void take_groups();
  void lay_out_design();
  LoadedDataset result() { return std::move(loaded_); }

 private:
  void refuse(Position at, std::string what, std::string mend) {
    problems_.push_back({study_.path, at, std::move(what), std::move(mend)});
  }
  const Column& column(const Named& name) const { return *loaded_.frame.find(name.text); }
  std::vector<std::string> used_columns(const std::vector<std::string>& all) const;
  Codes codes(const std::optional<Named>& role, const char* name, bool complete);
  std::vector<double> numbers(const Named& role, const char* name);
  void take_weights();
  void take_arms();
  CodesAt place(const Codes& codes, Segment& segment) const;

  const Study& study_;
  const Dataset& dataset_;
  std::vector<Problem>& problems_;
  LoadedDataset loaded_;
  Codes stratum_, psu_, cluster_, block_;
};

std::vector<std::string> Loader::used_columns(const std::vector<std::string>& all) const {
  std::set<std::string> used;
  const Roles& r = dataset_.roles;
  for (const auto* role :
       {&r.unit, &r.household, &r.persons, &r.wave, &r.arm, &r.cluster, &r.weight, &r.stratum, &r.psu, &r.block})
    if (*role) used.insert((*role)->text);
  for (const Named& c : r.covariates) used.insert(c.text);
  for (const auto& group : dataset_.groups)
    for (const Named& c : group) used.insert(c.text);
  for (const Indicator& indicator : study_.indicators)
    if (indicator.dataset == dataset_.name)
      for (const auto& input : indicator.inputs)
        for (const Named& c : input) used.insert(c.text);
  std::vector<std::string> in_order;
  for (const std::string& name : all)
    if (used.count(name) != 0) in_order.push_back(name);
  return in_order;
}

Codes Loader::codes(const std::optional<Named>& role, const char* name, bool complete) {
  if (!role) return {};
  const Column& c = column(*role);
  if (complete && c.missing() > 0)
    refuse(role->at, "column '" + role->text + "' (role " + name + ") is missing in " + counted(c.missing(), "row"),
           "fill it in, or leave those rows out of the file");
  return codes_of(c);
}

std::vector<double> Loader::numbers(const Named& role, const char* name) {
  const Column& c = column(role);
  std::vector<double> values(static_cast<std::size_t>(c.size()), 0);
  const std::string whose = "column '" + role.text + "' (role " + name + ")";
  if (c.type() != Type::number && c.type() != Type::integer) {
    refuse(role.at, whose + " holds " + std::string(name_of(c.type())) + " values", "name a column of numbers");
    return values;
  }
  std::int64_t bad = 0, first = 0;
  for (std::int64_t row = 0; row < c.size(); ++row) {
    const double x = c.valid(row) ? c.as_number(row) : 0;
    if ((!c.valid(row) || !(x >= 0) || std::isinf(x)) && bad++ == 0) first = row + 1;
    values[static_cast<std::size_t>(row)] = x;
  }
  if (bad > 0)
    refuse(role.at,
           whose + " is missing, negative or infinite in " + counted(bad, "row") + ", first in row " +
               std::to_string(first),
           "correct the file, or leave those rows out");
  return values;
}

void Loader::take_weights() {
  const Roles& r = dataset_.roles;
  AssessedRows& rows = loaded_.rows;
  rows.weight.assign(static_cast<std::size_t>(rows.rows), 1.0);
  const std::size_t known = problems_.size();
  if (r.weight) rows.weight = numbers(*r.weight, "weight");
  if (r.persons) {
    const std::vector<double> persons = numbers(*r.persons, "persons");
    for (std::size_t k = 0; k < persons.size(); ++k) rows.weight[k] *= persons[k];
  }
  if (problems_.size() == known && std::all_of(rows.weight.begin(), rows.weight.end(), [](double w) { return w == 0; }))
    refuse(r.weight ? r.weight->at : dataset_.at, "all weights of data '" + dataset_.name + "' are zero",
           "name the column that holds the survey weights");
}

void Loader::take_arms() {
  const Roles& r = dataset_.roles;
  loaded_.arms = codes(r.arm, "arm", false);
  if (!r.arm) return;
  std::vector<std::int8_t> side(loaded_.arms.names.size(), -1);
  const auto take = [&](const std::vector<Named>& levels, std::int8_t which) {
    for (const Named& level : levels) {
      const std::int32_t k = loaded_.arms.find(level.text);
      if (k < 0) {
        refuse(level.at, "'" + level.text + "' is no level of column '" + r.arm->text + "'",
               mend_of(level.text, loaded_.arms.names, "levels"));
      } else {
        side[static_cast<std::size_t>(k)] = which;
      }
    }
  };
  take(r.treated, 1);
  take(r.comparison, 0);
  Codes& arms = loaded_.design_arms;
  std::vector<std::int32_t> becomes(side.size(), -1);
  for (std::size_t k = 0; k < side.size(); ++k) {
    if (side[k] < 0) continue;
    becomes[k] = arms.levels();
    arms.names.push_back(loaded_.arms.names[k]);
    arms.values.push_back(loaded_.arms.values[k]);
    loaded_.arm_treated.push_back(static_cast<std::uint8_t>(side[k]));
  }
  std::int64_t outside = 0;
  for (const std::int32_t code : loaded_.arms.code) {
    arms.code.push_back(code < 0 ? -1 : becomes[static_cast<std::size_t>(code)]);
    outside += arms.code.back() < 0 ? 1 : 0;
  }
  if (outside > 0)
    loaded_.notes.push_back(counted(outside, "row") + " in no arm of the study (column '" + r.arm->text + "')");
}

void Loader::take_roles() {
  const Roles& r = dataset_.roles;
  AssessedRows& rows = loaded_.rows;
  rows.rows = loaded_.frame.rows();
  rows.unit = codes(r.unit, "unit", true);
  rows.wave = codes(r.wave, "wave", false);
  if (r.wave && column(*r.wave).missing() > 0)
    loaded_.notes.push_back(counted(column(*r.wave).missing(), "row") + " without a wave, left out");
  const Codes household = codes(r.household, "household", true);
  stratum_ = codes(r.stratum, "stratum", true);
  psu_ = codes(r.psu, "psu", true);
  cluster_ = codes(r.cluster, "cluster", true);
  block_ = codes(r.block, "block", true);
  take_weights();
  take_arms();
  // Whoever is drawn together errs together: the first of these that the study has.
  loaded_.psu_from = r.psu ? "psu" : r.household ? "household" : r.unit ? "unit" : "row";
  if (problems_.empty())
    rows.clustering = clustering_of(rows.rows, r.psu ? psu_ : r.household ? household : rows.unit, stratum_);
}

void Loader::take_groups() {
  const auto n = static_cast<std::size_t>(loaded_.frame.rows());
  if (dataset_.overall)
    loaded_.groups.push_back({"", "all", {}, std::vector<bool>(n, true), static_cast<std::int64_t>(n)});
  for (const auto& crossing : dataset_.groups) {
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
}

CodesAt Loader::place(const Codes& codes, Segment& segment) const {
  if (!codes.present()) return {};
  void* to = segment.allocate(4 * codes.code.size());
  if (to == nullptr) throw std::bad_alloc();
  std::memcpy(to, codes.code.data(), 4 * codes.code.size());
  return {{segment.id(), segment.offset_of(to)}, codes.names, codes.values};
}

void Loader::lay_out_design() {
  const std::shared_ptr<Segment> segment = Segment::create();
  MakeDesign& request = loaded_.design_request;
  request.rows = loaded_.frame.rows();
  request.estimand = study_.estimand;
  request.unit = place(loaded_.rows.unit, *segment);
  request.wave = place(loaded_.rows.wave, *segment);
  request.cluster = place(cluster_, *segment);
  request.stratum = place(stratum_, *segment);
  request.psu = place(psu_, *segment);
  request.block = place(block_, *segment);
  request.arm = place(loaded_.design_arms, *segment);
  request.arm_treated = loaded_.arm_treated;
  void* to = segment->allocate(8 * loaded_.rows.weight.size());
  if (to == nullptr) throw std::bad_alloc();
  std::memcpy(to, loaded_.rows.weight.data(), 8 * loaded_.rows.weight.size());
  request.weight = {segment->id(), segment->offset_of(to)};
  for (const Named& name : dataset_.roles.covariates) {
    const Column& c = column(name);
    if (c.type() == Type::date) {
      refuse(name.at, "covariate '" + name.text + "' holds dates", "name a column of numbers or categories");
      continue;
    }
    const Column own = c.type() == Type::text || c.type() == Type::number ? copied(c, segment)
                                                                          : converted(c, CLUSIA_COLUMN_NUMBER, segment);
    request.covariates.push_back({segment->id(), own.layout()});
  }
  segment->seal();
  loaded_.design_segment = segment;
}

}  // namespace

LoadedDataset load_dataset(const Study& study, const Dataset& dataset, const Declaration& source,
                           const ChannelOptions& options, std::vector<Problem>& problems) {
  std::vector<Problem> own;
  Loader loader(study, dataset, own);
  if (loader.read(source, options)) {
    loader.take_roles();
    loader.take_groups();
    loader.lay_out_design();
  }
  problems.insert(problems.end(), own.begin(), own.end());
  return loader.result();
}

LoadedIndicator load_indicator(const Study& study, const Indicator& indicator, const Declaration& plugin,
                               const LoadedDataset& dataset, std::vector<Problem>& problems) {
  LoadedIndicator loaded{&indicator, &plugin, &dataset,
                         {},         {},      std::vector<bool>(static_cast<std::size_t>(dataset.frame.rows()), true)};
  Bind& bind = loaded.bind;
  bind.instance = {plugin.path, "indicator " + indicator.name, indicator.setup.parameters, study.seed};
  bind.rows = dataset.frame.rows();
  bind.unit = dataset.design_request.unit;
  bind.wave = dataset.design_request.wave;
  const std::shared_ptr<Segment> segment = Segment::create();
  for (std::size_t k = 0; k < plugin.inputs.size(); ++k) {
    auto& columns = bind.inputs.emplace_back();
    for (const Named& name : indicator.inputs[k]) {
      try {
        const Column column = converted(*dataset.frame.find(name.text), plugin.inputs[k].type, segment);
        columns.push_back({column.segment()->id(), column.layout()});
        for (std::int64_t row = 0; plugin.inputs[k].missing_drops && column.missing() > 0 && row < column.size(); ++row)
          if (!column.valid(row)) loaded.complete[static_cast<std::size_t>(row)] = false;
      } catch (const std::runtime_error& e) {
        const std::string text = e.what();  // "what: mend"
        const auto colon = text.find(": ");
        problems.push_back(
            {study.path, name.at,
             "indicator '" + indicator.name + "', input '" + plugin.inputs[k].name + "': " + text.substr(0, colon),
             colon == std::string::npos ? "name another column" : text.substr(colon + 2)});
      }
    }
  }
  if (std::find(loaded.complete.begin(), loaded.complete.end(), false) != loaded.complete.end()) {
    auto* bits = static_cast<std::uint8_t*>(segment->allocate((loaded.complete.size() + 7) / 8));
    if (bits == nullptr) throw std::bad_alloc();
    for (std::size_t row = 0; row < loaded.complete.size(); ++row)
      if (loaded.complete[row]) bits[row >> 3] = static_cast<std::uint8_t>(bits[row >> 3] | (1U << (row & 7)));
    bind.complete = {segment->id(), segment->offset_of(bits)};
  }
  segment->seal();
  loaded.segments = {dataset.frame_segment(), segment, dataset.design_segment};
  return loaded;
}

}  // namespace clusia
