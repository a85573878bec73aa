// How a comparator behaves in a process that it shares.
#include "comparator_rules.hpp"
#include "leak.hpp"

namespace clusia::kit {

void comparator_failure_has_words(Trial& t) {
  over_designs(t, [](const DesignCase& of) {
    const Frame frame = of.frame();
    for (std::int32_t arm = -1; arm < n_arms; ++arm) {
      std::vector<std::size_t> rows;
      for (std::size_t row = 0; row < frame.rows(); ++row)
        if (frame.arm[row] == arm) rows.push_back(row);
      well_said(of.draw(frame.taken(rows)), arm < 0 ? "without rows" : "with rows of one arm alone");
    }
  });
}

void comparator_inputs_untouched(Trial& t) {
  over_designs(t, [](const DesignCase& of) {
    const Frame frame = of.frame();
    Services services(of.seed);
    Comparator comparator(of.library, of.setting, services);
    Memory lent;
    const clusia_design_frame seen = lend_frame(frame, lent);
    comparator.memory().seal();
    lent.seal();
    comparator.draw(seen, frame, 0);
    for (const std::string& what : {comparator.memory().written(), lent.written()})
      if (!what.empty()) throw Failed("wrote into " + what + ": copy what is to be changed");
  });
}

void comparator_leak(Trial& t) {
  over_designs(t, [&](const DesignCase& of) {
    const Frame frame = of.frame();
    judge_leak(t, "create, design and destroy", 8, [&] { of.draw(frame); });
  });
}

void comparator_floating_point(Trial& t) {
  const FloatingPoint before = FloatingPoint::now();
  t.require(
      !t.library.changed_floating_point,
      "changed rounding or denormals when it was loaded: build it without -ffast-math, as clusia_add_plugin() does");
  over_designs(t, [&](const DesignCase& of) {
    const Drawn drawn = of.draw(of.frame());
    if (drawn.changed_floating_point || !(FloatingPoint::now() == before))
      throw Failed("changed rounding or denormals: put back what you change");
  });
}

}  // namespace clusia::kit
