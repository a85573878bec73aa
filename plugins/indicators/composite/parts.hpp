/// The parts of a composite index, and how each is brought to a common scale: f = (x - origin) / span, drawn from the
/// reference (OECD and JRC 2008, step 5) or from goalposts that the study states.
#pragma once

#include <algorithm>
#include <clusia/indicator.hpp>

namespace composite {

enum class Normalisation { min_max, z, goalposts };

class Parts {
  struct Bounds {
    double low, high;
  };

 public:
  explicit Parts(const clusia::IndicatorData& data) : normalisation_(normalisation_of(data.parameters)) {
    for (int64_t j = 0; j < data.count("parts"); ++j) columns_.push_back(data.number("parts", j));
    take_directions(data.parameters);
    take_weights(data.parameters);
    take_goalposts(data.parameters);
  }

  std::size_t size() const { return columns_.size(); }
  const char* name(std::size_t part) const { return columns_[part].name(); }
  double weight(std::size_t part) const { return weights_[part]; }
  Normalisation normalisation() const { return normalisation_; }
  bool clipped() const { return clip_; }

  /// The parts on the scale that a reference draws.
  class Normalised {
   public:
    Normalised(const Parts& parts, const clusia::Weighting& reference) : parts_(&parts), reference_(reference) {
      for (std::size_t j = 0; j < parts.size(); ++j)
        scales_.push_back(parts.normalisation_ == Normalisation::goalposts ? between(parts.goalposts_[j], j)
                                                                           : drawn(j));
    }
    double operator()(std::size_t part, int64_t row) const {
      const Scale& s = scales_[part];
      const double f = (parts_->columns_[part][row] - s.origin) / s.span;
      return parts_->clip_ ? std::clamp(f, 0.0, 1.0) : f;
    }
    /// Adds to v what sum_k l_k f_k owes to the reference, with L = sum l and S = sum l f. Mean and standard deviation
    /// move with a weight by dm/dr_i = (x_i - m) / R and dsd/dr_i = ((x_i - m)^2 - sd^2) / (2 sd R), so that
    /// df_k/dr_i = -(f_i + f_k (f_i^2 - 1) / 2) / R. Bounds do not move as long as no weight falls to zero.
    void add_influence(std::size_t part, double L, double S, std::span<double> v) const {
      if (parts_->normalisation_ != Normalisation::z) return;
      const double R = reference_.total();
      for (const auto [k, row, weight] : reference_) {
        const double f = (*this)(part, row);
        v[static_cast<std::size_t>(k)] -= (L * f + S * (f * f - 1) / 2) / R;
      }
    }

   private:
    struct Scale {
      double origin, span;
    };
    /// A part of which less is better runs from the upper bound down.
    Scale between(Bounds b, std::size_t part) const {
      return parts_->reversed_[part] ? Scale{b.high, b.low - b.high} : Scale{b.low, b.high - b.low};
    }
    Scale drawn(std::size_t part) const {
      const clusia::Numbers& x = parts_->columns_[part];
      Bounds bounds{clusia::infinity, -clusia::infinity};
      double R = 0, sum = 0, squares = 0;
      for (const auto [k, row, weight] : reference_) {
        if (!(weight > 0)) continue;
        bounds = {std::min(bounds.low, x[row]), std::max(bounds.high, x[row])};
        R += weight;
        sum += weight * x[row];
      }
      if (!(R > 0)) throw clusia::undefined("nobody with a positive weight and all parts in the reference");
      if (!(bounds.high > bounds.low))
        throw clusia::undefined(std::string("part '") + x.name() +
                                "' is the same on all rows of the reference, which gives it no scale: goalposts would");
      if (parts_->normalisation_ == Normalisation::min_max) return between(bounds, part);
      const double mean = sum / R;
      for (const auto [k, row, weight] : reference_) squares += weight * (x[row] - mean) * (x[row] - mean);
      const double sd = std::sqrt(squares / R);
      return {mean, parts_->reversed_[part] ? -sd : sd};
    }

    const Parts* parts_;
    clusia::Weighting reference_;
    std::vector<Scale> scales_;
  };
  Normalised under(const clusia::Weighting& reference) const { return {*this, reference}; }

 private:
  static Normalisation normalisation_of(const clusia::Parameters& p) {
    const std::string_view choice = p.choice("normalisation");
    return choice == "z" ? Normalisation::z : choice == "goalposts" ? Normalisation::goalposts : Normalisation::min_max;
  }

  void expect_one_a_part(const char* parameter, std::size_t n) const {
    if (n != size())
      throw clusia::bad_parameter(parameter, "there are " + std::to_string(n) + " for " + std::to_string(size()) +
                                                 " parts: write one for each, in order");
  }
  void take_directions(const clusia::Parameters& p) {
    reversed_.assign(size(), false);
    if (!p.is_set("direction")) return;
    const auto directions = p.texts("direction");
    expect_one_a_part("direction", directions.size());
    for (std::size_t j = 0; j < size(); ++j) {
      if (directions[j] != "higher" && directions[j] != "lower")
        throw clusia::bad_parameter("direction", "'" + std::string(directions[j]) + "' of part '" + name(j) +
                                                     "' is neither 'higher' nor 'lower'");
      reversed_[j] = directions[j] == "lower";
    }
  }
  void take_weights(const clusia::Parameters& p) {
    weights_.assign(size(), 1);
    if (p.is_set("weights")) {
      const auto weights = p.numbers("weights");
      expect_one_a_part("weights", weights.size());
      weights_.assign(weights.begin(), weights.end());
    }
    double sum = 0;
    for (std::size_t j = 0; j < size(); ++j) {
      if (!(weights_[j] > 0))
        throw clusia::bad_parameter("weights", std::string("that of part '") + name(j) +
                                                   "' is not positive: leave out a part that does not count");
      sum += weights_[j];
    }
    for (double& w : weights_) w /= sum;
  }
  void take_goalposts(const clusia::Parameters& p) {
    if (normalisation_ != Normalisation::goalposts) {
      for (const char* parameter : {"low", "high", "clip"})
        if (p.is_set(parameter))
          throw clusia::bad_parameter(parameter,
                                      "is for normalisation = \"goalposts\" alone: write that, or leave it out");
      return;
    }
    for (const char* parameter : {"low", "high"}) {
      if (!p.is_set(parameter))
        throw clusia::bad_parameter(parameter, "goalposts are two, `low` and `high`, for each part");
      expect_one_a_part(parameter, p.numbers(parameter).size());
    }
    for (std::size_t j = 0; j < size(); ++j) {
      goalposts_.push_back({p.numbers("low")[j], p.numbers("high")[j]});
      if (!(goalposts_[j].low < goalposts_[j].high))
        throw clusia::bad_parameter("high", std::string("that of part '") + name(j) +
                                                "' is not above its `low`: `direction` turns a part round");
    }
    clip_ = !p.is_set("clip") || p.boolean("clip");
  }

  Normalisation normalisation_;
  std::vector<clusia::Numbers> columns_;
  std::vector<bool> reversed_;
  std::vector<double> weights_;  ///< of sum 1
  std::vector<Bounds> goalposts_;
  bool clip_ = false;
};

}  // namespace composite
