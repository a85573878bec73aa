#include "pipeline/answers.hpp"

#include <cereal/archives/binary.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/vector.hpp>
#include <sstream>

namespace clusia {

template <class Archive>
void serialize(Archive& ar, Interval& i) {
  ar(i.std_error, i.df, i.low, i.high, i.statistic, i.p_value);
}

template <class Archive>
void serialize(Archive& ar, ClustersCompared& c) {
  ar(c.all, c.treated, c.comparison, c.has_arms, c.assigned, c.effective);
}

template <class Archive>
void serialize(Archive& ar, EValue& e) {
  ar(e.of_estimate, e.of_limit);
}

template <class Archive>
void serialize(Archive& ar, TrendBound& b) {
  ar(b.m, b.set_low, b.set_high, b.low, b.high);
}

template <class Archive>
void serialize(Archive& ar, TrendCheck& c) {
  ar(c.contrast, c.restriction, c.breakdown, c.seen, c.note, c.bounds);
}

namespace {

/// One pass for both ways: what is read has its members made on the way.
template <class Archive>
class Pass {
 public:
  Pass(Archive& archive, std::shared_ptr<const Clusterings> over) : ar_(archive), over_(std::move(over)) {}

  void over(Done& done) {
    ar_(done.outputs, done.reason);
    bool has = done.result.has_value();
    ar_(has);
    if (!has) return;
    if (!done.result) done.result.emplace();
    each(done.result->cells, [this](auto& cells) { each(cells, [this](CellResult& c) { over(c); }); });
    each(done.result->effects, [this](auto& effects) { each(effects, [this](EffectResult& e) { over(e); }); });
    ar_(done.result->trends);
  }

 private:
  template <class T, class Visit>
  void each(std::vector<T>& of, const Visit& visit) {
    std::uint64_t size = of.size();
    ar_(size);
    of.resize(size);
    for (T& one : of) visit(one);
  }
  void over(CellResult& c) {
    ar_(c.estimate, c.interval, c.rows, c.missing, c.psus, c.size, c.design_effect, c.note);
    over(c.kept);
  }
  void over(EffectResult& e) {
    ar_(e.estimate, e.interval, e.p_value, e.test, e.clusters, e.few, e.placebo_p, e.e_value, e.note, e.band);
    over(e.kept);
  }
  void over(std::optional<Kept>& kept) {
    bool has = kept.has_value();
    ar_(has);
    if (!has) return;
    if (!kept) kept = Kept{Totals(over_), Domain(over_), {}};
    ar_(kept->totals, kept->domain, kept->replicates);
  }

  Archive& ar_;
  std::shared_ptr<const Clusterings> over_;
};

}  // namespace

std::string packed_answer(Done& done) {
  std::ostringstream out(std::ios::binary);
  cereal::BinaryOutputArchive archive(out);
  Pass(archive, nullptr).over(done);
  return std::move(out).str();
}

Done unpacked_answer(const std::string& bytes, std::shared_ptr<const Clusterings> over) {
  std::istringstream in(bytes, std::ios::binary);
  cereal::BinaryInputArchive archive(in);
  Done done;
  Pass(archive, std::move(over)).over(done);
  return done;
}

}  // namespace clusia
