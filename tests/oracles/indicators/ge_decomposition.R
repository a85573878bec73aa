# R 4.2.2, survey 4.1-1. Shorrocks (1980, eq. 23): within = sum_g f_g^(1-alpha) s_g^alpha GE_g, with f the share of people
# and s of income; between is the index of a population where everyone has the mean of their group.
source("numerical.R")
ge <- function(y, w, alpha) {
  m <- function(z) sum(w * z) / sum(w)
  x <- y / m(y)
  if (alpha == 0) -m(log(x)) else if (alpha == 1) m(ifelse(x > 0, x * log(x), 0)) else (m(x^alpha) - 1) / (alpha * (alpha - 1))
}
parts <- function(y, g, w, alpha) {
  people <- tapply(w, g, sum); income <- tapply(w * y, g, sum)
  f <- people / sum(people); s <- income / sum(income)
  of <- sapply(names(people), function(k) ge(y[g == k], w[g == k], alpha))
  between <- ge((income / people)[g], w, alpha)
  total <- ge(y, w, alpha)
  c(total = total, within = sum(f^(1 - alpha) * s^alpha * of), between = between, between_share = between / total)
}
ours <- "ge_decomposition.R: survey 4.1-1 svytotal of the numerical derivative"
rows <- function(name, alpha, takes)
  for (output in c("total", "within", "between", "between_share"))
    print_rows(name, output, function(v, w) parts(v$income, v$node, w, alpha)[[output]], ours,
               within = c("all", "female"), takes = takes, step = 1 / 256)
positive <- function(v) v$income > 0
rows("minus_one", -1, positive)
rows("zero", 0, positive)
rows("one", 1, positive)
rows("two", 2, positive)
rows("odd", .7, positive)
rows("zeros_used", 2, function(v) TRUE)
eusilc <- read.csv("../data/eusilc.csv")
eusilc <- eusilc[eusilc$eqIncome > 0, ]
of <- with(eusilc, parts(eqIncome, db040, rb050, 1))
cat(sprintf("eusilc,%s,all,%.15g,,,\"ge_decomposition.R: R 4.2.2\"\n", names(of), of), sep = "")
