# The relative median at-risk-of-poverty gap. R 4.2.2, laeken 0.5.2, survey 4.1-1.
suppressMessages({library(laeken); library(survey)})
eusilc <- read.csv("../data/eusilc.csv")
options(digits = 15)
rmpg("eqIncome", weights = "rb050", breakdown = "rb090", data = eusilc)

# Standard errors in domains: Osier's linearisation (as convey's svypoormed has it) written out, with convey's densities.
v <- read.csv("../survey.csv")
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
w <- v$weight; y <- v$income
density_at <- function(x, y, w) {
  h <- sqrt(sum(w * (y - sum(w * y) / sum(w))^2) / sum(w)) / sum(w)^0.2
  sum(w * dnorm((x - y) / h)) / (h * sum(w))
}
median_of <- function(y, w) { o <- order(y); y[o][which(cumsum(w[o]) >= 0.5 * sum(w))[1]] }
q <- median_of(y, w); z <- 0.6 * q
lin_z <- -0.6 * ((y <= q) - 0.5) / (sum(w) * density_at(q, y, w))
for (g in c("female", "male")) {
  d <- v$sex == g; n <- sum(w[d]); f <- function(x) density_at(x, y[d], w[d])
  m <- median_of(y[d & y <= z], w[d & y <= z])
  rate <- sum(w[d & y <= z]) / n
  lin_rate <- d * ((y <= z) - rate) / n + f(z) * lin_z
  lin_m <- (0.5 * lin_rate - d * ((y <= m) - 0.5 * rate) / n) / f(m)
  lin <- -lin_m / z + m / z^2 * lin_z
  cat(sprintf("%s %.15g %.15g\n", g, (z - m) / z, SE(svytotal(lin, design))))
}
