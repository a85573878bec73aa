/// The keys of a study file, declared as data: validation, the JSON Schema and the reference page are made from these
/// tables.
#pragma once

#include <string>
#include <vector>

#include "plugin/declaration.hpp"

namespace clusia {

/// What is written for a key, where a declared value does not say it all.
enum class Shape {
  value,      ///< as the declaration says
  names,      ///< a list of names: of columns, of datasets
  levels,     ///< a list of levels: texts, whole numbers, dates, true or false
  crossings,  ///< a list of columns, or of lists of columns
  options,    ///< a list of values, each what some other key takes
  table,      ///< a table with a section of its own, or with names that the study or a plugin chooses
  tables      ///< a list of such tables
};

/// How a name may be spelt.
enum class Spelling { any, id /* [a-z0-9-]+ */, name /* [a-z][a-z0-9_]* */ };
bool is_spelt(Spelling spelling, std::string_view text);
/// "made of small letters, digits and '_', beginning with a letter"
std::string_view rule_of(Spelling spelling);
/// The same as a regular expression, for the schema.
std::string_view pattern_of(Spelling spelling);

struct Key : ParameterDeclaration {
  Shape shape = Shape::value;
  Spelling spelling = Spelling::any;
};

struct Section {
  std::string heading;  ///< "[data.NAME.roles]"
  std::string doc;
  std::vector<Key> keys;
  std::string other_keys;  ///< what keys beyond these mean; empty: there are none

  const Key* key(std::string_view name) const;
  std::vector<std::string> names() const;
};

namespace sections {
const Section& file();
const Section& outline();  ///< the file before it has data: of its parts only [study] must be there
const Section& study();
const Section& plugins();
const Section& inference();
const Section& dataset();
const Section& stage();  ///< one of a dataset's later stages
const Section& recall();
const Section& recalled();  ///< one of its columns
const Section& calibration();
const Section& calibration_total();  ///< one of its totals
const Section& replicate_weights();
const Section& source();
const Section& roles();
const Section& linked_column();
const Section& indicator();
const Section& comparator();
const Section& difference();
const Section& expectation();
const Section& published();  ///< one of an expectation's values
const Section& compare();
const Section& option();  ///< one of its options
const Section& benchmark();
const Section& diagnosis();
const Section& voices();
const Section& characteristic();  ///< one of a diagnosis beyond the matrix
const Section& map();
const Section& map_node();
const Section& map_link();
const Section& map_institution();
const Section& plan();
const Section& planned_outcome();
const Section& frame();
const Section& quota();
const Section& simulate();
const Section& planted_effect();
const Section& planted_trend();
}  // namespace sections

}  // namespace clusia
