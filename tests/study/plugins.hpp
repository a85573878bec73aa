/// Plugins declared by hand, one of each kind of thing that a study can get wrong.
#pragma once

#include <limits>

#include "study/read.hpp"

namespace clusia::testing {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

inline ParameterDeclaration parameter(std::int32_t type, std::string name, std::string doc,
                                      std::optional<std::string> default_text = {}) {
  ParameterDeclaration out;
  out.type = type;
  out.name = std::move(name);
  out.doc = std::move(doc);
  out.default_text = std::move(default_text);
  out.minimum = -infinity;
  out.maximum = infinity;
  return out;
}

inline ParameterDeclaration required(ParameterDeclaration of) {
  of.required = true;
  return of;
}

inline ParameterDeclaration within(double low, double high, ParameterDeclaration of) {
  of.minimum = low;
  of.maximum = high;
  return of;
}

inline Declaration plugin(Kind kind, std::string id, std::vector<ParameterDeclaration> parameters) {
  Declaration out;
  out.kind = kind;
  out.id = std::move(id);
  out.summary = "the plugin " + out.id;
  out.parameters = std::move(parameters);
  return out;
}

inline InputDeclaration input(std::string name, std::string doc) {
  InputDeclaration out;
  out.name = std::move(name);
  out.doc = std::move(doc);
  return out;
}

inline OutputDeclaration output(std::string name) {
  OutputDeclaration out;
  out.name = std::move(name);
  return out;
}

inline std::vector<Declaration> plugins() {
  auto quote = parameter(CLUSIA_CHOICE, "quote", "the quoting character", "\"double\"");
  quote.choices = {"double", "single"};
  auto csv = plugin(Kind::source, "csv",
                    {required(parameter(CLUSIA_PATH, "path", "the file")), quote,
                     within(0, infinity, parameter(CLUSIA_INTEGER, "skip", "lines before the header", "0")),
                     parameter(CLUSIA_TEXTS, "missing", "texts that mean a missing value", "[\"\", \"NA\"]"),
                     parameter(CLUSIA_TEXT_MAP, "rename", "columns to rename")});

  auto total = plugin(Kind::indicator, "total", {});
  total.inputs = {input("value", "what is added up")};
  total.outputs = {output("total")};

  auto poverty = plugin(Kind::indicator, "poverty",
                        {within(0, 1, parameter(CLUSIA_NUMBER, "percent", "the line as a share of the median", "0.6")),
                         parameter(CLUSIA_BOOLEAN, "strictly", "poor is below the line, not at it", "true")});
  poverty.inputs = {input("income", "income of a person")};
  poverty.outputs = {output("headcount"), output("gap")};
  poverty.traits = CLUSIA_READS_REFERENCE;

  auto deprivation = plugin(Kind::indicator, "deprivation",
                            {required(within(0, 1, parameter(CLUSIA_NUMBERS, "weights", "one for each dimension"))),
                             parameter(CLUSIA_TEXT, "note", "for the report")});
  auto dimensions = input("dimensions", "the columns that tell who is deprived of what");
  dimensions.many = true;
  auto filter = input("filter", "who takes part");
  filter.required = false;
  deprivation.inputs = {dimensions, filter};
  deprivation.outputs = {output("headcount")};

  auto quantiles = plugin(Kind::indicator, "quantiles", {});
  quantiles.inputs = {input("value", "what is ranked")};
  quantiles.powers = {CLUSIA_INDICATOR_OUTPUTS};

  auto growth = plugin(Kind::comparator, "growth_differential",
                       {required(parameter(CLUSIA_WAVE, "before", "the wave before the intervention")),
                        parameter(CLUSIA_WAVE, "after", "the wave after it", "last")});
  growth.roles = CLUSIA_ROLE_WAVE | CLUSIA_ROLE_ARM;
  growth.estimands = CLUSIA_ATT | CLUSIA_ATE | CLUSIA_ATO;

  auto matching = plugin(Kind::comparator, "matching", {});
  matching.roles = CLUSIA_ROLE_ARM | CLUSIA_ROLE_COVARIATES;
  matching.estimands = CLUSIA_ATT | CLUSIA_ATO;
  matching.designs = CLUSIA_DESIGN_ONE_OFF | CLUSIA_DESIGN_LONGITUDINAL;

  auto staggered = plugin(Kind::comparator, "staggered", {});
  staggered.roles = CLUSIA_ROLE_COHORT;
  staggered.estimands = CLUSIA_ATT;
  staggered.designs = CLUSIA_DESIGN_LONGITUDINAL;

  auto broken = plugin(Kind::indicator, "broken", {parameter(CLUSIA_INTEGER, "count", "how many", "several")});
  return {csv, total, poverty, deprivation, quantiles, broken, growth, matching, staggered};
}

inline const std::vector<Declaration>& all_plugins() {
  static const std::vector<Declaration> all = plugins();
  return all;
}

inline KnownPlugins catalogue() {
  KnownPlugins out;
  out.find = [](Kind kind, std::string_view id) -> std::variant<const Declaration*, std::string> {
    for (const auto& declaration : all_plugins())
      if (declaration.kind == kind && declaration.id == id) return &declaration;
    return "there is no " + std::string(name_of(kind)) + " plugin '" + std::string(id) +
           "' in /usr/lib/clusia/plugins: name its folder with --plugin-path";
  };
  out.ids = [](Kind kind) {
    std::vector<std::string> ids;
    for (const auto& declaration : all_plugins())
      if (declaration.kind == kind) ids.push_back(declaration.id);
    return ids;
  };
  return out;
}

}  // namespace clusia::testing
