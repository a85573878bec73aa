/// clusia/curve.hpp: an output for each point of a curve over shares of people, named by the percentage.
#pragma once

#include <cstdio>
#include <deque>

#include "indicator.hpp"

namespace clusia {

/// "<prefix>10" at p = 0.1, "<prefix>2_5" at 0.025. Lives as long as the instance: the outputs point into it.
class CurvePoints {
 public:
  /// Refuses points that are named twice. `like` gives all but the name, the title and the place.
  CurvePoints(std::span<const double> p, const std::string& prefix, const Output& like) : p_(p.begin(), p.end()) {
    for (const double share : p_) {
      char percent[32];
      std::snprintf(percent, sizeof percent, "%.6g", 100 * share);
      std::string name = prefix + percent;
      std::replace(name.begin(), name.end(), '.', '_');
      for (const Output& other : outputs_)
        if (name == other.name) throw bad_parameter("p", "names the point at " + std::string(percent) + " % twice");
      Output now = like.curve_point(share);
      now.name = texts_.emplace_back(std::move(name)).c_str();
      now.title = texts_.emplace_back(std::string(like.title) + " at " + percent + " %").c_str();
      outputs_.push_back(now);
    }
  }
  CurvePoints(const CurvePoints&) = delete;
  CurvePoints& operator=(const CurvePoints&) = delete;

  const std::vector<double>& p() const { return p_; }
  const std::vector<Output>& outputs() const { return outputs_; }

 private:
  std::vector<double> p_;
  std::deque<std::string> texts_;
  std::vector<Output> outputs_;
};

}  // namespace clusia
