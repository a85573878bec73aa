#include "pipeline/levels.hpp"

#include <map>

namespace clusia {

Design levels_of(const LoadedDataset& dataset) {
  Design design;
  design.summary = "Levels in each wave and arm, nothing compared.";
  design.assumption = "None: nothing is compared.";
  const Codes& wave = dataset.rows.wave;
  const Codes& arm = dataset.arms;
  const auto code = [](const Codes& of, std::int64_t row) {
    return of.present() ? of.code[static_cast<std::size_t>(row)] : -1;
  };
  std::map<std::pair<std::int32_t, std::int32_t>, Weights> cells;
  for (std::int64_t row = 0; row < dataset.rows.rows; ++row) {
    const std::int32_t w = code(wave, row), a = code(arm, row);
    if ((wave.present() && w < 0) || (arm.present() && a < 0)) continue;
    Weights& cell = cells[{w, a}];
    cell.rows.push_back(row);
    cell.weight.push_back(dataset.rows.weight[static_cast<std::size_t>(row)]);
  }
  for (auto& [key, weights] : cells) {
    Cell cell;
    cell.wave = key.first;
    cell.arm = key.second;
    const std::string arm_name = cell.arm < 0 ? "" : arm.names[static_cast<std::size_t>(cell.arm)];
    const std::string wave_name = cell.wave < 0 ? "" : wave.names[static_cast<std::size_t>(cell.wave)];
    cell.name = arm_name + (arm_name.empty() || wave_name.empty() ? "" : ", ") + wave_name;
    if (cell.name.empty()) cell.name = "everyone";
    cell.domain = std::move(weights);
    design.cells.push_back(std::move(cell));
  }
  return design;
}

}  // namespace clusia
