/// What holds, and what need not: every exemption from a law stands in one table with its reason, and one that no case
/// needs fails.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "laws/case.hpp"

namespace clusia::test {

enum class Law {
  shuffled,    ///< the order of the rows says nothing
  rescaled,    ///< weights times c: the estimate times c^degree
  doubled,     ///< weight 2 is the row twice
  missing,     ///< a missing value is a row left out
  not_zero,    ///< and no zero
  currency,    ///< money in another currency: what has its unit scales, nothing else moves
  finite,      ///< a number, or words
  derivative,  ///< u and v are derivatives
  euler,       ///< sum d u = degree T
  bootstrap,   ///< where they are none: the standard error is that of a bootstrap
  batch,       ///< replicates at once are replicates one by one
  scores,      ///< sum d s / sum d = T
  same_bits    ///< twice, and from two threads
};

struct Exemption {
  Law law;
  std::string plugin;
  std::string parameter, value;  ///< only where it has this value; "" always
  std::string figure;            ///< "estimate", "std_error" or an output's name; "" all
  std::string reason;
};

/// The table; exemptions.cpp.
const std::vector<Exemption>& exemptions();

class Ledger {
 public:
  explicit Ledger(std::string plugin) : plugin_(std::move(plugin)) {}

  void open(const Case& of) { case_ = &of; }
  /// One figure of one output, in one place ("everyone, weights times 1000").
  void judge(Law law, const std::string& output, const std::string& figure, bool holds, const std::string& words);
  void judge_near(Law law, const std::string& output, const std::string& figure, std::optional<double> is,
                  std::optional<double> should_be, double tolerance, const std::string& where);
  /// Every exemption was needed.
  void close() const;

 private:
  std::string plugin_;
  const Case* case_ = nullptr;
  std::set<const Exemption*> needed_;
};

}  // namespace clusia::test
