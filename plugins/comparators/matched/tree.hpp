/// A k-d tree over rows (Friedman, Bentley and Finkel 1977): the nearest of them, with all that tie, in about log n
/// steps. Whom it finds depends on the distances alone, never on how the tree was cut.
#pragma once

#include "space.hpp"

struct Near {
  double distance;
  Eigen::Index row;
  std::size_t place;  ///< in the tree
};

class Tree {
 public:
  Tree(const Space& space, std::vector<Eigen::Index> rows);

  /// The `count` nearest other than `but` that were not taken out, and all that tie with the last of them; none further
  /// than `caliper`. Rows ascend.
  std::vector<Near> nearest(Eigen::Index of, std::size_t count, double caliper, Eigen::Index but = -1) const;
  void take_out(const Near& found);

 private:
  struct Node {
    std::size_t first, last, parent;  ///< its rows, from first to before last
    std::size_t left;                 ///< how many of them were not taken out
    std::size_t child = 0;            ///< the other one follows; 0: a leaf
  };
  struct Search {
    std::vector<double> at;
    std::size_t count;
    double caliper;
    Eigen::Index but;
    std::vector<double> best{};  ///< a heap of `count` distances, the furthest first
    std::vector<Near> found{};
  };
  std::size_t frame(const Node& node);
  void look_into(std::size_t node, Search& search) const;
  void look_at(const Node& leaf, Search& search) const;
  double bound(const Search& search) const {
    return search.best.size() < search.count ? search.caliper : std::min(search.caliper, search.best.front() + tie_);
  }
  double least_square(std::size_t node, const Search& search) const;

  double tie_;
  std::size_t width_;  ///< coordinates of a row
  const Space& space_;
  std::vector<Eigen::Index> rows_;
  std::vector<double> x_;  ///< of rows_, one row after the other
  std::vector<Node> nodes_;
  std::vector<double> box_;        ///< of each node and coordinate, the least and the largest
  std::vector<std::size_t> leaf_;  ///< of rows_: where each is
  std::vector<bool> gone_;
};
