#include "pipeline/loaded_study.hpp"

#include <algorithm>
#include <set>

#include "pipeline/pins.hpp"
#include "pipeline/waves.hpp"

namespace clusia {
namespace {

/// A difference between groups names levels that the data must have.
void check_differences(const Study& study, const LoadedDataset& dataset, std::vector<Problem>& problems) {
  for (const Difference& difference : study.differences)
    for (const auto* group : {&difference.group, &difference.against})
      if (difference.dataset == dataset.study->name && dataset.group(*group) == nullptr)
        problems.push_back({study.path, difference.at,
                            "difference '" + difference.name + "' names a group that no row of data '" +
                                dataset.study->name + "' is in",
                            "name levels that the data have"});
}

}  // namespace

const Declaration& plugin_of(const Catalogue& catalogue, Kind kind, const std::string& id) {
  return *std::get<const Declaration*>(catalogue.find(kind, id));
}

std::vector<LoadedIndicator> load_indicators(const Study& study, const Catalogue& catalogue,
                                             const LoadedDataset& dataset, const ChannelOptions& options,
                                             std::vector<Problem>& problems) {
  std::vector<LoadedIndicator> loaded;
  const ScoreColumn scores = [&](const ScoresOf& asked) {
    const auto of = std::ranges::find(loaded, asked.indicator, [](const LoadedIndicator& i) { return i.study->name; });
    if (of == loaded.end()) throw PluginFailure("indicator '" + asked.indicator + "' could not be loaded");
    return asked_twice([&] { return score_column(*of, asked, options); });
  };
  for (const Indicator& indicator : study.indicators)
    if (indicator.dataset == dataset.study->name)
      loaded.push_back(load_indicator(study, indicator, plugin_of(catalogue, Kind::indicator, indicator.setup.plugin),
                                      dataset, scores, problems));
  return loaded;
}

LoadedStudy load_study(const Study& study, const Catalogue& catalogue, const ChannelOptions& options) {
  LoadedStudy loaded;
  std::vector<Problem> problems = check_pins(study, catalogue);
  std::vector<std::string> texts;
  loaded.datasets.reserve(study.datasets.size());
  std::set<std::string> sound;
  for (const Dataset& dataset : study.datasets) {
    try {
      const std::size_t before = problems.size();
      loaded.datasets.push_back(
          load_dataset(study, dataset, plugin_of(catalogue, Kind::source, dataset.source.plugin), options, problems));
      if (problems.size() == before) sound.insert(dataset.name);
    } catch (const PluginFailure& f) {
      texts.emplace_back(f.what());
    } catch (const Crash& c) {
      texts.push_back("data '" + dataset.name + "': source plugin '" + dataset.source.plugin + "' " + c.what() +
                      ": report it to its author");
    }
  }
  if (sound.size() == study.datasets.size()) {
    const std::size_t before = problems.size();
    loaded.links = load_links(study, loaded.datasets, problems);
    if (problems.size() == before) loaded.columns = make_columns(study, loaded.datasets, loaded.links, problems);
    if (problems.size() > before) sound.clear();
  } else if (!study.linked_columns.empty()) {
    sound.clear();  // indicators of one may read a column that is made of another
  }
  for (const LoadedDataset& d : loaded.datasets) {
    if (!sound.contains(d.study->name)) continue;
    for (LoadedIndicator& indicator : load_indicators(study, catalogue, d, options, problems))
      loaded.indicators.push_back(std::move(indicator));
    for (const Comparator& c : study.comparators)
      if (std::ranges::find(c.datasets, d.study->name) != c.datasets.end())
        loaded.settings[{c.name, d.study->name}] =
            with_waves(study, c.setup, "comparator '" + c.name + "'",
                       plugin_of(catalogue, Kind::comparator, c.setup.plugin), d, problems);
    check_differences(study, d, problems);
  }
  // The order of the study, whatever that of its datasets.
  std::ranges::stable_sort(loaded.indicators, {}, [](const LoadedIndicator& i) { return i.study; });
  for (const Problem& problem : sorted(problems)) texts.push_back(text_of(problem));
  if (!texts.empty()) throw StudyRefused(texts);
  return loaded;
}

}  // namespace clusia
