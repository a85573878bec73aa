#include "deprivations.hpp"

#include <algorithm>
#include <charconv>
#include <map>

using namespace clusia;

namespace {

using Texts = std::vector<std::pair<std::string_view, std::string_view>>;

double number_of(std::string_view text, const std::string& dimension) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || !std::isfinite(value))
    throw bad_parameter("weights", "the weight of '" + dimension + "' is \"" + std::string(text) +
                                       "\": it must be a positive number, in quotes, such as \"0.5\"");
  return value;
}

/// The dimension of each column: its own where `dimensions` is not set.
std::vector<std::string> dimensions_of(const std::vector<Item>& items, const Parameters& parameters) {
  std::vector<std::string> result;
  if (!parameters.is_set("dimensions")) {
    for (const Item& item : items) result.push_back(item.column);
    return result;
  }
  std::map<std::string, std::string> of;
  for (const auto& [column, dimension] : parameters.text_map("dimensions"))
    of.emplace(std::string(column), std::string(dimension));
  for (const Item& item : items) {
    const auto found = of.find(item.column);
    if (found == of.end())
      throw bad_parameter("dimensions", "says nothing of column '" + item.column + "': give each column a dimension");
    result.push_back(found->second);
    of.erase(found);
  }
  if (!of.empty())
    throw bad_parameter("dimensions", "names '" + of.begin()->first + "', which is no column of this indicator");
  return result;
}

/// The dimensions' weights: equal where `weights` is not set.
std::map<std::string, double> weights_of(const std::vector<std::string>& dimensions, const Parameters& parameters) {
  std::map<std::string, double> weight;
  if (!parameters.is_set("weights")) {
    for (const std::string& dimension : dimensions) weight[dimension] = 1;
    return weight;
  }
  for (const auto& [name, text] : parameters.text_map("weights")) {
    const std::string dimension(name);
    if (std::find(dimensions.begin(), dimensions.end(), dimension) == dimensions.end())
      throw bad_parameter("weights", "names '" + dimension + "', which is no dimension of this indicator");
    weight[dimension] = number_of(text, dimension);
  }
  for (const std::string& dimension : dimensions)
    if (weight.count(dimension) == 0)
      throw bad_parameter("weights", "says nothing of dimension '" + dimension + "': give each dimension a weight");
  return weight;
}

/// Dimensions share 1 by their weights, and the columns of a dimension share its part equally (nested weights: Alkire
/// et al. 2015, chapter 6).
void nest_weights(std::vector<Item>& items, const Parameters& parameters) {
  const auto dimensions = dimensions_of(items, parameters);
  const auto weight = weights_of(dimensions, parameters);
  double total = 0;
  for (const auto& [dimension, w] : weight) total += w;
  for (std::size_t j = 0; j < items.size(); ++j) {
    const auto siblings = std::count(dimensions.begin(), dimensions.end(), dimensions[j]);
    items[j].weight = weight.at(dimensions[j]) / total / static_cast<double>(siblings);
  }
}

}  // namespace

Deprivations::Deprivations(const IndicatorData& data) {
  const bool achievements = data.has("achievements");
  if (achievements == data.has("deprived"))
    throw bad_parameter("deprived",
                        "write either `deprived` (columns of true and false) or `achievements` with cutoffs");
  const char* input = achievements ? "achievements" : "deprived";
  for (int64_t j = 0; j < data.count(input); ++j) {
    values_.push_back(data.number(input, j));
    items_.push_back({values_.back().name(), 0});
  }
  nest_weights(items_, data.parameters);

  if (achievements != data.parameters.is_set("cutoffs"))
    throw bad_parameter("cutoffs", "`achievements` need cutoffs, one a column; `deprived` takes none");
  if (achievements) {
    const auto cutoffs = data.parameters.numbers("cutoffs");
    if (cutoffs.size() != values_.size())
      throw bad_parameter("cutoffs", "there are " + std::to_string(cutoffs.size()) + " cutoffs for " +
                                         std::to_string(values_.size()) +
                                         " achievements: write one for each, in order");
    cutoffs_.assign(cutoffs.begin(), cutoffs.end());
    has_gaps_ = std::all_of(cutoffs_.begin(), cutoffs_.end(), [](double z) { return z > 0; });
    return;
  }
  for (std::size_t j = 0; j < values_.size(); ++j)
    for (int64_t row = 0; row < values_[j].size(); ++row)
      if (values_[j].valid(row) && values_[j][row] != 0 && values_[j][row] != 1)
        throw bad_parameter("deprived",
                            "column '" + items_[j].column +
                                "' has values other than 0 and 1: name it under `achievements`, with a cutoff");
}

double Deprivations::gap(int64_t row, std::size_t item) const {
  const double x = values_[item][row];
  if (cutoffs_.empty()) return x;
  const double z = cutoffs_[item];
  if (!(x < z)) return 0;
  return has_gaps_ ? (z - x) / z : 1;
}

double Deprivations::score(int64_t row) const {
  double sum = 0;
  for (std::size_t j = 0; j < items_.size(); ++j)
    if (deprived(row, j)) sum += items_[j].weight;
  return sum;
}

double Deprivations::shortfall(int64_t row, int power) const {
  double sum = 0;
  for (std::size_t j = 0; j < items_.size(); ++j) {
    const double g = gap(row, j);
    sum += items_[j].weight * (power == 1 ? g : g * g);
  }
  return sum;
}
