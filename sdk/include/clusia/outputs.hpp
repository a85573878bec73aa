/// clusia/outputs.hpp: outputs that an instance makes of its parameters or of its columns' levels, for outputs_now().
#pragma once

#include <cstdio>
#include <deque>

#include "indicator.hpp"

namespace clusia {

/// What can stand in an output's name: small letters, digits and `_`.
inline std::string identifier_of(std::string_view text) {
  std::string id;
  for (const char c : text) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    id += kept ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : '_';
  }
  return id;
}

/// Outputs with names and titles of their own, kept as long as the instance.
class OutputsNow {
 public:
  /// As `like`, under another name and title. A name that is taken gets a number.
  void add(Output like, const std::string& name, const std::string& title) {
    std::string free = name;
    for (int n = 2; taken(free); ++n) free = name + "_" + std::to_string(n);
    like.name = texts_.emplace_back(free).c_str();
    like.title = texts_.emplace_back(title).c_str();
    outputs_.push_back(like);
  }
  void add(const Output& as_it_is) { outputs_.push_back(as_it_is); }
  std::span<const Output> all() const { return outputs_; }

 private:
  bool taken(const std::string& name) const {
    return std::any_of(outputs_.begin(), outputs_.end(), [&](const Output& o) { return name == o.name; });
  }
  std::deque<std::string> texts_;
  std::vector<Output> outputs_;
};

/// "2.5" of a share of 0.025.
inline std::string percent_of(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", 100 * share);
  return text;
}

/// A point of a curve at each share of people, named by its percentage: "<prefix>2_5", "<title of like> at 2.5 %".
inline void add_curve(OutputsNow& now, std::span<const double> p, const Output& like, const std::string& prefix) {
  for (auto share = p.begin(); share != p.end(); ++share) {
    const std::string percent = percent_of(*share);
    if (std::find(p.begin(), share, *share) != share)
      throw bad_parameter("p", "names the point at " + percent + " % twice");
    now.add(like.curve_point(100 * *share), prefix + identifier_of(percent), like.title + (" at " + percent + " %"));
  }
}

}  // namespace clusia
