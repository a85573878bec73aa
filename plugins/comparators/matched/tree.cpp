#include "tree.hpp"

using Eigen::Index;

namespace {

constexpr std::size_t rows_of_leaf = 8;
/// A square beyond it is of a distance beyond the bound, whatever was rounded.
double square_beyond(double bound) { return bound * bound * (1 + 1e-12); }

}  // namespace

Tree::Tree(const Space& space, std::vector<Index> rows)
    : tie_(space.tolerance()),
      width_(static_cast<std::size_t>(space.x.cols())),
      space_(space),
      rows_(std::move(rows)),
      leaf_(rows_.size(), 0),
      gone_(rows_.size(), false) {
  nodes_.push_back({0, rows_.size(), 0, rows_.size()});
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const Node node = nodes_[k];
    const std::size_t widest = frame(node);
    const double* box = &box_[2 * (k * width_ + widest)];
    if (node.left <= rows_of_leaf || !(box[0] < box[1])) {
      for (std::size_t place = node.first; place < node.last; ++place) leaf_[place] = k;
      continue;
    }
    const std::size_t middle = node.first + node.left / 2;
    const auto place = [this](std::size_t p) { return rows_.begin() + static_cast<std::ptrdiff_t>(p); };
    const double* x = space.x.col(static_cast<Index>(widest)).data();
    std::nth_element(place(node.first), place(middle), place(node.last), [x](Index a, Index b) { return x[a] < x[b]; });
    nodes_[k].child = nodes_.size();
    nodes_.push_back({node.first, middle, k, middle - node.first});
    nodes_.push_back({middle, node.last, k, node.last - middle});
  }
  x_.reserve(rows_.size() * width_);
  for (const Index row : rows_)
    for (Index c = 0; c < space.x.cols(); ++c) x_.push_back(space.x(row, c));
}

/// Adds the box of a new node; the coordinate in which it is widest.
std::size_t Tree::frame(const Node& node) {
  std::size_t widest = 0;
  double width = -1;
  for (std::size_t c = 0; c < width_; ++c) {
    const double* x = space_.x.col(static_cast<Index>(c)).data();
    double low = clusia::infinity, high = -clusia::infinity;
    for (std::size_t place = node.first; place < node.last; ++place) {
      low = std::min(low, x[rows_[place]]);
      high = std::max(high, x[rows_[place]]);
    }
    if (high - low > width) width = high - low, widest = c;
    box_.push_back(low);
    box_.push_back(high);
  }
  return widest;
}

/// From the row looked for to the nearest point of a node's box.
double Tree::least_square(std::size_t node, const Search& search) const {
  const double* box = &box_[2 * node * width_];
  double sum = 0;
  for (std::size_t c = 0; c < width_; ++c, box += 2) {
    const double outside = std::max({box[0] - search.at[c], search.at[c] - box[1], 0.0});
    sum += outside * outside;
  }
  return sum;
}

void Tree::look_at(const Node& leaf, Search& search) const {
  for (std::size_t place = leaf.first; place < leaf.last; ++place) {
    const Index row = rows_[place];
    if (gone_[place] || row == search.but) continue;
    double square = 0;
    for (std::size_t c = 0; c < width_; ++c) {
      const double apart = search.at[c] - x_[place * width_ + c];
      square += apart * apart;
    }
    const double distance = std::sqrt(square);  // as Space::distance has it, to the last bit
    if (distance > bound(search)) continue;
    search.found.push_back({distance, row, place});
    search.best.push_back(distance);
    std::push_heap(search.best.begin(), search.best.end());
    if (search.best.size() <= search.count) continue;
    std::pop_heap(search.best.begin(), search.best.end());
    search.best.pop_back();
  }
}

void Tree::look_into(std::size_t node, Search& search) const {
  if (nodes_[node].child == 0) {
    look_at(nodes_[node], search);
    return;
  }
  std::size_t near = nodes_[node].child, far = near + 1;
  double to_near = least_square(near, search), to_far = least_square(far, search);
  if (to_far < to_near) std::swap(near, far), std::swap(to_near, to_far);
  if (nodes_[near].left > 0 && !(to_near > square_beyond(bound(search)))) look_into(near, search);
  if (nodes_[far].left > 0 && !(to_far > square_beyond(bound(search)))) look_into(far, search);
}

std::vector<Near> Tree::nearest(Index of, std::size_t count, double caliper, Index but) const {
  Search search{{}, count, caliper, but};
  for (Index c = 0; c < space_.x.cols(); ++c) search.at.push_back(space_.x(of, c));
  if (nodes_[0].left > 0) look_into(0, search);
  auto& found = search.found;
  const double last = bound(search);
  found.erase(std::remove_if(found.begin(), found.end(), [&](const Near& n) { return n.distance > last; }),
              found.end());
  std::sort(found.begin(), found.end(), [](const Near& a, const Near& b) { return a.row < b.row; });
  return std::move(found);
}

void Tree::take_out(const Near& found) {
  gone_[found.place] = true;
  for (std::size_t node = leaf_[found.place];; node = nodes_[node].parent) {
    --nodes_[node].left;
    if (node == 0) return;
  }
}
