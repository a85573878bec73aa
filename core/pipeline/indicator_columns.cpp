#include <algorithm>

#include "pipeline/waves.hpp"

namespace clusia {

LoadedIndicator load_indicator(const Study& study, const Indicator& indicator, const Declaration& plugin,
                               const LoadedDataset& dataset, std::vector<Problem>& problems) {
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
  loaded.references =
      std::make_shared<const References>(indicator.reference, plugin.reads_reference(), dataset.rows, loaded.complete);
  loaded.segments = {dataset.frame_segment(), segment, dataset.design_segment};
  return loaded;
}

}  // namespace clusia
