// How a plugin behaves in a process that it shares.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "indicator_rules.hpp"
#include "leak.hpp"

namespace clusia::kit {
namespace {

/// Others than the case's own, so that an answer that was kept is noticed.
Weights other(Weights of) {
  for (std::size_t k = 0; k < of.size(); ++k) of.weight[k] *= k % 2 == 0 ? 0.5 : 3;
  return of;
}

void same(const Answer& is, const Answer& should_be, const std::string& where) {
  if (!is.same_bits(should_be))
    throw Failed(where + " it says something else: keep nothing between calls that an answer depends on");
}

}  // namespace

void same_bits(Trial& t) {
  over_cases(t, [](const Case& of) {
    const Asked a(of);
    const Answer first = a.evaluate();
    a.instance->evaluate(other(a.domain), other(a.reference));
    same(a.evaluate(), first, "asked again after another question");
    Answer without = a.evaluate(false);
    without.u = first.u, without.v = first.v;
    same(without, first, "asked for no influence");
  });
}

void interleaved(Trial& t) {
  over_cases(t, [](const Case& of) {
    const Table table = of.table(), larger = of.table(60);
    const Answer one = Asked(of, table).evaluate(), two = Asked(of, larger).evaluate();
    const Asked a(of, table), b(of, larger);
    const Answer of_a = a.evaluate(), of_b = b.evaluate();
    same(of_a, one, "while another instance lives");
    same(of_b, two, "after another instance was asked");
  });
}

void concurrent(Trial& t) {
  over_cases(t, [](const Case& of) {
    constexpr int threads = 4, times = 12;
    const Asked a(of);
    const Weights domain = other(a.domain), reference = other(a.reference);
    const Answer even = Asked(of).evaluate(), odd = Asked(of).instance->evaluate(domain, reference);
    std::atomic<bool> differs{false};
    const auto work = [&](int of_thread) {
      for (int k = 0; k < times; ++k) {
        const bool is_even = of_thread % 2 == 0;
        const Answer answer = is_even ? a.evaluate() : a.instance->evaluate(domain, reference);
        if (!answer.same_bits(is_even ? even : odd)) differs = true;
      }
    };
    std::vector<std::thread> all;
    for (int k = 0; k < threads; ++k) all.emplace_back(work, k);
    for (std::thread& thread : all) thread.join();
    if (differs)
      throw Failed(
          "asked by several threads at once it says something else: evaluate may change nothing in the instance");
  });
}

void cancellation(Trial& t) {
  over_cases(t, [](const Case& of) {
    constexpr std::size_t many = 6000;
    constexpr double most = 1;
    Asked a(of, of.table(many));
    a.services.stop = true;
    const auto begin = std::chrono::steady_clock::now();
    const Answer answer = a.evaluate();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (seconds > most)
      throw Failed("ran on for " + number(seconds) + " s over " + std::to_string(many) +
                   " rows after the host had asked to stop: ask cancelled() in the long loop");
    if (!answer.ok() && answer.status != CLUSIA_CANCELLED && answer.status != CLUSIA_UNDEFINED)
      throw Failed("asked to stop, it reports a fault (" + answer.words + "): return CLUSIA_CANCELLED");
  });
}

void inputs_untouched(Trial& t) {
  over_cases(t, [](const Case& of) {
    Asked a(of);
    Memory lent;
    const auto copied = [&](const Weights& w, const std::string& what) {
      return clusia_weighting{std::int64_t(w.size()), lent.copy(w.rows.data(), w.size(), "the rows of " + what),
                              lent.copy(w.weight.data(), w.size(), "the weights of " + what)};
    };
    const clusia_weighting domain = copied(a.domain, "the domain"), reference = copied(a.reference, "the reference");
    a.instance->memory().seal();
    lent.seal();
    a.instance->evaluate(domain, reference, true);
    for (const std::string& what : {a.instance->memory().written(), lent.written()})
      if (!what.empty()) throw Failed("wrote into " + what + ": copy what is to be changed");
  });
}

void buffers(Trial& t) {
  over_cases(t, [](const Case& of) {
    const Asked a(of);
    const Weights one{{a.domain.rows[0]}, {1.0}};
    for (const bool influence : {true, false})
      for (const Weights& domain : {a.domain, one, Weights{}})
        if (a.instance->evaluate(domain, a.reference, influence).overrun)
          throw Failed(
              "wrote behind a buffer of the answer: estimates [outputs], undefined [outputs], u [outputs x domain.n], "
              "v [outputs x reference.n]");
  });
}

void leak(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Table table = of.table();
    const Weights domain = table.listed_domain();
    judge_leak(t, "create, evaluate and destroy", 40, [&] {
      Services services(of.seed);
      const auto instance = of.bind(table, services);
      const Weights reference = of.reference(*instance, table);
      instance->evaluate(domain, reference);
      instance->evaluate({}, reference);
    });
  });
}

void floating_point(Trial& t) {
  const FloatingPoint before = FloatingPoint::now();
  const auto judge = [&](bool changed, const std::string& when) {
    t.require(!changed, "changed rounding or denormals " + when + ": put back what you change");
  };
  t.require(
      !t.library.changed_floating_point,
      "changed rounding or denormals when it was loaded: build it without -ffast-math, as clusia_add_plugin() does");
  over_cases(t, [&](const Case& of) {
    {
      const Asked a(of);
      judge(a.instance->refusal().changed_floating_point, "in create");
      judge(a.evaluate().changed_floating_point, "in evaluate");
    }
    judge(!(FloatingPoint::now() == before), "in destroy");
  });
}

}  // namespace clusia::kit
