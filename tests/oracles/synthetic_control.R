# Synthetic control on donors.csv by enumerating active sets: for every set of donors the least squares with sum of weights 1 (a linear
# system), of which the best without a negative weight is the optimum of the simplex; the conditions of Karush, Kuhn and Tucker are
# checked to 1e-10. Gaps, root mean square errors and ranks of placebos (each donor against the other donors) by their definitions.
# synthetic_control_short.csv: three earlier waves, in which many weights fit without a gap; of these the ones with the least sum of
# squares, by Dykstra's alternating projections onto the affine set and the orthant, and their conditions. Base R 4.2.2; some minutes.
d <- read.csv("donors.csv")
Y <- xtabs(y ~ year + cluster, d); Y <- matrix(Y, nrow(Y), dimnames = dimnames(Y))
years <- as.numeric(rownames(Y))

# The best of all supports: the optimum's own support is among them.
best <- function(b, A) {
  J <- ncol(A); found <- list(ssr = Inf)
  for (size in seq_len(min(J, nrow(A)))) for (S in asplit(combn(J, size), 2)) {
    P <- A[, S, drop = FALSE] - b
    K <- rbind(cbind(crossprod(P), 1), c(rep(1, size), 0))
    w <- try(solve(K, c(rep(0, size), 1), tol = 1e-20), silent = TRUE)
    if (inherits(w, "try-error")) next
    w <- w[seq_len(size)]
    if (any(w < 0)) next
    ssr <- sum((P %*% w)^2)
    if (ssr < found$ssr) { found <- list(ssr = ssr, w = replace(numeric(J), S, w)) }
    }
  g <- drop(crossprod(A - b, (A - b) %*% found$w)); reduced <- g - sum(g * found$w)
  stopifnot(all(reduced >= -1e-10), all(abs(reduced[found$w > 0]) <= 1e-10), abs(sum(found$w) - 1) < 1e-12)
  setNames(found$w, colnames(A))
}

out <- list()
add <- function(case, what, subject, value) out[[length(out) + 1]] <<- data.frame(case, what, subject, value = sprintf("%.15g", value))
rms <- function(x) sqrt(mean(x^2))
study <- function(case, treated, before, each = FALSE) {
  early <- years <= before; late <- !early
  donors <- setdiff(colnames(Y), treated)
  A <- Y[, donors]; b <- rowMeans(Y[, treated, drop = FALSE])
  w <- if (each) rowMeans(sapply(treated, function(k) best(Y[early, k], A[early, ]))) else best(b[early], A[early, ])
  gap <- b - drop(A %*% w)
  for (k in donors[w > 0]) add(case, "weight", k, w[[k]])
  for (t in years[late]) add(case, "gap", t, gap[years == t])
  add(case, "effect", "", mean(gap[late])); add(case, "rmspe_before", "", rms(gap[early])); add(case, "ratio", "", rms(gap[late]) / rms(gap[early]))
  ratios <- sapply(donors, function(k) {
    others <- setdiff(donors, k); v <- best(Y[early, k], Y[early, others]); g <- Y[, k] - drop(Y[, others] %*% v)
    add(case, "placebo", k, rms(g[late]) / rms(g[early])); rms(g[late]) / rms(g[early])
  })
  add(case, "p", "", (1 + sum(ratios >= rms(gap[late]) / rms(gap[early]))) / (1 + length(donors)))
}
study("one", "d01", 2000)
study("average", c("d01", "d02", "d05"), 2000)
study("each", c("d01", "d02", "d05"), 2000, each = TRUE)
write.csv(do.call(rbind, out), "synthetic_control.csv", row.names = FALSE)

# d03 as the treated, fitted to 1990 to 1992: eleven donors fit three waves without a gap in many ways; the shortest weights of all.
early <- years %in% 1990:1992; A <- Y[early, colnames(Y) != "d03"]; b <- Y[early, "d03"]
M <- rbind(A - b, 1); rhs <- c(0, 0, 0, 1)
onto <- function(x, M) { s <- svd(M); drop(x - s$v %*% ((t(s$u) %*% (M %*% x - rhs)) / s$d)) }
x <- q <- numeric(ncol(A))
for (k in 1:5000) { y <- onto(x, M); x <- pmax(y + q, 0); q <- y + q - x }
S <- x > 1e-9; w <- replace(numeric(ncol(A)), S, onto(numeric(sum(S)), M[, S]))
lambda <- solve(tcrossprod(M[, S]), rhs) # w = M'lambda on the support; no more than 0 beside it: the shortest of all
stopifnot(abs(w - x) < 1e-10, w >= 0, abs(M %*% w - rhs) < 1e-10, abs(w - crossprod(M, lambda))[S] < 1e-9, crossprod(M, lambda)[!S] <= 0)
write.csv(data.frame(subject = colnames(A)[S], weight = sprintf("%.15g", w[S])), "synthetic_control_short.csv", row.names = FALSE)
