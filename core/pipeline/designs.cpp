#include "pipeline/designs.hpp"

#include <algorithm>

#include "pipeline/attrition.hpp"
#include "pipeline/baseline.hpp"

namespace clusia {
namespace {

/// Takes the covariates out of the request that the comparator is not to see.
void keep_covariates(MakeDesign& request, const Comparator& comparator, const Dataset& dataset) {
  if (!comparator.covariates) return;
  for (std::size_t k = request.covariates.size(); k-- > 0;)
    if (std::ranges::find(*comparator.covariates, dataset.roles.covariates[k].text, &Named::text) ==
        comparator.covariates->end())
      request.covariates.erase(request.covariates.begin() + static_cast<std::ptrdiff_t>(k));
}

}  // namespace

/// What a plugin made of a question or, where it made nothing, why.
template <class T>
struct DesignMaker::Attempt {
  std::optional<T> made;
  std::string reason;
};

template <class T, class Question>
DesignMaker::Attempt<T> DesignMaker::attempt(const Declaration& plugin, const Question& question) {
  const std::string whose = "plugin '" + plugin.id + "'";
  try {
    return {asked_twice(question), ""};
  } catch (const PluginFailure& f) {
    return {{}, whose + ": " + f.sentence()};
  } catch (const Crash& c) {
    return {{}, whose + " " + c.what() + " while it made the design: report it to its author"};
  }
}

bool reads_baselines(const Comparator& comparator, const Catalogue& catalogue) {
  return plugin_of(catalogue, Kind::comparator, comparator.setup.plugin).has_power(CLUSIA_COMPARATOR_BASELINE);
}

/// What took an earlier run of this very process down is asked apart from it.
template <class T>
DesignMaker::Attempt<T> DesignMaker::asked(const Comparator& comparator, const LoadedDataset& dataset,
                                           const Request& request) {
  const std::string question = "design " + std::to_string(++asked_);
  ChannelOptions options = options_;
  if (journal_ != nullptr && !options.isolated && journal_->was_fatal(question)) options.isolated = true;
  const bool noted = journal_ != nullptr && !options.isolated;
  if (noted) journal_->asks(question);
  Attempt<T> made = attempt<T>(plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin), [&] {
    const std::unique_ptr<Channel> channel = open_channel(options);  // one that never saw an outcome
    channel->attach(dataset.design_segment);
    return ask<T>(*channel, request);
  });
  if (noted) journal_->keep(question, "");  // designs are quickly made: made again they are the same
  return made;
}

MadeDesign DesignMaker::asked_design(const Comparator& comparator, const LoadedDataset& dataset,
                                     const MakeDesign& request, const std::string& about) {
  Attempt<Design> answer = asked<Design>(comparator, dataset, request);
  if (answer.made)
    for (Diagnostic& d : attrition_of(dataset.rows)) answer.made->diagnostics.push_back(std::move(d));
  return {&comparator, &dataset, std::move(answer.made), std::move(answer.reason), about};
}

void DesignMaker::make(const Comparator& comparator, const LoadedDataset& dataset, const Take& take) {
  const Declaration& declaration = plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin);
  MakeDesign request = dataset.design_request;
  keep_covariates(request, comparator, *dataset.study);
  request.instance = {declaration.path, "comparator " + comparator.name,
                      loaded_.settings.at({comparator.name, dataset.study->name}), study_.seed};
  const std::string about = "comparator " + comparator.name + ", data " + dataset.study->name;
  if (reads_baselines(comparator, catalogue_)) return make_by_output(comparator, dataset, request, about, take);
  take(asked_design(comparator, dataset, request, about));
}

/// One that reads estimates from before the intervention answers anew for each of them.
void DesignMaker::make_by_output(const Comparator& comparator, const LoadedDataset& dataset, MakeDesign request,
                                 const std::string& about, const Take& take) {
  const Attempt<BaselineNeed> need = asked<BaselineNeed>(comparator, dataset, AskNeed{request});
  if (!need.made) return take({&comparator, &dataset, {}, need.reason, about});
  for (std::size_t i = 0; i < loaded_.indicators.size(); ++i) {
    const LoadedIndicator& indicator = loaded_.indicators[i];
    if (indicator.dataset != &dataset) continue;
    const std::string whose = about + ", indicator " + indicator.study->name;
    const auto baselines =
        attempt<Baselines>(*indicator.plugin, [&] { return baselines_of(study_, indicator, *need.made, options_); });
    if (!baselines.made) {
      take({&comparator, &dataset, {}, baselines.reason, whose});
      continue;
    }
    for (std::size_t m = 0; m < baselines.made->of.size(); ++m) {
      request.baseline = baselines.made->of[m];
      MadeDesign made = asked_design(comparator, dataset, request, whose);
      made.only = OneOutput{i, m};
      made.outputs = baselines.made->outputs;
      take(std::move(made));
    }
  }
}

}  // namespace clusia
