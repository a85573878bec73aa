#include "voices/priorities.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "judgement/weights.hpp"

namespace clusia {
namespace {

/// One person's ranks: 1 is best, whatever they filled in.
std::vector<double> ranks_of(const Exercise& exercise, const Voice& voice) {
  std::vector<double> values = voice.values;
  if (exercise.kind == "scoring")
    for (double& value : values) value = -value;
  return mean_ranks_of_ties(values);
}

std::vector<double> negated(std::vector<double> values) {
  for (double& value : values) value = -value;
  return values;
}

std::vector<double> borda_weights(const std::vector<double>& shares) {
  double sum = 0;
  std::vector<double> weights;
  for (const double share : shares) {
    weights.push_back(std::isnan(share) ? 0 : share);
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

void order_and_weigh(const std::string& method, GroupPriorities& of) {
  if (method == "kemeny") {
    std::vector<double> places(of.borda.size());
    for (std::size_t place = 0; place < of.kemeny->order.size(); ++place)
      places[of.kemeny->order[place]] = static_cast<double>(place + 1);
    of.places = places;
    of.weights = rank_sum_weights(places);
  } else if (method == "mean_rank") {
    of.places = mean_ranks_of_ties(of.mean_rank);
    of.weights = rank_sum_weights(of.mean_rank);
  } else {
    of.places = mean_ranks_of_ties(negated(of.borda));
    of.weights = borda_weights(of.borda);
  }
}

/// Of the voices for which `belongs` is true.
template <class Belongs>
GroupPriorities of_group(const Exercise& exercise, const Answers& answers, const std::string& name, std::int64_t draws,
                         std::int64_t seed, const Belongs& belongs) {
  GroupPriorities out;
  out.group = name;
  const std::size_t items = answers.items.size();
  Preferences preferences(items);
  std::vector<double> ranks;
  for (const Voice& voice : answers.voices) {
    if (!belongs(voice)) continue;
    ++out.voices;
    for (const auto& [preferred, other] : voice.pairs) preferences.add_pair(preferred, other);
    if (exercise.kind == "pairs") continue;
    const std::vector<double> of_one = ranks_of(exercise, voice);
    preferences.add_ranks(of_one);
    ranks.insert(ranks.end(), of_one.begin(), of_one.end());
  }
  out.borda = borda(preferences);
  if (!ranks.empty()) {
    out.mean_rank = mean_rank(ranks, items);
    out.agreement = kendall_w(ranks, items, draws, seed);
  }
  if (items <= most_kemeny_items) out.kemeny = kemeny(preferences);
  order_and_weigh(exercise.method, out);
  return out;
}

GroupDifference difference_of(const Exercise& exercise, const Answers& answers, std::int64_t draws, std::int64_t seed) {
  std::vector<double> ranks;
  std::vector<std::size_t> group;
  for (const Voice& voice : answers.voices) {
    if (std::ranges::any_of(voice.values, [](double value) { return std::isnan(value); })) continue;
    const std::vector<double> of_one = ranks_of(exercise, voice);
    ranks.insert(ranks.end(), of_one.begin(), of_one.end());
    group.push_back(voice.group);
  }
  return group_difference(ranks, group, draws, seed);
}

}  // namespace

Priorities priorities_of(const Exercise& exercise, const Answers& answers, std::int64_t draws, std::int64_t seed) {
  Priorities out;
  out.items = answers.items;
  for (std::size_t g = 0; g < answers.groups.size(); ++g)
    out.groups.push_back(of_group(exercise, answers, answers.groups[g], draws, seed,
                                  [&](const Voice& voice) { return voice.group == g; }));
  if (answers.groups.size() > 1)
    out.groups.push_back(of_group(exercise, answers, everyone, draws, seed, [](const Voice&) { return true; }));
  if (exercise.kind != "pairs") out.difference = difference_of(exercise, answers, draws, seed);
  return out;
}

}  // namespace clusia
