#include "pipeline/baseline.hpp"

#include <algorithm>
#include <limits>

namespace clusia {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// The codes of a role where the comparator sees them.
struct Levels {
  const std::int32_t* code;
  std::size_t count;
};

Levels levels_by(std::int32_t role, const LoadedDataset& dataset) {
  const MakeDesign& frame = dataset.design_request;
  const CodesAt& codes = role == CLUSIA_ROLE_CLUSTER ? frame.cluster
                         : role == CLUSIA_ROLE_UNIT  ? frame.unit
                                                     : frame.arm;
  return {reinterpret_cast<const std::int32_t*>(dataset.design_segment->at(codes.code.offset)), codes.names.size()};
}

/// Through a line drawn from all waves, or through a unit's other waves.
void refuse_later_waves(const Study& study, const LoadedIndicator& of) {
  if (of.plugin->has_power(CLUSIA_INDICATOR_HISTORY))
    throw PluginFailure("indicator '" + of.study->name +
                        "' reads a unit's other waves, so it has no value from before the intervention alone: choose "
                        "an indicator of single waves");
  const auto refuse_all = [](const Indicator& indicator, const std::string& why) {
    if (indicator.reference == Reference::all)
      throw PluginFailure("indicator '" + indicator.name + "' " + why +
                          " reference = \"all\", which reads later waves: write \"wave\" or \"baseline\"");
  };
  if (of.plugin->reads_reference()) refuse_all(*of.study, "has");
  for (const auto& columns : of.study->inputs)
    for (const Named& column : columns)
      if (const auto scores = scores_of(column.text))
        for (const Indicator& other : study.indicators)
          if (other.name == scores->indicator) refuse_all(other, "is an input and has");
}

/// The same binding, in which rows of later waves (and of none) miss their values.
class Before {
 public:
  Before(const LoadedIndicator& indicator, std::int32_t last_wave)
      : bind_(indicator.bind), segments_(indicator.segments), complete_(indicator.complete) {
    const std::vector<std::int32_t>& wave = indicator.dataset->rows.wave.code;
    const std::shared_ptr<Segment> segment = Segment::create();
    auto* bits = static_cast<std::uint8_t*>(segment->allocate((complete_.size() + 7) / 8));
    if (bits == nullptr) throw std::bad_alloc();
    for (std::size_t row = 0; row < complete_.size(); ++row) {
      complete_[row] = complete_[row] && wave[row] >= 0 && wave[row] <= last_wave;
      if (complete_[row]) bits[row >> 3] = static_cast<std::uint8_t>(bits[row >> 3] | (1U << (row & 7)));
    }
    bind_.complete = {segment->id(), segment->offset_of(bits)};
    segment->seal();
    segments_.push_back(segment);
  }
  Session session(Channel& channel) const { return {channel, bind_, segments_}; }
  const std::vector<bool>& complete() const { return complete_; }

 private:
  Bind bind_;
  std::vector<std::shared_ptr<const Segment>> segments_;
  std::vector<bool> complete_;
};

/// Rows by level and wave.
std::vector<Weights> cells_of(const LoadedDataset& dataset, const std::vector<bool>& complete, const Levels& levels,
                              std::size_t waves) {
  std::vector<Weights> cells(levels.count * waves);
  for (std::size_t row = 0; row < complete.size(); ++row) {
    if (!complete[row] || levels.code[row] < 0) continue;
    Weights& cell = cells[static_cast<std::size_t>(levels.code[row]) * waves +
                          static_cast<std::size_t>(dataset.rows.wave.code[row])];
    cell.rows.push_back(static_cast<std::int64_t>(row));
    cell.weight.push_back(dataset.compared().weight[row]);
  }
  return cells;
}

}  // namespace

Baselines baselines_of(const Study& study, const LoadedIndicator& indicator, const BaselineNeed& need,
                       const ChannelOptions& options) {
  refuse_later_waves(study, indicator);
  const LoadedDataset& dataset = *indicator.dataset;
  const Before before(indicator, need.last_wave);
  const References references(indicator.study->reference, indicator.plugin->reads_reference(), dataset.rows,
                              before.complete());
  const Levels levels = levels_by(need.by, dataset);
  const auto waves = static_cast<std::size_t>(need.last_wave) + 1;
  const std::vector<Weights> cells = cells_of(dataset, before.complete(), levels, waves);
  const std::unique_ptr<Channel> channel = open_channel(options);
  Session session = before.session(*channel);
  Baselines result{session.outputs(), {}};
  result.of.assign(result.outputs.size(), {static_cast<std::int64_t>(levels.count), need.last_wave + 1,
                                           std::vector<double>(cells.size(), none)});
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (std::ranges::all_of(cells[k].weight, [](double w) { return w == 0; })) continue;
    try {
      const auto wave = static_cast<std::int32_t>(k % waves);
      const Evaluated e = session.evaluate(cells[k], references.of(std::nullopt, wave), false);
      for (std::size_t m = 0; m < result.of.size(); ++m)
        if (e.undefined[m] == 0) result.of[m].estimates[k] = e.estimates[m];
    } catch (const Undefined&) {  // stays NaN
    }
  }
  return result;
}

}  // namespace clusia
