# What people score and rank. R 4.2.2, base and stats alone:
#   Krippendorff's alpha from its definition by pairs of scores (no coincidence matrix), and his published data and values;
#   Kendall's W by friedman.test, whose statistic is m (n - 1) W with ties taken into account; its exact p-value by all permutations;
#   Borda counts, mean ranks, and Kemeny's orders by all orders of the items.
#   Rscript judgement.R      writes ratings.csv, agreement.csv, rankings.csv, concordance.csv, orders.csv
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(11)
out <- function(data, file) write.csv(data, file, row.names = FALSE, quote = FALSE, na = "")
exact <- function(x) ifelse(is.na(x), NA, sprintf("%.15g", x))

# ---- alpha -------------------------------------------------------------------------------------------------------------
alpha <- function(scores, scale) { # things x raters
  paired <- scores[rowSums(!is.na(scores)) > 1, , drop = FALSE]
  all <- paired[!is.na(paired)]; n <- length(all)
  delta <- function(c, k) {
    if (scale == "nominal") return(as.numeric(c != k))
    if (scale == "interval") return((c - k)^2)
    lo <- min(c, k); hi <- max(c, k)
    if (lo == hi) 0 else (sum(all >= lo & all <= hi) - (sum(all == lo) + sum(all == hi)) / 2)^2
  }
  observed <- 0
  for (u in seq_len(nrow(paired))) {
    given <- paired[u, !is.na(paired[u, ])]; m <- length(given)
    for (i in seq_len(m)) for (j in seq_len(m)) if (i != j) observed <- observed + delta(given[i], given[j]) / (m - 1)
  }
  expected <- 0
  for (i in seq_len(n)) for (j in seq_len(n)) if (i != j) expected <- expected + delta(all[i], all[j])
  1 - (observed / n) / (expected / (n * (n - 1)))
}
ratings <- list( # the first: Krippendorff 2011, table in section C
  krippendorff_2011 = cbind(A = c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA), B = c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3),
                            C = c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA), D = c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA)),
  complete = matrix(sample(1:5, 60, TRUE), 20), unlike = cbind(rep(1:4, 3), rep(4:1, 3)))
truth <- sample(1:5, 40, TRUE)
ratings$gaps <- sapply(1:4, function(r) { s <- pmin(5, pmax(1, truth + sample(-1:1, 40, TRUE))); s[sample(40, 12)] <- NA; s })
out(do.call(rbind, lapply(names(ratings), function(case) { r <- ratings[[case]]
  data.frame(case, thing = c(row(r)), rater = c(col(r)), score = c(r)) })), "ratings.csv")
out(do.call(rbind, lapply(names(ratings), function(case) do.call(rbind, lapply(c("nominal", "ordinal", "interval"), function(scale)
  data.frame(case, scale, alpha = exact(alpha(ratings[[case]], scale))))))), "agreement.csv")

# ---- rankings ----------------------------------------------------------------------------------------------------------
permutations <- function(x) if (length(x) < 2) list(x) else
  do.call(c, lapply(seq_along(x), function(k) lapply(permutations(x[-k]), function(rest) c(x[k], rest))))
ranked <- function(scores) t(apply(scores, 1, rank)) # judges x items, ties at their mean rank
random <- function(judges, items, levels) ranked(matrix(sample(levels, judges * items, TRUE), judges))
rankings <- list( # the first: Siegel 1956, chapter 9, three executives and six applicants
  siegel_1956 = rbind(c(1, 6, 3, 2, 5, 4), c(1, 5, 6, 4, 2, 3), c(6, 3, 2, 5, 4, 1)),
  cycle = rbind(1:3, c(3, 1, 2), c(2, 3, 1)), few = rbind(1:4, c(1, 2, 4, 3), c(2, 1, 3, 4)), ties = random(3, 4, 1:3),
  pair = random(2, 5, 1:1000), large = random(9, 7, 1:4), strict = random(6, 7, 1:100000), four = random(4, 3, 1:1000))
within <- function(ranks) { s <- colSums(ranks); sum((s - mean(s))^2) }
exact_p <- function(ranks) { # every order of every judge but the first, whose order only names the items
  n <- ncol(ranks); orders <- permutations(seq_len(n)); m <- nrow(ranks)
  if (length(orders)^(m - 1) > 4e5) return(NA)
  sums <- list(ranks[1, ])
  for (judge in 2:m) sums <- do.call(c, lapply(sums, function(s) lapply(orders, function(o) s + ranks[judge, o])))
  s <- vapply(sums, function(s) sum((s - mean(s))^2), 0)
  mean(s >= within(ranks) - 1e-9)
}
out(do.call(rbind, lapply(names(rankings), function(case) { r <- rankings[[case]]
  data.frame(case, judge = c(row(r)), item = c(col(r)), rank = c(r)) })), "rankings.csv")
out(do.call(rbind, lapply(names(rankings), function(case) { r <- rankings[[case]]
  data.frame(case, w = exact(unname(friedman.test(r)$statistic) / (nrow(r) * (ncol(r) - 1))), p = exact(exact_p(r))) })), "concordance.csv")
orders <- function(case) {
  r <- rankings[[case]]; n <- ncol(r)
  over <- outer(1:n, 1:n, Vectorize(function(a, b) sum(r[, a] < r[, b]) + sum(r[, a] == r[, b]) / 2))
  all <- permutations(seq_len(n))
  contradicted <- vapply(all, function(o) { at <- over[o, o]; sum(at[lower.tri(at)]) }, 0) # later ones preferred to earlier ones
  best <- all[contradicted == min(contradicted)]
  places <- vapply(best, order, integer(n))
  borda <- vapply(1:n, function(a) sum(over[a, -a]), 0)
  data.frame(case, item = 1:n, borda, mean_rank = exact(colMeans(r)), first_order = order(best[[1]]), best_place = apply(places, 1, min),
             worst_place = apply(places, 1, max), orders = length(best), contradicted = min(contradicted))
}
out(do.call(rbind, lapply(names(rankings), orders)), "orders.csv")
