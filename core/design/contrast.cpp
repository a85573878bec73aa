#include "design/contrast.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace clusia {
namespace {

bool is_unary(std::int32_t op) { return op == CLUSIA_EXP || op == CLUSIA_LOG; }
bool is_binary(std::int32_t op) { return op >= CLUSIA_ADD && op <= CLUSIA_DIVIDE; }

/// A node of the program once run: its value, and the nodes that it was made of.
struct Node {
  double value = 0, adjoint = 0;
  std::size_t left = 0, right = 0;
};

double leaf(const Step& s, const ContrastArguments& a) {
  const auto k = static_cast<std::size_t>(s.index);
  switch (s.op) {
    case CLUSIA_PUSH_ESTIMATE:
      return a.estimates[k];
    case CLUSIA_PUSH_SIZE:
      return a.sizes[k];
    case CLUSIA_PUSH_COEFFICIENT:
      return a.coefficients[k][static_cast<std::size_t>(s.item)];
    default:
      return s.number;
  }
}

double apply(std::int32_t op, double x, double y) {
  switch (op) {
    case CLUSIA_ADD:
      return x + y;
    case CLUSIA_SUBTRACT:
      return x - y;
    case CLUSIA_MULTIPLY:
      return x * y;
    case CLUSIA_DIVIDE:
      return x / y;
    case CLUSIA_EXP:
      return std::exp(x);
    default:
      return std::log(x);
  }
}

std::vector<Node> run(const Contrast& contrast, const ContrastArguments& arguments) {
  std::vector<Node> nodes(contrast.steps.size());
  std::vector<std::size_t> stack;
  const auto pop = [&] {
    const std::size_t top = stack.back();
    stack.pop_back();
    return top;
  };
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    const Step& step = contrast.steps[k];
    Node& node = nodes[k];
    if (is_binary(step.op)) {
      node.right = pop(), node.left = pop();
      node.value = apply(step.op, nodes[node.left].value, nodes[node.right].value);
    } else if (is_unary(step.op)) {
      node.left = pop();
      node.value = apply(step.op, nodes[node.left].value, 0);
    } else {
      node.value = leaf(step, arguments);
    }
    stack.push_back(k);
  }
  return nodes;
}

void pass_back(const Step& step, const Node& node, std::vector<Node>& nodes) {
  const double x = nodes[node.left].value, y = nodes[node.right].value, a = node.adjoint;
  double& to_left = nodes[node.left].adjoint;
  double& to_right = nodes[node.right].adjoint;
  switch (step.op) {
    case CLUSIA_ADD:
      to_left += a, to_right += a;
      break;
    case CLUSIA_SUBTRACT:
      to_left += a, to_right -= a;
      break;
    case CLUSIA_MULTIPLY:
      to_left += a * y, to_right += a * x;
      break;
    case CLUSIA_DIVIDE:
      to_left += a / y, to_right -= a * x / (y * y);
      break;
    case CLUSIA_EXP:
      to_left += a * node.value;
      break;
    case CLUSIA_LOG:
      to_left += a / x;
      break;
    default:
      break;
  }
}

std::string text_of(double number) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

}  // namespace

ContrastValue evaluate(const Contrast& contrast, const ContrastArguments& arguments) {
  std::vector<Node> nodes = run(contrast, arguments);
  nodes.back().adjoint = 1;
  ContrastValue result;
  result.value = nodes.back().value;
  result.by_estimate.assign(arguments.estimates.size(), 0);
  result.by_size.assign(arguments.sizes.size(), 0);
  for (const auto& c : arguments.coefficients) result.by_coefficient.emplace_back(c.size(), 0.0);
  for (std::size_t k = nodes.size(); k-- > 0;) {
    const Step& step = contrast.steps[k];
    const auto index = static_cast<std::size_t>(step.index);
    const Node node = nodes[k];
    if (step.op == CLUSIA_PUSH_ESTIMATE) result.by_estimate[index] += node.adjoint;
    if (step.op == CLUSIA_PUSH_SIZE) result.by_size[index] += node.adjoint;
    if (step.op == CLUSIA_PUSH_COEFFICIENT)
      result.by_coefficient[index][static_cast<std::size_t>(step.item)] += node.adjoint;
    pass_back(step, node, nodes);
  }
  return result;
}

std::vector<bool> cells_read(const Contrast& contrast, std::size_t cells) {
  std::vector<bool> read(cells, false);
  for (const Step& step : contrast.steps)
    if (step.op == CLUSIA_PUSH_ESTIMATE) read[static_cast<std::size_t>(step.index)] = true;
  return read;
}

std::string fault_of(const Contrast& contrast, std::size_t cells, std::span<const Fit> fits) {
  std::size_t depth = 0;
  for (std::size_t k = 0; k < contrast.steps.size(); ++k) {
    const Step& step = contrast.steps[k];
    const std::string at = "step " + std::to_string(k) + " ";
    const auto index = static_cast<std::size_t>(step.index);
    if (step.op < CLUSIA_PUSH_ESTIMATE || step.op > CLUSIA_LOG) return at + "has no known operation";
    if ((step.op == CLUSIA_PUSH_ESTIMATE || step.op == CLUSIA_PUSH_SIZE) && (step.index < 0 || index >= cells))
      return at + "names a cell that was not answered";
    if (step.op == CLUSIA_PUSH_COEFFICIENT &&
        (step.index < 0 || index >= fits.size() || step.item < 0 || step.item >= fits[index].regressors))
      return at + "names a coefficient that was not answered";
    if (step.op == CLUSIA_PUSH_NUMBER && !std::isfinite(step.number)) return at + "pushes a number that is not finite";
    const std::size_t needs = is_binary(step.op) ? 2 : is_unary(step.op) ? 1 : 0;
    if (depth < needs) return at + "finds too few values on the stack";
    depth += 1 - needs;
  }
  return depth == 1 ? "" : "it does not end with one value";
}

std::string formula_of(const Contrast& contrast, const Design& design) {
  std::vector<std::string> stack;
  for (const Step& step : contrast.steps) {
    const auto index = static_cast<std::size_t>(step.index);
    if (is_binary(step.op)) {
      const std::string right = std::move(stack.back());
      stack.pop_back();
      constexpr std::array<const char*, 4> signs{" + ", " - ", " * ", " / "};
      stack.back() = "(" + stack.back() + signs[static_cast<std::size_t>(step.op - CLUSIA_ADD)] + right + ")";
    } else if (is_unary(step.op)) {
      stack.back() = (step.op == CLUSIA_EXP ? "exp(" : "log(") + stack.back() + ")";
    } else if (step.op == CLUSIA_PUSH_ESTIMATE) {
      stack.push_back("T[" + design.cells[index].name + "]");
    } else if (step.op == CLUSIA_PUSH_SIZE) {
      stack.push_back("size[" + design.cells[index].name + "]");
    } else if (step.op == CLUSIA_PUSH_COEFFICIENT) {
      stack.push_back("b[" + design.fits[index].name + ", " + std::to_string(step.item) + "]");
    } else {
      stack.push_back(text_of(step.number));
    }
  }
  return stack.back();
}

}  // namespace clusia
