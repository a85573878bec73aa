#include "voices/change.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace clusia {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool both(const Voice& voice, std::size_t item) {
  return !std::isnan(voice.values[item]) && !std::isnan(voice.after[item]);
}

/// By item of the change, what the priorities of this group give it; empty: the group set none.
std::vector<double> weights_of(const Priorities& priorities, const std::string& group,
                               const std::vector<std::string>& items) {
  const auto of = std::ranges::find(priorities.groups, group, &GroupPriorities::group);
  std::vector<double> weights;
  if (of == priorities.groups.end()) return weights;
  for (const std::string& item : items)
    weights.push_back(
        of->weights[static_cast<std::size_t>(std::ranges::find(priorities.items, item) - priorities.items.begin())]);
  return weights;
}

/// Sums up voices' indices.
class Mean {
 public:
  Mean(double lowest, double highest) : lowest_(lowest), highest_(highest) {}
  void add(const Voice& voice, const std::vector<double>& weights) {
    double before = 0, after = 0, of = 0;
    for (std::size_t k = 0; k < weights.size(); ++k)
      if (both(voice, k))
        before += weights[k] * voice.values[k], after += weights[k] * voice.after[k], of += weights[k];
    if (!(of > 0)) return;
    sum_.before += scaled(before / of), sum_.after += scaled(after / of), n_ += 1;
  }
  Index index() const { return n_ > 0 ? Index{sum_.before / n_, sum_.after / n_} : Index{none, none}; }

 private:
  double scaled(double score) const { return 100 * (score - lowest_) / (highest_ - lowest_); }
  double lowest_, highest_, n_ = 0;
  Index sum_;
};

ItemChange item_change(const std::vector<const Voice*>& voices, std::size_t item) {
  ItemChange out;
  double n = 0;
  for (const Voice* voice : voices) {
    if (!both(*voice, item)) {
      ++out.missing;
      continue;
    }
    const double before = voice->values[item], after = voice->after[item];
    out.before += before, out.after += after, n += 1;
    ++(after > before ? out.better : after < before ? out.worse : out.same);
  }
  out.before /= n, out.after /= n;
  return out;
}

}  // namespace

Changes changes_of(const Exercise& exercise, const Answers& answers, const Priorities* priorities) {
  Changes out;
  out.items = answers.items;
  const std::vector<double> equal(out.items.size(), 1);
  std::vector<std::vector<double>> own(answers.groups.size());
  if (priorities != nullptr)
    for (std::size_t g = 0; g < own.size(); ++g) own[g] = weights_of(*priorities, answers.groups[g], out.items);
  const auto add = [&](const std::string& name, const std::vector<const Voice*>& voices) {
    GroupChange& of = out.groups.emplace_back();
    of.group = name;
    of.voices = std::ssize(voices);
    for (std::size_t k = 0; k < out.items.size(); ++k) of.items.push_back(item_change(voices, k));
    Mean equally(exercise.lowest, exercise.highest), by_own(exercise.lowest, exercise.highest);
    for (const Voice* voice : voices) equally.add(*voice, equal), by_own.add(*voice, own[voice->group]);
    of.equal = equally.index();
    if (const Index index = by_own.index(); !std::isnan(index.before)) of.own = index;
  };
  std::vector<const Voice*> all;
  for (std::size_t g = 0; g < answers.groups.size(); ++g) {
    std::vector<const Voice*> voices;
    for (const Voice& voice : answers.voices)
      if (voice.group == g) voices.push_back(&voice), all.push_back(&voice);
    add(answers.groups[g], voices);
  }
  if (answers.groups.size() > 1) add(everyone, all);
  return out;
}

}  // namespace clusia
