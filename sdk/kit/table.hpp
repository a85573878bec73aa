/// Small data, made from what an indicator declares.
#pragma once

#include <string>
#include <vector>

#include "random.hpp"
#include "settings.hpp"
#include "trial.hpp"

namespace clusia::kit {

struct Column {
  std::string name;
  std::int32_t type = CLUSIA_COLUMN_NUMBER;
  std::vector<double> numbers = {};  ///< NUMBER; BOOLEAN as 0 and 1
  std::vector<std::int32_t> codes = {};
  std::vector<std::string> levels = {};
  std::vector<std::uint8_t> valid = {};
};

struct Weights {
  std::vector<std::int64_t> rows;
  std::vector<double> weight;

  std::size_t size() const { return rows.size(); }
  double total() const;
  clusia_weighting view() const { return {std::int64_t(rows.size()), rows.data(), weight.data()}; }
};

/// Everything by row, so that rows can be shuffled, doubled and left out.
struct Table {
  std::vector<std::vector<Column>> inputs;  ///< by declared input; empty where it is not bound
  std::vector<bool> drops;                  ///< by declared input
  std::vector<double> domain, reference;    ///< weights; NaN: not listed
  std::vector<std::int32_t> unit, wave;
  std::int32_t waves = 1;

  std::size_t rows() const { return domain.size(); }
  std::size_t units() const;
  bool complete(std::size_t row) const;
  /// The rows with these numbers, in this order; one that is named again belongs to a twin of its unit.
  Table taken(const std::vector<std::size_t>& rows) const;
  Weights listed(const std::vector<double>& weights) const;
  Weights listed_domain() const { return listed(domain); }
  Weights listed_reference() const { return listed(reference); }
};

/// Levels of categories, and what texts are guessed from.
const std::vector<std::string>& words();

Table make_table(const Library& library, const Setting& setting, std::size_t units, Random random);

}  // namespace clusia::kit
