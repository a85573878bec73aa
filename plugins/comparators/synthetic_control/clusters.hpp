/// The clusters of a design frame: in which arm each is, and its rows by wave.
#pragma once

#include <Eigen/Dense>  // before the SDK, which hides what is declared after it: assert is libc's
#include <clusia/comparator.hpp>

namespace clusia {

class Clusters {
 public:
  /// Refuses a cluster with rows in several arms.
  explicit Clusters(const DesignFrame& frame)
      : frame_(frame),
        arm_(static_cast<std::size_t>(frame.cluster.levels()), unseen),
        rows_(arm_.size() * static_cast<std::size_t>(frame.wave.levels())) {
    std::vector<bool> is_treated(arm_.size(), false);
    for (int64_t row = 0; row < frame.rows(); ++row) {
      const int32_t cluster = frame.cluster[row], wave = frame.wave[row];
      if (cluster < 0 || wave < 0) continue;
      const auto k = static_cast<std::size_t>(cluster);
      if (arm_[k] != unseen && arm_[k] != frame.arm[row])
        throw unsupported("cluster '" + name(cluster) +
                          "' has rows in several arms: one arm for all rows of a cluster would be right");
      arm_[k] = frame.arm[row];
      is_treated[k] = frame.treated(row);
      if (arm_[k] >= 0) rows_[place(cluster, wave)].add(row, frame.weight(row));
    }
    for (int32_t k = 0; k < frame.cluster.levels(); ++k)
      if (arm(k) >= 0) (is_treated[static_cast<std::size_t>(k)] ? treated : comparison).push_back(k);
  }
  std::string name(int32_t cluster) const { return std::string(frame_.cluster.name(cluster)); }
  int32_t arm(int32_t cluster) const { return arm_[static_cast<std::size_t>(cluster)]; }
  const Rows& rows(int32_t cluster, int32_t wave) const { return rows_[place(cluster, wave)]; }
  bool present(int32_t cluster, int32_t wave) const {
    const std::vector<double>& weight = rows(cluster, wave).weight;
    return std::any_of(weight.begin(), weight.end(), [](double w) { return w > 0; });
  }

  std::vector<int32_t> treated, comparison;  ///< in the order of their levels

 private:
  static constexpr int32_t unseen = -2;
  std::size_t place(int32_t cluster, int32_t wave) const {
    return static_cast<std::size_t>(cluster) * static_cast<std::size_t>(frame_.wave.levels()) +
           static_cast<std::size_t>(wave);
  }
  const DesignFrame& frame_;
  std::vector<int32_t> arm_;
  std::vector<Rows> rows_;
};

}  // namespace clusia
