#include "report/web.hpp"

#include <cstdint>

// The assembler reads the files: a megabyte as an array of numbers would take the compiler longer than the rest of the
// host.
#define CLUSIA_EMBED(name, path)                                                      \
  asm(".section .rodata\n.balign 8\n"                                                 \
      "clusia_web_" #name "_size: .quad clusia_web_" #name "_end - clusia_web_" #name \
      "\n"                                                                            \
      "clusia_web_" #name ": .incbin \"" path                                         \
      "\"\n"                                                                          \
      "clusia_web_" #name                                                             \
      "_end: .byte 0\n"                                                               \
      ".globl clusia_web_" #name "\n.globl clusia_web_" #name "_size\n.previous\n");  \
  extern "C" const char clusia_web_##name[];                                          \
  extern "C" const std::uint64_t clusia_web_##name##_size;                            \
  std::string_view clusia::report::web::name() { return {clusia_web_##name, clusia_web_##name##_size}; }

CLUSIA_EMBED(page, OWN "/report.html")
CLUSIA_EMBED(shell, OWN "/shell.html")
CLUSIA_EMBED(charts, OWN "/charts.html")
CLUSIA_EMBED(plan_page, OWN "/plan.html")
CLUSIA_EMBED(style, OWN "/report.css")
CLUSIA_EMBED(groups_style, OWN "/groups.css")
CLUSIA_EMBED(indicators_style, OWN "/indicators.css")
CLUSIA_EMBED(english, OWN "/en.toml")
CLUSIA_EMBED(french, OWN "/fr.toml")
CLUSIA_EMBED(balance_script, OWN "/balance.js")
CLUSIA_EMBED(levels_script, OWN "/levels.js")
CLUSIA_EMBED(curves_script, OWN "/curves.js")
CLUSIA_EMBED(strategies_script, OWN "/strategies.js")
CLUSIA_EMBED(power_script, OWN "/power.js")
CLUSIA_EMBED(trial_script, OWN "/trial.js")
CLUSIA_EMBED(control_script, OWN "/control.js")
CLUSIA_EMBED(script, OWN "/report.js")
CLUSIA_EMBED(vega, FETCHED "/vega.js")
CLUSIA_EMBED(vega_lite, FETCHED "/vega-lite.js")
CLUSIA_EMBED(licence, FETCHED "/licence.txt")
