# What those below a quantile have together, as convey 1.0.1 and Langel and Tille (2011) linearise it. `lorenz` splits the
# row that the quantile falls upon: it is piecewise smooth in the weights, so that its influence is a numerical derivative.
lorenz <- function(y, w, p) {
  o <- order(y); y <- y[o]; w <- w[o]
  approx(c(0, cumsum(w)), c(0, cumsum(w * y)), p * sum(w), ties = "ordered")$y
}
# The least value with F(q) >= p, as survey's svyquantile(qrule = "math").
quantile_of <- function(y, w, p) {
  o <- order(y)
  y[o][which(cumsum(w[o]) >= p * sum(w) * (1 - 1e-12))[1]]
}
# A whole row at the quantile is below it. Osier (2009): y 1[y <= q] - S'(q)/F'(q) (1[y <= q] - p), where the slope
# S'/F' is q itself, or convey's ratio of two Gaussian kernel estimates with bandwidth sd / N^(1/5).
whole <- function(y, w, p, convey) {
  q <- quantile_of(y, w, p)
  N <- sum(w)
  m <- sum(w * y) / N
  k <- w * dnorm((q - y) / (sqrt(sum(w * (y - m)^2) / N) / N^.2))
  slope <- if (convey) sum(k * y) / sum(k) else q
  below <- y <= q
  list(value = sum(w * y * below), u = y * below - slope * (below - p))
}
# Rows of <id>.csv for an estimate with its own influence: of(y, w) gives value and u in the domain.
print_linearised <- function(indicator, output, of, origin, v = sample_of(), within = names(domains)) {
  for (g in within) {
    inside <- domains[[g]](v)
    x <- of(v$income[inside], v$weight[inside])
    v$u <- 0
    v$u[inside] <- x$u
    des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
    cat(sprintf("%s,%s,%s,%.15g,%.15g,,\"%s\"\n", indicator, output, g, x$value, SE(svytotal(~u, des)), origin))
  }
}
ratio_of_tails <- function(y, w, bottom, top, convey) {
  a <- whole(y, w, bottom, convey)
  b <- whole(y, w, 1 - top, convey)
  ratio <- (sum(w * y) - b$value) / a$value
  list(value = ratio, u = (y - b$u - ratio * a$u) / a$value)
}
