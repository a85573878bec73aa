/// What a plugin declares, as owned data: read once from its library, then sent between processes, printed and
/// validated against.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clusia/abi.h"

namespace clusia {

enum class Kind : std::int32_t { source = CLUSIA_SOURCE, indicator = CLUSIA_INDICATOR, comparator = CLUSIA_COMPARATOR };
/// "source", "indicator", "comparator".
std::string_view name_of(Kind kind);

/// The designs of a study, as its key has them; their bits are CLUSIA_DESIGN_*.
struct StudyDesign {
  std::uint32_t bit;
  const char *name, *meaning;
};
inline constexpr std::array<StudyDesign, 5> study_designs{
    {{CLUSIA_DESIGN_ONE_OFF, "one_off", "one round, and of before only what people recall"},
     {CLUSIA_DESIGN_REPEAT, "repeat", "before and after, without a comparison group"},
     {CLUSIA_DESIGN_LONGITUDINAL, "longitudinal", "the same units in several waves, with a comparison group"},
     {CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS, "repeated_cross_sections",
      "other units in each wave, with a comparison group"},
     {CLUSIA_DESIGN_RANDOMISED, "randomised", "arms were drawn by lot"}}};
/// The names of those whose bits are set; 0 stands for all.
std::vector<std::string> names_of_designs(std::uint32_t bits);

struct ParameterDeclaration {
  std::string name;
  std::int32_t type = CLUSIA_NUMBER;  ///< CLUSIA_NUMBER ...
  bool required = false;
  std::optional<std::string> default_text;  ///< as TOML
  double minimum = 0, maximum = 0;
  std::vector<std::string> choices;
  std::string unit, doc, convention;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, type, required, default_text, minimum, maximum, choices, unit, doc, convention);
  }
};

struct InputDeclaration {
  std::string name;
  std::int32_t type = CLUSIA_COLUMN_NUMBER;  ///< CLUSIA_COLUMN_*
  bool required = true, many = false, missing_drops = true;
  std::string doc;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, type, required, many, missing_drops, doc);
  }
};

struct OutputDeclaration {
  std::string name, title, unit;
  std::int32_t direction = 0, kind = CLUSIA_PLAIN;
  double degree = 0;
  std::string doc, convention;
  double at = 0;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, title, unit, direction, kind, degree, doc, convention, at);
  }
};

struct Declaration {
  Kind kind = Kind::indicator;
  std::string id, name, version, summary, source;
  std::vector<ParameterDeclaration> parameters;
  std::vector<InputDeclaration> inputs;    ///< of an indicator
  std::vector<OutputDeclaration> outputs;  ///< of an indicator
  std::uint32_t traits = 0;                ///< of an indicator: CLUSIA_READS_REFERENCE ...
  std::vector<std::string> powers;         ///< optional powers that it answers to: "clusia.indicator.batch/1"
  std::uint32_t roles = 0, estimands = 0;  ///< of a comparator: CLUSIA_ROLE_*, CLUSIA_ATT ...
  std::uint32_t designs = 0;               ///< of a comparator: under which it is valid, CLUSIA_DESIGN_*; 0: all
  std::string path;                        ///< the library
  std::string sha256;
  std::uint32_t needs_major = 0, needs_minor = 0;

  const ParameterDeclaration* parameter(std::string_view name) const;
  const InputDeclaration* input(std::string_view name) const;
  /// Of a known optional power: "clusia.indicator.batch/1".
  bool has_power(std::string_view id) const;
  bool reads_reference() const { return (traits & CLUSIA_READS_REFERENCE) != 0; }

  template <class Archive>
  void serialize(Archive& ar) {
    ar(kind, id, name, version, summary, source, parameters, inputs, outputs, traits, powers, roles, estimands, designs,
       path, sha256, needs_major, needs_minor);
  }
};

/// A parameter's value. Which member holds it follows from the declared type, as in clusia_value.
struct Value {
  bool is_set = false;
  bool is_default = true;
  std::int64_t integer = 0;     ///< INTEGER, BOOLEAN, index of CHOICE
  double number = 0;            ///< NUMBER
  std::string text;             ///< TEXT, PATH (opens as it stands), CHOICE; WAVE until the waves of the data are known
  std::vector<double> numbers;  ///< NUMBERS
  std::vector<std::string> texts;  ///< TEXTS, values of TEXT_MAP
  std::vector<std::string> keys;   ///< TEXT_MAP

  template <class Archive>
  void serialize(Archive& ar) {
    ar(is_set, is_default, integer, number, text, numbers, texts, keys);
  }
};

/// One a declared parameter, in the order of the declarations.
using Values = std::vector<Value>;

/// The value as TOML would write it, for the database and for messages.
std::string text_of(const ParameterDeclaration& declaration, const Value& value);

/// Values lent to a plugin as clusia_value, kept here: valid as long as this stays.
class LentValues {
 public:
  LentValues(const std::vector<ParameterDeclaration>& declarations, Values values);
  LentValues(const LentValues&) = delete;
  LentValues& operator=(const LentValues&) = delete;
  const clusia_value* data() const { return values_.data(); }

 private:
  Values kept_;
  std::vector<clusia_value> values_;
  std::vector<std::vector<const char*>> pointers_;
};

}  // namespace clusia
