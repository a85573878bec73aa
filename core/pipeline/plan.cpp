#include "pipeline/plan.hpp"

#include "pipeline/plan_frame.hpp"

namespace clusia {
namespace {

using planning::Quota;

/// Every crossing of the levels that the study lists.
Quota quota_without_frame(const QuotaSettings& of) {
  Quota quota{of.name, {}, {Quota::Part{}}};
  for (const auto& [column, levels] : of.levels) {
    quota.columns.push_back(column);
    std::vector<Quota::Part> crossed;
    for (const Quota::Part& part : quota.parts)
      for (const std::string& level : levels) crossed.emplace_back(part).levels.push_back(level);
    quota.parts = std::move(crossed);
  }
  return quota;
}

void fill(Quota& quota, const QuotaSettings& of) {
  std::vector<planning::Cell> cells;
  for (const Quota::Part& part : quota.parts) cells.push_back({part.frame.value_or(of.total)});
  const auto people = planning::allocate(cells, of.total, of.rule, of.minimum);
  for (std::size_t k = 0; k < people.size(); ++k) quota.parts[k].people = people[k];
}

/// What the steps share: problems are gathered, and thrown all at once.
class Planner {
 public:
  Planner(const Study& study, const Catalogue& catalogue, const ChannelOptions& options)
      : study_(study), settings_(*study.plan), catalogue_(catalogue), options_(options) {}

  planning::Plan plan() {
    std::optional<PlanFrame> frame;
    if (settings_.frame) read(frame.emplace(study_, *settings_.frame, problems_));
    std::vector<planning::Stratum> strata;
    if (frame) strata = frame->strata();
    std::vector<Quota> quotas;
    for (const QuotaSettings& of : settings_.quotas) {
      quotas.push_back(of.columns.empty() ? quota_without_frame(of) : frame->quota(of));
      end_if_wrong();
      allocated(of.at, [&] { fill(quotas.back(), of); });
    }
    end_if_wrong();
    planning::Plan plan = made(std::move(strata));
    plan.quotas = std::move(quotas);
    if (frame) plan.notes.insert(plan.notes.begin(), frame->notes().begin(), frame->notes().end());
    return plan;
  }

 private:
  void read(PlanFrame& frame) {
    const Setup& source = settings_.frame->source;
    try {
      if (frame.read(plugin_of(catalogue_, Kind::source, source.plugin), settings_.quotas, options_)) return;
    } catch (const PluginFailure& failure) {
      throw StudyRefused({failure.what()});
    } catch (const Crash& crash) {
      throw StudyRefused(
          {"frame: source plugin '" + source.plugin + "' " + crash.what() + ": report it to its author"});
    }
    end_if_wrong();
  }

  planning::Plan made(std::vector<planning::Stratum> strata) {
    std::vector<std::string> columns;
    planning::Sampling sampling;
    sampling.seed = study_.seed;
    if (settings_.frame) {
      sampling = settings_.frame->sampling;
      for (const Named& name : settings_.frame->cells) columns.push_back(name.text);
    }
    planning::Plan plan;
    allocated(settings_.frame ? settings_.frame->at : Position{},
              [&] { plan = planning::make_plan(settings_.size, sampling, columns, std::move(strata)); });
    end_if_wrong();
    return plan;
  }

  template <class Step>
  void allocated(Position at, const Step& step) {
    try {
      step();
    } catch (const planning::NoAllocation& no) {
      problems_.push_back({study_.path, at, no.what(), "ask for fewer people, or lower 'minimum'"});
    }
  }

  void end_if_wrong() const {
    if (problems_.empty()) return;
    std::vector<std::string> texts;
    for (const Problem& problem : sorted(problems_)) texts.push_back(text_of(problem));
    throw StudyRefused(texts);
  }

  const Study& study_;
  const PlanSettings& settings_;
  const Catalogue& catalogue_;
  const ChannelOptions& options_;
  std::vector<Problem> problems_;
};

}  // namespace

planning::Plan plan_study(const Study& study, const Catalogue& catalogue, const ChannelOptions& options) {
  return Planner(study, catalogue, options).plan();
}

}  // namespace clusia
