// The settings that an indicator accepts, bound to data.
#include "indicator.hpp"

namespace clusia::kit {

std::vector<Case> cases_of(const Trial& trial) {
  const clusia_indicator_interface& of = trial.library.indicator();
  SettingSearch search(trial, each(of.inputs, of.n_inputs), [&](const Setting& s) -> Attempt {
    Services services(trial.options.seed);
    const Table table = make_table(trial.library, s, 48, Random(trial.options.seed, 1));
    const Instance instance(trial.library, table, s, services);
    return {instance.made(), instance.refusal().words, instance.refusal().subject};
  });
  std::vector<Case> cases;
  const auto attempt = [&](const std::vector<bool>& bound, const SettingSearch::Turn* turn) {
    if (const auto setting = search.accepted(bound, turn))
      cases.push_back({trial.library, *setting, search.words_of(*setting), trial.options.seed,
                       search.follows_a_convention(*setting)});
  };
  for (const auto& bound : search.bindings()) attempt(bound, nullptr);
  if (cases.empty())
    throw Skipped("no setting was found that the plugin accepts; it says: " + search.refusal() +
                  ": set its parameters with --set name=value");
  for (const SettingSearch::Turn& turn : search.turns()) attempt(std::vector(cases.front().setting.bound), &turn);
  return cases;
}

std::unique_ptr<Instance> Case::bind(const Table& table, Services& services, std::int64_t offset) const {
  auto instance = std::make_unique<Instance>(library, table, setting, services, offset);
  if (!instance->made())
    throw Failed(words + ": refuses data that differ from accepted ones by chance alone: " + instance->refusal().words);
  return instance;
}

Asked::Asked(const Case& of, const Table& data)
    : services(of.seed),
      table(data),
      instance(of.bind(table, services)),
      outputs(instance->outputs()),
      domain(table.listed_domain()),
      reference(of.reference(*instance, table)) {}

}  // namespace clusia::kit
