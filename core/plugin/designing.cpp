// The server's questions to comparators.
#include "design/answer.hpp"
#include "plugin/calling.hpp"
#include "plugin/server.hpp"

namespace clusia {

/// A comparator's instance and the frame that it sees, for one question.
struct Server::Designing {
  Designing(Server& server, const MakeDesign& request);
  ~Designing() { destroy(&interface, instance); }
  Designing(const Designing&) = delete;
  Designing& operator=(const Designing&) = delete;

  const clusia_comparator_interface& interface;
  clusia_design_frame frame{};
  void* instance = nullptr;

  /// The power, which the host asks for only where it was declared.
  const clusia_comparator_baseline& baseline() const {
    const auto* power = power_of<clusia_comparator_baseline>(interface, CLUSIA_COMPARATOR_BASELINE);
    if (power == nullptr) throw PluginFailure("has no design from estimates before the intervention");
    return *power;
  }

 private:
  static const clusia_comparator_interface& interface_of(const Library& library) {
    return *static_cast<const clusia_comparator_interface*>(library.plugin->interface_);
  }
  LentValues values_;
  std::array<std::vector<const char*>, 7> names_;
  std::vector<std::unique_ptr<ArrowView>> views_;
  std::vector<clusia_column> covariates_;
};

Server::Designing::Designing(Server& server, const MakeDesign& request)
    : interface(interface_of(server.library(request.instance.path))),
      values_(server.library(request.instance.path).declaration.parameters, request.instance.values) {
  for (const ColumnAt& at : request.covariates) {
    views_.push_back(std::make_unique<ArrowView>(server.column(at)));
    covariates_.push_back({views_.back()->schema(), views_.back()->array()});
  }
  const auto codes = [&](const CodesAt& at, std::size_t k) { return view_of(at, server.array(at.code), names_[k]); };
  frame.size = sizeof frame;
  frame.n_rows = request.rows;
  frame.estimand = request.estimand;
  frame.sample_estimand = request.of_sample ? 1 : 0;
  frame.unit = codes(request.unit, 0);
  frame.wave = codes(request.wave, 1);
  frame.cluster = codes(request.cluster, 2);
  frame.stratum = codes(request.stratum, 3);
  frame.psu = codes(request.psu, 4);
  frame.block = codes(request.block, 5);
  frame.arm = codes(request.arm, 6);
  frame.arm_treated = request.arm_treated.data();
  frame.cohort = {static_cast<const std::int32_t*>(server.array(request.cohort)), frame.wave.n_levels, nullptr,
                  nullptr};
  frame.weight = static_cast<const double*>(server.array(request.weight));
  frame.n_covariates = static_cast<std::int64_t>(covariates_.size());
  frame.covariates = covariates_.data();
  instance = created([&](void** made, clusia_error* e) {
    return interface.create(values_.data(), server.services(request.instance), made, e);
  });
}

Reply Server::answer(const MakeDesign& request) {
  const Designing of(*this, request);
  Answer answer(request.rows, of.frame.wave.n_levels, of.frame.arm.n_levels);
  if (!request.baseline) {
    call([&](clusia_error* e) { return of.interface.design(of.instance, &of.frame, answer.table(), e); });
    return answer.take();
  }
  const Baseline& given = *request.baseline;
  const clusia_baseline baseline{sizeof baseline, given.levels, given.waves, given.estimates.data()};
  call([&](clusia_error* e) { return of.baseline().design(of.instance, &of.frame, &baseline, answer.table(), e); });
  return answer.take();
}

Reply Server::answer(const AskNeed& request) {
  const Designing of(*this, request.of);
  clusia_baseline_need need{};
  need.size = sizeof need;
  call([&](clusia_error* e) { return of.baseline().need(of.instance, &of.frame, &need, e); });
  const clusia_codes& level = need.by == CLUSIA_ROLE_CLUSTER ? of.frame.cluster
                              : need.by == CLUSIA_ROLE_UNIT  ? of.frame.unit
                                                             : of.frame.arm;
  if (need.by != CLUSIA_ROLE_CLUSTER && need.by != CLUSIA_ROLE_UNIT && need.by != CLUSIA_ROLE_ARM)
    throw PluginFailure("needs estimates by a role that is no level of theirs: cluster, unit and arm are");
  if (level.code == nullptr) throw PluginFailure("needs estimates by a role that the study does not give");
  if (need.last_wave < 0 || need.last_wave >= of.frame.wave.n_levels)
    throw PluginFailure("needs estimates up to a wave that is none of the data's");
  return BaselineNeed{need.by, need.last_wave};
}

}  // namespace clusia
