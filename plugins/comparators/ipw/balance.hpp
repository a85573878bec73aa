/// What the report shows of a weighting: balance before and after, overlap, and who was left out.
#pragma once

#include "logit.hpp"

/// Differences of means, standardised as cobalt does: by the spread before weighting (ATT: of the treated; ATE: of both
/// arms, pooled); columns of 0 and 1 as they are.
void report_balance(const clusia::Answer& answer, const Sample& sample, const Eigen::VectorXd& d, bool att);
/// The range of the score and the effective sample size in each arm.
void report_overlap(const clusia::Answer& answer, const Sample& sample, const Eigen::VectorXd& score,
                    const Eigen::VectorXd& d);
void report_left_out(const clusia::Answer& answer, const Sample& sample, const Basis& basis);
