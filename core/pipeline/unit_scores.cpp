#include "pipeline/unit_scores.hpp"

#include <algorithm>
#include <limits>

namespace clusia {

UnitScores::UnitScores(Session& session, const Design& design, const References& references)
    : session_(&session),
      references_(&references),
      rows_(static_cast<std::size_t>(references.rows())),
      reads_(session.reads_reference() && (references.judges().size() > 1 || references.judges().front().size() > 0)) {
  const std::size_t outputs = session.outputs().size();
  const std::vector<double> none(outputs * rows_, std::numeric_limits<double>::quiet_NaN());
  const auto scores = [&](const Weights& reference) {
    try {
      return session.scores(reference);
    } catch (const Undefined&) {
      return none;
    }
  };
  study_ = none;  // a row that no reference judges has no score
  for (std::size_t j = 0; j < references.judges().size(); ++j) {
    const std::vector<double> under = scores(references.judges()[j]);
    for (std::size_t k = 0; k < under.size(); ++k)
      if (references.judge_of(static_cast<std::int64_t>(k % rows_)) == static_cast<std::int32_t>(j))
        study_[k] = under[k];
  }
  for (const Fit& fit : design.fits) {
    if (!reads_ || !fit.reference) continue;
    own_.push_back(&*fit.reference);
    by_own_.push_back(scores(*fit.reference));
  }
  for (const Fit& fit : design.fits) {
    auto& models = models_.emplace_back();
    for (std::size_t m = 0; m < outputs; ++m) {
      std::vector<double> s(fit.rows.size());
      for (std::size_t k = 0; k < s.size(); ++k) s[k] = score(m, fit.reference, fit.rows.rows[k]);
      models.push_back(std::make_unique<LinearModel>(fit, std::move(s)));
    }
  }
}

std::size_t UnitScores::place_of(const Weights& own) const {
  return static_cast<std::size_t>(std::find(own_.begin(), own_.end(), &own) - own_.begin());
}

double UnitScores::score(std::size_t output, const std::optional<Weights>& own, std::int64_t row) const {
  const std::size_t at = output * rows_ + static_cast<std::size_t>(row);
  return own && reads_ ? by_own_[place_of(*own)][at] : study_[at];
}

UnitScores::Signed UnitScores::no_weights() const {
  if (!reads_) return {};
  return {std::vector<double>(rows_, 0), std::vector<std::vector<double>>(own_.size(), std::vector<double>(rows_, 0))};
}

std::vector<double>& UnitScores::weights_for(Signed& l, const std::optional<Weights>& own) const {
  return own && reads_ ? l.own[place_of(*own)] : l.study;
}

void UnitScores::add_reference_values(std::size_t output, const Signed& l, Totals& z) const {
  const auto add = [&](const Weights& reference, const std::vector<double>& weights) {
    if (std::all_of(weights.begin(), weights.end(), [](double x) { return x == 0; })) return;
    const std::vector<double> v = session_->score_reference(output, reference, weights);
    z.add(reference, v);
  };
  for (std::size_t j = 0; j < references_->judges().size(); ++j) {
    std::vector<double> judged(rows_, 0);
    for (std::size_t row = 0; row < rows_; ++row)
      if (references_->judge_of(static_cast<std::int64_t>(row)) == static_cast<std::int32_t>(j))
        judged[row] = l.study[row];
    add(references_->judges()[j], judged);
  }
  for (std::size_t k = 0; k < own_.size(); ++k) add(*own_[k], l.own[k]);
}

}  // namespace clusia
