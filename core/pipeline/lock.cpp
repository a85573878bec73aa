#include "pipeline/lock.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "pipeline/designs.hpp"
#include "pipeline/fingerprint.hpp"
#include "pipeline/pins.hpp"
#include "pipeline/waves.hpp"
#include "plugin/sha256.hpp"
#include "store/store.hpp"
#include "study/deviations.hpp"
#include "study/written_file.hpp"
#include "version.hpp"

namespace clusia {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::vector<Problem>& problems) {
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(text_of(problem));
  throw StudyRefused(texts);
}

/// The file of a lock as a whole.
[[noreturn]] void refuse(const fs::path& file, const std::string& what, const std::string& mend) {
  throw StudyRefused({file.string() + ":1:1: " + what + ": " + mend});
}

/// Why the dataset cannot be read yet; nothing where it can.
std::optional<std::string> waits_for(const Study& study, const Dataset& dataset, const Declaration& source) {
  for (std::size_t k = 0; k < source.parameters.size(); ++k) {
    const Value& value = dataset.source.parameters[k];
    if (source.parameters[k].type == CLUSIA_PATH && value.is_set && !fs::exists(value.text))
      return "file not found: " + fs::proximate(value.text, fs::absolute(study.path).parent_path()).string();
  }
  return std::nullopt;
}

/// Makes the lock, step by step; holds what these share.
class Locker {
 public:
  Locker(const Study& study, const Catalogue& catalogue, const ChannelOptions& options)
      : study_(study), catalogue_(catalogue), options_(options), blind_(study) {}

  Lock lock() {
    if (const auto problems = check_pins(study_, catalogue_); !problems.empty()) refuse(problems);
    load();
    Lock lock{utc_now(), version, sha256_of(study_.text), study_.text, {}, {}};
    for (const Comparator& comparator : study_.comparators)
      for (const std::string& data : comparator.datasets) lock.designs.push_back(design(comparator, data));
    for (const Dataset& dataset : study_.datasets)
      if (Hypotheses h = hypotheses(dataset); h.number() > 0) lock.hypotheses.push_back(std::move(h));
    return lock;
  }

 private:
  /// The study without its outcomes and without the data that are waited for: what is not named is not read.
  void load() {
    blind_.indicators.clear();
    blind_.comparators.clear();
    blind_.linked_columns.clear();
    blind_.differences.clear();
    std::erase_if(blind_.datasets, [&](Dataset& dataset) {
      if (dataset.recall) dataset.recall->columns.clear();
      const auto reason = waits_for(study_, dataset, plugin_of(catalogue_, Kind::source, dataset.source.plugin));
      if (reason) waiting_[dataset.name] = *reason;
      return reason.has_value();
    });
    loaded_ = load_study(blind_, catalogue_, options_);
  }

  const LoadedDataset* loaded(const std::string& data) const {
    const auto at = std::ranges::find(loaded_.datasets, data, [](const LoadedDataset& d) { return d.study->name; });
    return at == loaded_.datasets.end() ? nullptr : &*at;
  }

  FixedDesign design(const Comparator& comparator, const std::string& data) {
    FixedDesign fixed{comparator.name, data, "", ""};
    if (const auto waits = waiting_.find(data); waits != waiting_.end()) {
      fixed.reason = waits->second;
    } else if (reads_baselines(comparator, catalogue_)) {
      fixed.reason = "it is made of outcomes from before the intervention, and no outcome is read here";
    } else {
      make(comparator, *loaded(data), fixed);
    }
    return fixed;
  }

  /// A wave that the data do not have may be the one to come.
  void make(const Comparator& comparator, const LoadedDataset& dataset, FixedDesign& fixed) {
    std::vector<Problem> problems;
    loaded_.settings[{comparator.name, dataset.study->name}] =
        with_waves(study_, comparator.setup, "comparator '" + comparator.name + "'",
                   plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin), dataset, problems);
    if (!problems.empty()) {
      fixed.reason = problems.front().what;
      return;
    }
    DesignMaker maker(study_, catalogue_, loaded_, options_, nullptr);
    maker.make(comparator, dataset, [&](const MadeDesign& made) {
      if (made.design)
        fixed.sha256 = fingerprint(*made.design, dataset);
      else
        fixed.reason = made.reason;
    });
  }

  Hypotheses hypotheses(const Dataset& dataset) const {
    Hypotheses h{dataset.name, {}, {}, {}};
    for (const Indicator& indicator : study_.indicators)
      if (indicator.dataset == dataset.name) add_outputs(indicator, h.outputs);
    for (const Comparator& comparator : study_.comparators)
      if (std::ranges::find(comparator.datasets, dataset.name) != comparator.datasets.end())
        h.comparators.push_back(comparator.name);
    if (const LoadedDataset* data = loaded(dataset.name)) {
      for (const Group& group : data->groups)
        h.groups.push_back(group.columns.empty() ? "everyone" : group.columns + ": " + group.label);
      return h;
    }
    if (dataset.overall) h.groups.emplace_back("everyone");
    for (const auto& crossing : dataset.groups) {
      std::string columns;
      for (const Named& column : crossing) columns += (columns.empty() ? "" : ", ") + column.text;
      h.groups.push_back(columns);
    }
    return h;
  }

  /// Some plugins know their outputs with the data alone.
  void add_outputs(const Indicator& indicator, std::vector<std::string>& outputs) const {
    const Declaration& plugin = plugin_of(catalogue_, Kind::indicator, indicator.setup.plugin);
    if (plugin.outputs.empty() || plugin.has_power(CLUSIA_INDICATOR_OUTPUTS)) return outputs.push_back(indicator.name);
    for (const OutputDeclaration& output : plugin.outputs) outputs.push_back(indicator.name + "." + output.name);
  }

  const Study& study_;
  const Catalogue& catalogue_;
  const ChannelOptions& options_;
  Study blind_;
  LoadedStudy loaded_;
  std::map<std::string, std::string> waiting_;  ///< by dataset: why it cannot be read yet
};

/// `--comparator` sets [compare] aside, which a run does not read.
bool is_set_aside(const std::string& key, const Study& study) {
  return key.starts_with("compare.") && std::ranges::any_of(study.overridden, [](const Overridden& o) {
           return o.option.starts_with("--comparator");
         });
}

}  // namespace

Lock make_lock(const Study& study, const Catalogue& catalogue, const ChannelOptions& options) {
  return Locker(study, catalogue, options).lock();
}

void write_lock(const Lock& lock, const Study& study) {
  const fs::path file = fixed_file_of(study);
  if (!write_whole(file, text_of(lock, study.path.filename().string())))
    throw StudyRefused({file.string() + ": cannot be written: make its folder writable"});
}

std::optional<Lock> lock_of(const Study& study) {
  const fs::path file = fixed_file_of(study);
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(file, ignored))) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) refuse(file, "it cannot be read", "see to it that you are allowed to read it");
  auto read = read_lock(file, text);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read)) refuse(*problems);
  Lock lock = std::get<Lock>(std::move(read));
  if (sha256_of(lock.study) != lock.sha256)
    refuse(file, "the study in it is not the one whose sum stands there", put_back);
  return lock;
}

LockRecord record_of(const Lock& lock, const Study& study) {
  LockRecord record{fixed_file_of(study).string(), lock.fixed, lock.clusia, lock.study, lock.sha256};
  for (const FixedDesign& design : lock.designs) ++(design.sha256.empty() ? record.designs_open : record.designs);
  for (const Hypotheses& h : lock.hypotheses) record.hypotheses += static_cast<std::int64_t>(h.number());
  return record;
}

std::vector<DeviationRecord> key_deviations(const Lock& lock, const Study& study) {
  std::vector<DeviationRecord> all;
  try {
    for (Deviation& d : deviations(lock.study, study.effective))
      if (!is_set_aside(d.key, study)) all.push_back({"key", std::move(d.key), std::move(d.was), std::move(d.now)});
  } catch (const toml::parse_error& error) {
    refuse(fixed_file_of(study), "the study in it is not valid TOML: " + std::string(error.description()), put_back);
  }
  return all;
}

std::vector<DeviationRecord> design_deviations(const Lock& lock, const Fingerprints& made) {
  std::vector<DeviationRecord> all;
  for (const FixedDesign& fixed : lock.designs) {
    if (fixed.sha256.empty()) continue;
    const auto now = made.find({fixed.comparator, fixed.data});
    const bool gone = now == made.end();
    if (!gone && now->second == fixed.sha256) continue;
    all.push_back({"design", "comparator " + fixed.comparator + ", data " + fixed.data, fixed.sha256,
                   gone ? std::nullopt : std::optional(now->second)});
  }
  return all;
}

}  // namespace clusia
