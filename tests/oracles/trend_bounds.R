# Bounds on broken trends, independently of Clusia: identified sets as linear programmes (lpSolve) straight from the definitions of
# Delta^RM(Mbar) and Delta^SD(M) in Rambachan and Roth 2023 (sections 2.4.1 and 2.4.2); fixed-length intervals by a general-purpose
# minimiser (optim, Nelder-Mead, many starts) over estimators that are affine in the path, whose worst bias is again a linear
# programme; intervals under breaks as the union that docs/decisions/0017 states. Critical values of bands by mvtnorm.
#   Rscript trend_bounds.R      writes trend_paths.csv, trend_bounds.csv, trend_bands.csv (some minutes; seed 17)
# R 4.2.2, lpSolve 5.6.18, mvtnorm 1.1-3.
library(lpSolve); library(mvtnorm)
set.seed(17)
confidence <- .95
waves_of <- function(p) c(-(p$before:1), seq_len(length(p$beta) - p$before))
difference <- function(n, k) { d <- matrix(0, n - 1, n); for (j in 1:(n - 1)) d[j, j + 0:1] <- c(-1, 1); d }
# delta over waves -before .. after, the base among them; as differences of two numbers that are not negative, for lp().
lp_max <- function(objective, A, dir, b) {
  s <- lp("max", c(objective, -objective), cbind(A, -A), dir, b)
  if (s$status == 3) return(Inf); stopifnot(s$status == 0); s$objval
}
full <- function(p) c(p$beta[seq_len(p$before)], 0, p$beta[-seq_len(p$before)])
# Rows that tie delta before the base to the estimates (or nothing), and the base to 0.
tied <- function(p, n, pre = TRUE) { A <- diag(n)[seq_len(p$before + 1), , drop = FALSE]
  if (!pre) A <- A[p$before + 1, , drop = FALSE]
  list(A = A, b = if (pre) c(p$beta[seq_len(p$before)], 0) else 0) }
set_rm <- function(p, q, m) {
  n <- length(p$beta) + 1; D <- difference(n); base <- p$before + 1; t <- tied(p, n); ends <- NULL
  after <- D[base:(n - 1), , drop = FALSE]
  for (s in seq_len(p$before)) for (sign in c(-1, 1)) {   # which break before is the largest, and its sign
    largest <- sign * D[s, ]
    A <- t$A; dir <- rep("=", nrow(A)); b <- t$b
    for (r in seq_len(p$before)) for (w in c(-1, 1)) { A <- rbind(A, w * D[r, ] - largest); dir <- c(dir, "<="); b <- c(b, 0) }
    for (r in seq_len(nrow(after))) for (w in c(-1, 1)) { A <- rbind(A, w * after[r, ] - m * largest); dir <- c(dir, "<="); b <- c(b, 0) }
    o <- numeric(n); o[base + q] <- 1
    s1 <- lp("max", c(o, -o), cbind(A, -A), dir, b); s2 <- lp("min", c(o, -o), cbind(A, -A), dir, b)
    if (s1$status == 0) ends <- rbind(ends, p$beta[p$before + q] - c(s1$objval, s2$objval))
  }
  c(min(ends[, 1]), max(ends[, 2]))
}
bends_of <- function(n) { D <- difference(n); D[-1, , drop = FALSE] - D[-nrow(D), , drop = FALSE] }
# Under bends of at most m among the waves from the last before the base on: bends seen before are as they are.
set_sd <- function(p, q, m) {
  n <- length(p$beta) + 1; base <- p$before + 1; t <- tied(p, n); B <- bends_of(n); B <- B[(base - 1):nrow(B), , drop = FALSE]
  A <- rbind(t$A, B, -B); dir <- c(rep("=", nrow(t$A)), rep("<=", 2 * nrow(B))); b <- c(t$b, rep(m, 2 * nrow(B)))
  o <- numeric(n); o[base + q] <- 1
  p$beta[p$before + q] - c(lp_max(o, A, dir, b), -lp_max(-o, A, dir, b))
}
interval_rm <- function(p, q, m) {
  n <- length(p$beta) + 1; D <- difference(n)[, -(p$before + 1), drop = FALSE]; t <- qt((1 + confidence) / 2, p$df); ends <- NULL
  for (s in seq_len(p$before)) for (sign in c(-1, 1)) {
    l <- numeric(n - 1); l[p$before + q] <- 1; l <- l + sign * q * m * D[s, ]
    e <- sum(l * p$beta); se <- sqrt(drop(t(l) %*% p$sigma %*% l)); ends <- rbind(ends, c(e - t * se, e + t * se))
  }
  c(min(ends[, 1]), max(ends[, 2]))
}
folded <- function(b, df) uniroot(function(c) pt(c - b, df) - pt(-c - b, df) - confidence, c(b, b + 100), tol = 1e-12)$root
worst_bias <- function(p, v, m) {         # of v'beta for the effect: max over delta in Delta^SD(m)
  n <- length(p$beta) + 1; t <- tied(p, n, FALSE); B <- bends_of(n)
  o <- append(v, 0, p$before)
  lp_max(o, rbind(t$A, B, -B), c("=", rep("<=", 2 * nrow(B))), c(0, rep(m, 2 * nrow(B))))
}
flci <- function(p, q, m) {
  P <- p$before
  weights <- function(b) { v <- numeric(length(p$beta)); v[P + q] <- 1          # no bias from a straight line: sum v_s s = 0
    if (P > 1) v[1:(P - 1)] <- b
    w <- -(P:1); v[P] <- q + sum((if (P > 1) b else 0) * (if (P > 1) w[1:(P - 1)] else 0)); v }
  half <- function(b) { v <- weights(b); se <- sqrt(drop(t(v) %*% p$sigma %*% v)); bias <- if (m == 0) 0 else worst_bias(p, v, m)
    se * folded(bias / se, p$df) }
  if (P == 1) { v <- weights(0); h <- half(0); return(sum(v * p$beta) + c(-h, h)) }
  best <- NULL
  for (start in 1:6) { o <- list(par = rnorm(P - 1, 0, start / 3))
    for (again in 1:6) o <- if (P == 2) { z <- optimize(half, c(-20, 20), tol = 1e-10); list(par = z$minimum, value = z$objective) }
      else optim(o$par, half, control = list(reltol = 1e-14, maxit = 4000))
    if (is.null(best) || o$value < best$value) best <- o; if (P == 2) break }
  e <- sum(weights(best$par) * p$beta); e + c(-1, 1) * best$value
}
ar <- function(n, rho, sd) outer(1:n, 1:n, function(i, j) rho^abs(i - j)) * outer(sd, sd)
paths <- list(
  one_each = list(before = 1, beta = c(.4, 2), sigma = matrix(c(.09, .03, .03, .16), 2), df = Inf),
  two_after = list(before = 1, beta = c(-.3, 1.5, 2.4), sigma = ar(3, .5, c(.2, .25, .3)), df = 40),
  three_before = list(before = 3, beta = c(.5, .2, -.1, 1.1, 1.6), sigma = ar(5, .6, c(.25, .2, .15, .2, .3)), df = Inf),
  four_before = list(before = 4, beta = c(-.2, .3, .1, .15, -1.2, -1.5, -1.1), sigma = ar(7, .3, c(.3, .28, .22, .2, .2, .25, .3)), df = 25))
path_rows <- bound_rows <- band_rows <- NULL
for (name in names(paths)) { p <- paths[[name]]; w <- waves_of(p)
  for (k in seq_along(w)) path_rows <- rbind(path_rows, data.frame(path = name, wave = w[k], df = p$df, estimate = p$beta[k],
    sigma = paste(sprintf("%.17g", p$sigma[k, ]), collapse = " ")))
  for (q in seq_len(length(p$beta) - p$before)) for (m in c(0, .3, 1, 2)) {
    rm <- set_rm(p, q, m); ci <- interval_rm(p, q, m)
    bound_rows <- rbind(bound_rows, data.frame(path = name, step = q, restriction = "breaks", m, set_low = rm[1], set_high = rm[2], low = ci[1], high = ci[2]))
    if (m == 2) next
    sd <- set_sd(p, q, m / 5); ci <- flci(p, q, m / 5)
    bound_rows <- rbind(bound_rows, data.frame(path = name, step = q, restriction = "bends", m = m / 5, set_low = sd[1], set_high = sd[2], low = ci[1], high = ci[2]))
  }
  for (conf in c(.9, .95, .99)) { r <- cov2cor(p$sigma)
    band_rows <- rbind(band_rows, data.frame(path = name, df = p$df, confidence = conf,
      critical = qmvt(conf, tail = "both.tails", corr = r, df = if (is.finite(p$df)) p$df else 0, algorithm = GenzBretz(maxpts = 1e6, abseps = 1e-5))$quantile)) }
}
for (c in c("set_low", "set_high", "low", "high")) bound_rows[[c]] <- sprintf("%.12g", bound_rows[[c]])
band_rows$critical <- sprintf("%.5f", band_rows$critical)
write.csv(path_rows, "trend_paths.csv", row.names = FALSE, quote = FALSE)
write.csv(bound_rows, "trend_bounds.csv", row.names = FALSE, quote = FALSE)
write.csv(band_rows, "trend_bands.csv", row.names = FALSE, quote = FALSE)
