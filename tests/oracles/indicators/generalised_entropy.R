# R 4.2.2, survey 4.1-1. Cases between convey's: the definition as a function of the weights, and its limits.
source("numerical.R")
ge <- function(alpha) function(v, w) {
  x <- v$income / weighted.mean(v$income, w)
  m <- function(z) sum(w * z) / sum(w)
  if (alpha == 0) -m(log(x)) else if (alpha == 1) m(x * log(x)) else (m(x^alpha) - 1) / (alpha * (alpha - 1))
}
ours <- "generalised_entropy.R: survey 4.1-1 svytotal of the numerical derivative"
positive <- function(v) v$income > 0
print_rows("survey_odd", "entropy", ge(.7), ours, takes = positive)
# GE is continuous in alpha, with a slope below 1 here: between 0 and 1e-9 it moves by less than a part in 1e8; at
# 1 + 1e-7 by less than one in 1e6, while the definition as it stands has lost half of its digits.
limit <- capture.output(print_rows("survey_near_zero", "entropy", ge(0), ours, takes = positive))
cat(sub(",,\"(.*)\"$", ",1e-7,\"\\1, of alpha = 0\"", limit), sep = "\n")
limit <- capture.output(print_rows("survey_near_one", "entropy", ge(1), ours, takes = positive))
cat(sub(",,\"(.*)\"$", ",1e-6,\"\\1, of alpha = 1\"", limit), sep = "\n")
eusilc <- read.csv("../data/eusilc.csv")
cv <- with(eusilc, sum(rb050 * (eqIncome / weighted.mean(eqIncome, rb050) - 1)^2) / sum(rb050) / 2)
cat(sprintf("eusilc_zeros,entropy,all,%.15g,,,\"generalised_entropy.R: half the squared coefficient of variation\"\n", cv))
cat(sprintf("eusilc_two,excluded,all,%.15g,,,\"generalised_entropy.R: R 4.2.2\"\n",
            with(eusilc, sum(rb050[eqIncome <= 0]) / sum(rb050))))
