/// How large a sample has to be to see an effect, and how small an effect a sample can see: differences of two arms in
/// means or shares, after a programme or before and after it, with whoever lives together answering alike.
#pragma once

#include <stdexcept>

namespace clusia::planning {

/// How the arms are compared once the data are in.
enum class Analysis {
  after,       ///< the arms' difference after the programme
  difference,  ///< difference in differences
  ancova       ///< the arms' difference after it, with the values before it as a covariate
};

/// What is measured, and how its rows hang together.
///
/// Variance of an arm's mean over n people, in units of its outcome's variance s2 (a share's: p (1-p)):
///   V(n) = s2 (1 - explained) / n  x  E  x  F
///   E = 1 + k icc, k = (1 + cv^2) m - 1: the design effect (Kish 1965, chapter 5; Eldridge, Ashby and Kerry 2006
///       where cluster sizes vary), m the people of a cluster
///   F by rounds: b before, a after, with r the correlation of a cluster's means between rounds (McKenzie 2012, section
///       2, after Frison and Pocock 1992, with units; r in the place of theirs, as Teerenstra et al. 2012):
///       after       (1 + (a-1) r) / a
///       difference  (1 - r) (1/a + 1/b)
///       ancova      (1 + (a-1) r) / a  -  b r^2 / (1 + (b-1) r)
///   r = (correlation + k icc cluster_correlation) / (1 + k icc); without clusters it is `correlation`.
struct Outcome {
  bool share = false;
  double sd = 1;            ///< of a mean's outcome, within an arm and a round
  double comparison = 0.5;  ///< a share's value in the comparison arm
  double explained = 0;     ///< share of the variance that lies between strata
  double icc = 0;           ///< correlation of two people of one cluster in one round
  double correlation = 0;  ///< of one person's values in two rounds; 0 where each round asks other people of no cluster
  double cluster_correlation = 0;  ///< of one cluster's level in two rounds (the cluster autocorrelation)
};

struct Comparison {
  Outcome outcome;
  Analysis analysis = Analysis::after;
  int before = 1, after = 1;  ///< rounds
  double cluster_size = 1;    ///< people that are asked in a cluster; 1: nobody is drawn together
  double cluster_cv = 0;      ///< coefficient of variation of that number
  int strata = 1;             ///< that take degrees of freedom
  bool normal =
      false;  ///< critical values of the normal distribution, not of t; shares without clusters always have them
  double level = 0.05;  ///< of a two-sided test
};

/// People in each arm. Fractions are allowed: they are what the formulas give.
struct Arms {
  double treated = 0, comparison = 0;
  double sum() const { return treated + comparison; }
};

/// No sample does what was asked; the text says why.
struct NoSample : std::runtime_error {
  using std::runtime_error::runtime_error;
};

double design_effect(const Comparison& of);  ///< E
double rounds_factor(const Comparison& of);  ///< F

/// Degrees of freedom of the test: clusters (or people) less strata less one. Infinite where it is normal.
double degrees_of_freedom(const Comparison& of, const Arms& n);

/// Chance that a two-sided test finds an effect of this size in its direction: by the noncentral t distribution, as R's
/// power.t.test; for shares as R's power.prop.test, with the pooled share under the null where arms are unequal
/// (Fleiss, Levin and Paik 2003, chapter 4, without the continuity correction). A share's effect has its sign;
/// treated is comparison + effect, which has to lie between 0 and 1. NaN where there are too few people or clusters for
/// a test.
double power(const Comparison& of, const Arms& n, double effect);

/// The smallest sample with `treated = ratio * comparison` that has this power. Not rounded. Throws NoSample where a
/// hundred million people were not enough.
Arms sample_size(const Comparison& of, double effect, double power, double ratio = 1);

/// The smallest effect that the sample sees with this power, above 0 or below it: it has the sign of `towards`. Throws
/// NoSample where a share would have to leave 0 to 1, or where there are too few people or clusters.
double detectable_effect(const Comparison& of, const Arms& n, double power, double towards = 1);

/// Whole people or, where they come in clusters, whole clusters of `cluster_size`: what has to be drawn to have them.
Arms rounded_up(const Comparison& of, const Arms& n);

/// People to approach for n answers where this share of them refuses, cannot be found or is lost before the end.
double to_approach(double n, double refusal);

}  // namespace clusia::planning
