# Sen's and the Sen-Shorrocks-Thon measure, and their standard errors. R 4.2.2, survey 4.1-1, numDeriv 2016.8.1.1.
# The measures are written out as functions of the weights, from headcount, mean gap and Gini coefficients. Influence
# values are their numerical derivatives, and survey's svytotal of weight x influence gives the standard error.
suppressMessages({library(survey); library(numDeriv)})

# Gini coefficient by the area under the Lorenz curve (trapezia), which knows nothing of ranks.
gini <- function(x, w) {
  o <- order(x); x <- x[o]; w <- w[o]
  p <- c(0, cumsum(w) / sum(w)); l <- c(0, cumsum(w * x) / sum(w * x))
  1 - sum(diff(p) * (head(l, -1) + tail(l, -1)))
}
sen <- function(w, y, z, poor = y < z) {            # y and z may be vectors: a line for each row
  if (sum(w[poor]) == 0) return(0)
  r <- (y / z)[poor]; v <- w[poor]
  h <- sum(v) / sum(w); i <- sum(v * (1 - r)) / sum(v)
  h * (i + (1 - i) * gini(r, v))
}
sst <- function(w, y, z, poor = y < z) {
  x <- ifelse(poor, 1 - y / z, 0)
  sum(w * x) / sum(w) * (1 + gini(x, w))
}

show <- function(name, output, group, estimate, design, z) {
  s <- svytotal(z, design)
  cat(sprintf("%s,%s,%s,%.15g,%.15g\n", name, output, group, estimate, SE(s)))
}
# d T / d d_i in the domain: rows outside it have no influence.
influence <- function(measure, w, y, z, domain) {
  u <- numeric(length(w))
  u[domain] <- grad(function(d) measure(d, y[domain], if (length(z) > 1) z[domain] else z), w[domain])
  u
}
density_at <- function(x, y, w) {                   # convey's kernel and bandwidth
  h <- sqrt(sum(w * (y - sum(w * y) / sum(w))^2) / sum(w)) / sum(w)^0.2
  sum(w * dnorm((x - y) / h)) / (h * sum(w))
}
# dT/dz with who is poor held fixed, and what the rows bring that become poor as the line rises: a row with no gap.
by_line <- function(measure, w, y, z) {
  fixed <- grad(function(line) measure(w, y, line, y < z), z)
  joins <- function(poor) grad(function(e) measure(c(w, e), c(y, z), z, c(y < z, poor)), 0, side = 1)
  fixed + sum(w) * density_at(z, y, w) * (joins(TRUE) - joins(FALSE))
}

v <- read.csv("../survey.csv")
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
groups <- list(all = rep(TRUE, nrow(v)), female = v$sex == "female", homeworker = v$node == "homeworker")
measures <- list(sen = sen, sst = sst)
for (m in names(measures)) for (g in names(groups)) {
  f <- measures[[m]]; d <- groups[[g]]
  w <- v$weight; y <- v$income
  show(paste0(m, "_absolute_survey"), m, g, f(w[d], y[d], 600), design, influence(f, w, y, 600, d))
  mean_all <- sum(w * y) / sum(w); z <- 0.5 * mean_all
  u <- influence(f, w, y, z, d)
  slope <- by_line(f, w[d], y[d], z)
  show(paste0(m, "_05_mean_survey"), m, g, f(w[d], y[d], z), design, u + slope * 0.5 * (y - mean_all) / sum(w))
  o <- order(y); q <- y[o][which(cumsum(w[o]) >= 0.5 * sum(w))[1]]; z <- 0.6 * q
  u <- influence(f, w, y, z, d)
  line <- -0.6 * ((y <= q) - 0.5) / (sum(w) * density_at(q, y, w))
  show(paste0(m, "_06_median_survey"), m, g, f(w[d], y[d], z), design, u + by_line(f, w[d], y[d], z) * line)
}

v <- read.csv("../data/incomes.csv")
v <- v[v$wave == 2004 & !is.na(v$income), ]
design <- svydesign(ids = ~village, strata = ~region, weights = ~weight, data = v, nest = TRUE)
for (m in names(measures)) for (g in c("all", "female")) {
  d <- if (g == "all") rep(TRUE, nrow(v)) else v$head == "female"
  f <- measures[[m]]
  show(paste0(m, "_regions"), m, g, f(v$weight[d], v$income[d], v$line[d]), design,
       influence(f, v$weight, v$income, v$line, d))
}
