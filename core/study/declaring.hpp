/// How the keys of a section are written down: `required(within(0, 1, number("share", "what it is")))`.
#pragma once

#include <limits>

#include "study/keys.hpp"

namespace clusia::declaring {

inline constexpr double open = std::numeric_limits<double>::infinity();

inline Key make(std::int32_t type, const char* name, const char* doc) {
  Key key;
  key.type = type;
  key.name = name;
  key.doc = doc;
  key.minimum = -open;
  key.maximum = open;
  return key;
}
inline Key shaped(Shape shape, const char* name, const char* doc) {
  Key key = make(CLUSIA_TEXTS, name, doc);
  key.shape = shape;
  return key;
}
inline Key text(const char* name, const char* doc) { return make(CLUSIA_TEXT, name, doc); }
inline Key number(const char* name, const char* doc) { return make(CLUSIA_NUMBER, name, doc); }
inline Key integer(const char* name, const char* doc) { return make(CLUSIA_INTEGER, name, doc); }
inline Key names(const char* name, const char* doc) { return shaped(Shape::names, name, doc); }
inline Key table(const char* name, const char* doc) { return shaped(Shape::table, name, doc); }
inline Key tables(const char* name, const char* doc) { return shaped(Shape::tables, name, doc); }
inline Key spelt(Spelling spelling, Key key) {
  key.spelling = spelling;
  return key;
}
inline Key required(Key key) {
  key.required = true;
  return key;
}
inline Key by_default(const char* toml, Key key) {
  key.default_text = toml;
  return key;
}
inline Key within(double low, double high, Key key) {
  key.minimum = low;
  key.maximum = high;
  return key;
}
inline Key choice(std::vector<std::string> choices, Key key) {
  key.type = CLUSIA_CHOICE;
  key.choices = std::move(choices);
  return key;
}
inline Key boolean(const char* name, const char* doc) { return make(CLUSIA_BOOLEAN, name, doc); }

}  // namespace clusia::declaring
