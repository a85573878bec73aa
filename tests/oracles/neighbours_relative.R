# Abadie and Imbens's variance in its row form for an indicator with a relative line, base R 4.2.2: simulated rows (x, t, y), one nearest
# neighbour in x with replacement, FGT(1) below half the mean of everyone. The variance is sum_i (d_i (u_i + partner's u) + v_i)^2 over rows
# + sum_j (d_j^2 - sum_i d_i^2 w_ij^2) sigma^2_j, with u and v taken here as *numerical* derivatives of the printed estimate by each row's weight.
#   Rscript neighbours_relative.R
set.seed(5); n <- 400; x <- runif(n); t <- rbinom(n, 1, .25 + .3 * x); y <- exp(x + .5 * rnorm(n) + .3 * t * x)
x <- round(x, 6); y <- round(y, 6)
nearest <- function(i, among) { among <- setdiff(among, i); among[which.min(abs(x[among] - x[i]))] }
tr <- which(t == 1); co <- which(t == 0); j <- sapply(tr, nearest, co); within <- sapply(co, nearest, co); K <- tabulate(j, n)
fgt1 <- function(d, r) { z <- .5 * sum(r * y) / sum(r); sum(d * pmax(0, (z - y) / z)) / sum(d) }
by_row <- function(f, w) sapply(seq_len(n), function(i) { h <- 1e-4; up <- down <- w; up[i] <- w[i] + h; down[i] <- w[i] - h; (f(up) - f(down)) / (2 * h) })
one <- rep(1, n)
u1 <- by_row(function(d) fgt1(d, one), as.numeric(t)); u0 <- by_row(function(d) fgt1(d, one), as.numeric(K))
v <- by_row(function(r) fgt1(as.numeric(t), r) - fgt1(as.numeric(K), r), one)
rows <- v; rows[tr] <- rows[tr] + u1[tr] - u0[j]
s2 <- numeric(n); s2[co] <- .5 * (u0[co] - u0[within])^2
reuse <- sum((K^2 - K) * s2)
nb <- integer(n); nb[tr] <- j; nb[co] <- within
write.csv(data.frame(x = sprintf("%.6f", x), t, y = sprintf("%.6f", y), nearest = nb), "neighbours_relative_rows.csv", row.names = FALSE, quote = FALSE)
write.csv(data.frame(estimate = sprintf("%.15g", fgt1(t, one) - fgt1(K, one)), std_error = sprintf("%.12g", sqrt(sum(rows^2) + reuse)),
  std_error_line_known = sprintf("%.12g", sqrt(sum((rows - v)^2) + reuse))), "neighbours_relative.csv", row.names = FALSE, quote = FALSE)
