# The change of poverty from 2001 to 2004 and its decompositions, and growth incidence. Standard errors: svytotal of weight
# x influence over the rows of both waves, with numerical derivatives of the whole in all weights where it has ordinary
# derivatives (alpha 1 and 2, the mean), and Deville's linearisation written out, with densities of convey's bandwidth,
# where it has none (headcount, quantiles). R 4.2.2, survey 4.1-1, numDeriv 2016.8.1.1.
suppressMessages({library(survey); library(numDeriv)})
v <- read.csv("../data/incomes.csv")
v <- v[!is.na(v$income), ]
design <- svydesign(ids = ~village, strata = ~region, weights = ~weight, data = v, nest = TRUE)
y <- v$income; w <- v$weight; z <- 400
show <- function(name, output, g, e, u) cat(sprintf("%s,%s,%s,%.15g,%.15g\n", name, output, g, e, SE(svytotal(u, design))))

fgt <- function(y, w, a) sum(w * ifelse(y < z, ((z - y) / z)^a, 0)) / sum(w)
average <- function(y, w) sum(w * y) / sum(w)
parts <- function(w, a, b, n) {                     # b, n: rows of the baseline and of now
  k <- average(y[n], w[n]) / average(y[b], w[b])
  p00 <- fgt(y[b], w[b], a); p10 <- fgt(k * y[b], w[b], a)
  p11 <- fgt(y[n], w[n], a); p01 <- fgt(y[n] / k, w[n], a)
  c(before = p00, after = p11, change = p11 - p00, growth = p10 - p00, redistribution = p01 - p00,
    residual = (p11 - p00) - (p10 - p00) - (p01 - p00),
    shapley_growth = ((p10 - p00) + (p11 - p01)) / 2, shapley_redistribution = ((p01 - p00) + (p11 - p10)) / 2)
}
density_at <- function(x, y, w) {
  h <- sqrt(sum(w * (y - average(y, w))^2) / sum(w)) / sum(w)^0.2
  sum(w * dnorm((x - y) / h)) / (h * sum(w))
}
quantile_of <- function(y, w, p) { o <- order(y); y[o][which(cumsum(w[o]) >= p * sum(w))[1]] }

for (g in c("all", "female")) {
  mine <- if (g == "all") rep(TRUE, nrow(v)) else v$head == "female"
  b <- v$wave == 2001 & mine; n <- v$wave == 2004 & mine
  for (a in 1:2) {
    e <- parts(w, a, b, n); u <- jacobian(function(w) parts(w, a, b, n), w)
    for (o in seq_along(e)) show(paste0("change", a), names(e)[o], g, e[o], u[o, ])
  }

  # Headcounts: dP10 = own rows + (dP10/dk) dk, and dP10/dk = -f_b(z / k) z / k^2; dP01/dk = f_n(z k) z.
  wb <- sum(w[b]); wn <- sum(w[n]); mb <- average(y[b], w[b]); mn <- average(y[n], w[n]); k <- mn / mb
  e <- parts(w, 0, b, n)
  dk <- n * (y - mn) / (mb * wn) - b * k * (y - mb) / (mb * wb)
  own <- function(rows, total, poor) rows * (poor - sum((w * rows * poor)) / total) / total
  d00 <- own(b, wb, y < z); d11 <- own(n, wn, y < z)
  d10 <- own(b, wb, k * y < z) - density_at(z / k, y[b], w[b]) * z / k^2 * dk
  d01 <- own(n, wn, y / k < z) + density_at(z * k, y[n], w[n]) * z * dk
  u <- cbind(d00, d11, d11 - d00, d10 - d00, d01 - d00, d11 - d10 - d01 + d00, (d10 - d00 + d11 - d01) / 2,
             (d01 - d00 + d11 - d10) / 2)
  for (o in seq_along(e)) show("change0", names(e)[o], g, e[o], u[, o])

  growth <- function(w) 100 * ((average(y[n], w[n]) / average(y[b], w[b]))^(1 / 3) - 1)
  show("growth", "mean", g, growth(w), grad(growth, w))
  for (p in c(0.1, 0.25, 0.5, 0.9)) {
    qb <- quantile_of(y[b], w[b], p); qn <- quantile_of(y[n], w[n], p); f <- (qn / qb)^(1 / 3)
    lin <- function(rows, q) -rows * ((y <= q) - p) / (sum(w[rows]) * density_at(q, y[rows], w[rows]))
    show("growth", sprintf("p%g", 100 * p), g, 100 * (f - 1), 100 * f / 3 * (lin(n, qn) / qn - lin(b, qb) / qb))
  }
}
