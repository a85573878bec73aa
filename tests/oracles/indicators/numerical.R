# For estimators whose standard error nobody prints: the estimator as a function of the data and the weights, its
# influence by central differences in each weight (Richardson's extrapolation of two steps), and survey's standard
# error of the total of w u. Sourced by the scripts of this folder and run in it: Rscript <id>.R
suppressMessages(library(survey))
sample_of <- function(file = "../survey.csv", y = "income") {
  v <- read.csv(file)
  v[!is.na(v[[y]]), ]
}
domains <- list(all = function(v) rep(TRUE, nrow(v)), female = function(v) v$sex == "female",
                casual = function(v) v$node == "casual")
# `step` is a share of the weight: small where T has kinks.
influence <- function(T, w, step) sapply(seq_along(w), function(i) {
  at <- function(h) { x <- w; x[i] <- x[i] + h; T(x) }
  slope <- function(h) (at(h) - at(-h)) / (2 * h)
  (4 * slope(w[i] * step / 2) - slope(w[i] * step)) / 3
})
# Lines of <id>.csv: T(v, w) of the rows of each domain that `takes`, with its standard error.
print_rows <- function(indicator, output, T, origin, v = sample_of(), within = names(domains), step = 1 / 16,
                       takes = function(v) TRUE) {
  for (g in within) {
    inside <- domains[[g]](v) & takes(v)
    part <- v[inside, ]
    u <- numeric(nrow(v))
    u[inside] <- influence(function(w) T(part, w), part$weight, step)
    v$u <- u
    des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
    cat(sprintf("%s,%s,%s,%.15g,%.15g,,\"%s\"\n", indicator, output, g, T(part, part$weight), SE(svytotal(~u, des)),
                origin))
  }
}
