#include "pipeline/waves.hpp"

#include <algorithm>
#include <cmath>

#include "study/nearest.hpp"

namespace clusia {

Values with_waves(const Study& study, const Setup& setup, const std::string& whose, const Declaration& plugin,
                  const LoadedDataset& dataset, std::vector<Problem>& problems) {
  Values values = setup.parameters;
  const Codes& waves = dataset.rows.wave;
  const bool ordered = std::none_of(waves.values.begin(), waves.values.end(), [](double v) { return std::isnan(v); });
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (plugin.parameters[k].type != CLUSIA_WAVE || !values[k].is_set) continue;
    const std::string& wanted = values[k].text;
    const bool by_place = wanted == "first" || wanted == "last";
    const auto refuse = [&](const std::string& what, const std::string& mend) {
      problems.push_back({study.path, setup.positions[k],
                          "parameter '" + plugin.parameters[k].name + "' of " + whose + " " + what, mend});
    };
    values[k].integer = !waves.present()    ? -1
                        : wanted == "first" ? 0
                        : wanted == "last"  ? waves.levels() - 1
                                            : waves.find(wanted);
    if (!waves.present()) continue;
    if (by_place && !ordered) {
      refuse("is \"" + wanted + "\", but the waves of data '" + dataset.study->name +
                 "' are words without an order of their own",
             "name the wave, one of " + listed(waves.names));
    } else if (values[k].integer < 0) {
      refuse("is '" + wanted + "', which is no wave of data '" + dataset.study->name + "'",
             mend_of(wanted, waves.names, "waves"));
    }
  }
  return values;
}

}  // namespace clusia
