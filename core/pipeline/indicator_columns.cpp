#include <algorithm>
#include <cmath>

#include "pipeline/session.hpp"
#include "pipeline/unit_scores.hpp"
#include "pipeline/waves.hpp"

namespace clusia {

LoadedIndicator load_indicator(const Study& study, const Indicator& indicator, const Declaration& plugin,
                               const LoadedDataset& dataset, const ScoreColumn& scores,
                               std::vector<Problem>& problems) {
  LoadedIndicator loaded;
  loaded.study = &indicator;
  loaded.plugin = &plugin;
  loaded.dataset = &dataset;
  loaded.complete.assign(static_cast<std::size_t>(dataset.frame.rows()), true);
  Bind& bind = loaded.bind;
  bind.instance = {plugin.path, "indicator " + indicator.name,
                   with_waves(study, indicator.setup, "indicator '" + indicator.name + "'", plugin, dataset, problems),
                   study.seed};
  bind.rows = dataset.frame.rows();
  if (plugin.has_power(CLUSIA_INDICATOR_HISTORY)) {  // the names of all units are a lot to hand on
    bind.unit = dataset.design_request.unit;
    bind.wave = dataset.design_request.wave;
  }
  const std::shared_ptr<Segment> segment = Segment::create();
  for (std::size_t k = 0; k < plugin.inputs.size(); ++k) {
    auto& columns = bind.inputs.emplace_back();
    for (const Named& name : indicator.inputs[k]) {
      try {
        const auto other = scores_of(name.text);
        const Column source = other ? scores(*other) : *dataset.frame.find(name.text);
        if (source.segment() != dataset.frame_segment()) loaded.segments.push_back(source.segment());
        const Column column = converted(source, plugin.inputs[k].type, segment);
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
  loaded.references =
      std::make_shared<const References>(indicator.reference, plugin.reads_reference(), dataset.rows, loaded.complete);
  for (const auto& more : {dataset.frame_segment(), std::shared_ptr<const Segment>(segment), dataset.design_segment})
    loaded.segments.push_back(more);
  return loaded;
}

Column score_column(const LoadedIndicator& of, const ScoresOf& asked, const ChannelOptions& options) {
  const std::unique_ptr<Channel> channel = open_channel(options);
  Session session(*channel, of.bind, of.segments);
  const auto& outputs = session.outputs();
  const auto output = std::ranges::find_if(
      outputs, [&](const OutputDeclaration& o) { return asked.output.empty() || o.name == asked.output; });
  if (output == outputs.end())
    throw PluginFailure("indicator '" + asked.indicator + "' has no output '" + asked.output + "'");
  const Design no_fits;
  const UnitScores scores(session, no_fits, *of.references);
  const auto segment = Segment::create();
  Layout layout;
  layout.name = of.study->name;
  layout.n = of.bind.rows;
  const auto n = static_cast<std::size_t>(layout.n);
  auto* values = static_cast<double*>(segment->allocate(8 * n));
  auto* valid = static_cast<std::uint8_t*>(segment->allocate(n / 8 + 1));
  if (values == nullptr || valid == nullptr) throw std::bad_alloc();
  for (std::size_t row = 0; row < n; ++row) {
    const double score = of.complete[row] ? scores.score(static_cast<std::size_t>(output - outputs.begin()),
                                                         std::nullopt, static_cast<std::int64_t>(row))
                                          : std::nan("");
    if (std::isnan(score)) {
      ++layout.missing;
    } else {
      values[row] = score;
      valid[row / 8] = static_cast<std::uint8_t>(valid[row / 8] | (1U << (row % 8)));
    }
  }
  layout.values = segment->offset_of(values);
  if (layout.missing > 0) layout.validity = segment->offset_of(valid);
  segment->seal();
  return {layout, segment};
}

}  // namespace clusia
