#include "pipeline/designs.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>

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

/// Weights of the rows in some replicates, where a comparator's process reads them.
class WeightsOfReplicates {
 public:
  WeightsOfReplicates(const AssessedRows& rows, const Replicates& replicates, std::int64_t first, std::int64_t end)
      : segment_(Segment::create()), first_(first) {
    std::vector<double> factors(static_cast<std::size_t>(replicates.units()));
    std::vector<double*> at;
    for (std::int64_t b = first; b < end; ++b) {
      replicates.factors(b, factors);
      at.push_back(segment_->allocate_values<double>(rows.rows));
      for (std::size_t row = 0; row < rows.weight.size(); ++row)
        at.back()[row] = rows.weight[row] * factors[static_cast<std::size_t>(replicates.unit()[row])];
    }
    for (const double* values : at) offsets_.push_back(segment_->offset_of(values));
    segment_->seal();
  }
  const std::shared_ptr<Segment>& segment() const { return segment_; }
  ArrayAt of(std::int64_t replicate) const {
    return {segment_->id(), offsets_[static_cast<std::size_t>(replicate - first_)]};
  }

 private:
  std::shared_ptr<Segment> segment_;
  std::int64_t first_;
  std::vector<std::uint64_t> offsets_;
};

bool has_shape_of(const Design& a, const Design& b) {
  return std::ranges::equal(a.cells, b.cells, {}, &Cell::name, &Cell::name) && a.fits.size() == b.fits.size() &&
         std::ranges::equal(a.contrasts, b.contrasts, {}, &Contrast::name, &Contrast::name);
}

Design without_first_steps(Design design) {
  design.diagnostics.clear();
  design.first_steps.clear();
  for (Cell& cell : design.cells) cell.jacobian = {};
  for (Fit& fit : design.fits) fit.jacobian = {};
  return design;
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
    answer.made->diagnostics.insert(answer.made->diagnostics.end(), dataset.of_arms.begin(), dataset.of_arms.end());
  return {&comparator, &dataset, std::move(answer.made), std::move(answer.reason), about};
}

MakeDesign DesignMaker::request_for(const Comparator& comparator, const LoadedDataset& dataset) const {
  MakeDesign request = dataset.design_request;
  keep_covariates(request, comparator, *dataset.study);
  request.instance = {plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin).path,
                      "comparator " + comparator.name, loaded_.settings.at({comparator.name, dataset.study->name}),
                      study_.seed};
  return request;
}

void DesignMaker::make(const Comparator& comparator, const LoadedDataset& dataset, const Take& take) {
  const MakeDesign request = request_for(comparator, dataset);
  const std::string about = "comparator " + comparator.name + ", data " + dataset.study->name;
  if (reads_baselines(comparator, catalogue_)) return make_by_output(comparator, dataset, request, about, take);
  take(asked_design(comparator, dataset, request, about));
}

DesignsOfReplicates DesignMaker::make_anew(const Comparator& comparator, const LoadedDataset& dataset,
                                           const Design& design) const {
  constexpr std::int64_t block_bytes = std::int64_t{64} << 20;  // of weights in one process at a time
  const Declaration& plugin = plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin);
  const std::int64_t all = dataset.replicates->count(), rows = dataset.rows.rows;
  const std::int64_t block = std::clamp<std::int64_t>(block_bytes / (8 * rows), 1, std::max<std::int64_t>(all / 8, 1));
  DesignsOfReplicates designs(static_cast<std::size_t>(all));
  const auto make_block = [&](std::int64_t first) {
    MakeDesign request = request_for(comparator, dataset);
    const std::int64_t end = std::min(first + block, all);
    const WeightsOfReplicates weights(dataset.rows, *dataset.replicates, first, end);
    const std::unique_ptr<Channel> channel = open_channel(options_);
    channel->attach(dataset.design_segment);
    channel->attach(weights.segment());
    for (std::int64_t b = first; b < end; ++b) {
      request.weight = weights.of(b);
      Attempt<Design> made = attempt<Design>(plugin, [&] { return ask<Design>(*channel, request); });
      if (made.made && has_shape_of(*made.made, design))
        designs[static_cast<std::size_t>(b)] = without_first_steps(std::move(*made.made));
    }
  };
  tbb::parallel_for(std::int64_t{0}, (all + block - 1) / block, [&](std::int64_t k) { make_block(k * block); });
  return designs;
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
