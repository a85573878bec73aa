#include "pipeline/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <set>

#include "pipeline/attrition.hpp"
#include "pipeline/contamination.hpp"
#include "pipeline/loader.hpp"
#include "pipeline/source.hpp"
#include "study/nearest.hpp"

namespace clusia {

bool Loader::read(const Declaration& source, const ChannelOptions& options) {
  loaded_.source = &source;
  return asked_twice([&] { return read_columns(source, options); });
}

bool Loader::read_columns(const Declaration& source, const ChannelOptions& options) {
  const auto choose = [&](const std::vector<std::string>& names) -> std::optional<std::set<std::string>> {
    const std::vector<Problem> missing = check_columns(study_, dataset_, names);
    problems_.insert(problems_.end(), missing.begin(), missing.end());
    if (!missing.empty()) return std::nullopt;
    std::set<std::string> named;
    for (const UsedColumn& used : used_columns(study_, dataset_)) named.insert(used.column.text);
    return named;
  };
  auto frame =
      read_source({source.path, "data " + dataset_.name, dataset_.source.parameters, study_.seed}, options, choose);
  if (!frame) return false;
  loaded_.frame = std::move(*frame);
  const std::int64_t rows = loaded_.frame.rows();
  if (rows == 0)
    refuse(dataset_.at, "data '" + dataset_.name + "' has no rows", "give it a file with at least one row of data");
  return rows > 0 && (!dataset_.recall || take_recall());
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

/// By arm or, where the study has none, by whether the unit is ever treated.
void Loader::take_sides() {
  const std::size_t n = static_cast<std::size_t>(loaded_.rows.rows);
  std::vector<std::int8_t>& treated = loaded_.rows.treated;
  if (loaded_.design_arms.present()) {
    treated.assign(n, -1);
    for (std::size_t row = 0; row < n; ++row)
      if (const std::int32_t arm = loaded_.design_arms.code[row]; arm >= 0)
        treated[row] = static_cast<std::int8_t>(loaded_.arm_treated[static_cast<std::size_t>(arm)]);
  } else if (!cohort_.empty()) {
    treated.assign(n, 0);
    for (std::size_t row = 0; row < n; ++row) treated[row] = cohort_[row] >= 0 ? 1 : 0;
  }
}

void Loader::take_reached() {
  const std::optional<Named>& role = dataset_.roles.reached;
  if (!role) return;
  const Column& c = column(*role);
  std::int64_t bad = 0;
  for (std::int64_t row = 0; row < c.size(); ++row) {
    const bool is_number = c.type() != Type::text && c.type() != Type::date;
    const double x = !c.valid(row) ? -1 : is_number ? c.as_number(row) : std::nan("");
    if (c.valid(row) && x != 0 && x != 1) ++bad;
    loaded_.rows.reached.push_back(x == 1 ? 1 : x == 0 ? 0 : -1);
  }
  if (bad > 0)
    refuse(role->at, "column '" + role->text + "' (role reached) is neither 0 nor 1 in " + counted(bad, "row"),
           "name a column of 0 and 1");
}

/// Once for all comparators.
void Loader::tell_of_arms() {
  loaded_.of_arms = attrition_of(loaded_.rows);
  for (Diagnostic& d : contamination_of(loaded_.rows, loaded_.psu_from == "psu")) {
    if (d.name == "contamination" && d.value > 0)
      loaded_.notes.push_back("the programme reached " + std::to_string(std::llround(100 * d.value)) + " % of the " +
                              d.subject + " (role reached): effects tell of less than being reached does");
    loaded_.of_arms.push_back(std::move(d));
  }
}

namespace {

/// Rows without a code take that of `other`, as a level of its own; where that is absent or missing, each is one.
Codes or_else(const Codes& codes, const Codes& other) {
  Codes out = codes;
  std::map<std::int32_t, std::int32_t> added;
  for (std::size_t row = 0; row < out.code.size(); ++row) {
    if (out.code[row] >= 0) continue;
    const std::int32_t own = other.present() ? other.code[row] : -1;
    const auto [at, fresh] = added.try_emplace(own < 0 ? -1 - static_cast<std::int32_t>(row) : own, out.levels());
    if (fresh) {
      out.names.push_back("alone " + std::to_string(added.size()));
      out.values.push_back(std::nan(""));
    }
    out.code[row] = at->second;
  }
  return out;
}

}  // namespace

/// The column that links rows to a dataset of such units; absent where there is none.
Codes Loader::linked_to(const std::string& unit_of_analysis) const {
  for (const Link& link : dataset_.links)
    if (const Dataset* to = study_.dataset(link.to.text); to != nullptr && to->unit_of_analysis == unit_of_analysis)
      return codes_of(column(link.column));
  return {};
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
  take_cohorts();
  take_sides();
  take_reached();
  // Whoever is drawn together errs together: the first of these that the study has.
  const Codes home = r.household ? household : or_else(linked_to("household"), rows.unit);
  const Codes& within = home.present() ? home : rows.unit;
  const Codes group = or_else(linked_to("group"), within);
  loaded_.psu_from = r.psu ? "psu" : group.present() ? "group" : home.present() ? "household" : r.unit ? "unit" : "row";
  if (problems_.empty()) take_sampling(r.psu ? psu_ : group.present() ? group : within);
  if (problems_.empty()) tell_of_arms();
  if (problems_.empty()) take_replicates();
  if (problems_.empty() && study_.of_sample)
    take_sample(r.cluster ? cluster_ : r.psu ? psu_ : group.present() ? group : within);
}

template <class T>
ArrayAt Loader::place(const std::vector<T>& values, Segment& segment) {
  if (values.empty()) return {};
  void* to = segment.allocate(sizeof(T) * values.size());
  if (to == nullptr) throw std::bad_alloc();
  std::memcpy(to, values.data(), sizeof(T) * values.size());
  return {segment.id(), segment.offset_of(to)};
}

CodesAt Loader::place(const Codes& codes, Segment& segment) const {
  if (!codes.present()) return {};
  return {place(codes.code, segment), codes.names, codes.values};
}

void Loader::lay_out_design() {
  const std::shared_ptr<Segment> segment = Segment::create();
  MakeDesign& request = loaded_.design_request;
  request.rows = loaded_.frame.rows();
  request.estimand = study_.estimand;
  request.of_sample = study_.of_sample;
  request.unit = place(loaded_.rows.unit, *segment);
  request.wave = place(loaded_.rows.wave, *segment);
  request.cluster = place(cluster_, *segment);
  request.stratum = place(stratum_, *segment);
  request.psu = place(psu_, *segment);
  request.block = place(block_, *segment);
  request.arm = place(loaded_.design_arms, *segment);
  request.arm_treated = loaded_.arm_treated;
  request.cohort = place(cohort_, *segment);
  request.weight = place(loaded_.compared().weight, *segment);
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

}  // namespace clusia
