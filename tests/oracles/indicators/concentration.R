# R 4.2.2, survey 4.1-1. The covariance form of Lerman and Yitzhaki (1989, eq. 2): 2 cov(amount, F) / mean, F the share
# of people below plus half of those of equal rank. The curve runs straight through rows of equal rank.
source("numerical.R")
index <- function(amount, rank, w) {
  mid <- sapply(split(w, rank), sum)
  mid <- (cumsum(mid) - mid / 2) / sum(w)
  F <- mid[match(rank, sort(unique(rank)))]
  m <- function(z) sum(w * z) / sum(w)
  2 * (m(amount * F) - m(amount) * m(F)) / m(amount)
}
height <- function(amount, rank, w, p) {
  people <- tapply(w, rank, sum)
  of <- tapply(w * amount, rank, sum)
  approx(c(0, cumsum(people)), c(0, cumsum(of)), p * sum(w))$y / sum(of)
}
ours <- "concentration.R: survey 4.1-1 svytotal of the numerical derivative"
rows <- function(name, amount, rank, points) {
  C <- function(v, w) index(v[[amount]], v[[rank]], w)
  print_rows(name, "concentration", C, ours)
  if (amount != rank) print_rows(name, "kakwani", function(v, w) C(v, w) - index(v[[rank]], v[[rank]], w), ours)
  for (p in points)
    print_rows(name, paste0("c", 100 * p), function(v, w) height(v[[amount]], v[[rank]], w, p), ours, step = 1 / 4096)
}
rows("size_by_income", "size", "income", c(.2, .5, .8))
rows("income_by_income", "income", "income", c())
rows("income_by_size", "income", "size", c(.3, .7))
eusilc <- read.csv("../data/eusilc.csv")
cat(sprintf("eusilc_income_by_age,concentration,all,%.15g,,,\"concentration.R: R 4.2.2\"\n",
            with(eusilc, index(eqIncome, age, rb050))))
