# R 4.2.2, survey 4.1-1. convey 1.0.1 sums Zenga's index over steps; here it is the integral over the shares of people,
# done by quadrature on each straight piece of the Lorenz curve: the definition, not the closed form of the plugin.
source("numerical.R")
gauss_legendre <- function(n) {  # Golub and Welsch 1969, on (0, 1)
  k <- seq_len(n - 1)
  b <- k / sqrt(4 * k^2 - 1)
  J <- matrix(0, n, n)
  J[cbind(k, k + 1)] <- J[cbind(k + 1, k)] <- b
  e <- eigen(J, symmetric = TRUE)
  list(x = (e$values + 1) / 2, w = e$vectors[1, ]^2)
}
rule <- gauss_legendre(16)
zenga <- function(v, w) {
  o <- order(v$income); y <- v$income[o]; w <- w[o]
  people <- cumsum(w) - w
  income <- cumsum(w * y) - w * y
  N <- sum(w)
  left <- function(s) rev(cumsum(rev(s))) - s  # sums from the top lose no digits there
  people_left <- left(w); income_left <- left(w * y)
  z <- 0
  for (j in seq_along(rule$x)) {
    below <- w * rule$x[j]; above <- w - below
    poorer <- (income + below * y) / (people + below)
    richer <- (income_left + above * y) / (people_left + above)
    z <- z + rule$w[j] * sum(w * (1 - poorer / richer)) / N
  }
  z
}
positive <- function(v) v$income > 0
ours <- "zenga.R: survey 4.1-1 svytotal of the numerical derivative"
print_rows("survey_drop", "zenga", zenga, ours, takes = positive)
print_rows("missing_drop", "zenga", zenga, ours, v = sample_of("../survey_missing.csv"), takes = positive)
eusilc <- read.csv("../data/eusilc.csv")
eusilc <- data.frame(income = eusilc$eqIncome, rb050 = eusilc$rb050, rb090 = eusilc$rb090)
for (g in c("all", "male")) {
  v <- eusilc[eusilc$income > 0 & (g == "all" | eusilc$rb090 == g), ]
  cat(sprintf("eusilc_drop,zenga,%s,%.15g,,,\"zenga.R: R 4.2.2\"\n", g, zenga(v, v$rb050)))
}
