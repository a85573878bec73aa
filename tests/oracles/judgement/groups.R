# Whether groups rank items differently: share of the sum of squares of ranks that lies between groups, from pairwise distances as in
# Anderson (2001), and its exact p-value by all ways to put the people into groups of these sizes. Base R 4.2.2 and utils::combn.
#   Rscript groups.R      writes groups_ranks.csv and groups.csv
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(21)
ranked <- function(people, items, lean) t(vapply(seq_len(people), function(i) rank(seq_len(items) * lean[i] + sample(1:4, items, TRUE)), numeric(items)))
cases <- list(differ = list(ranks = ranked(8, 5, rep(c(1, -1), each = 4)), group = rep(1:2, each = 4)),
              alike = list(ranks = ranked(9, 4, rep(.5, 9)), group = c(1, 1, 1, 1, 2, 2, 2, 2, 2)),
              three = list(ranks = ranked(7, 3, c(1, 1, 0, 0, 0, -1, -1)), group = c(1, 1, 2, 2, 2, 3, 3)))
share <- function(ranks, group) {
  d2 <- as.matrix(dist(ranks))^2; n <- nrow(ranks)
  total <- sum(d2[upper.tri(d2)]) / n
  within <- sum(vapply(unique(group), function(g) { at <- which(group == g); d <- d2[at, at, drop = FALSE]; sum(d[upper.tri(d)]) / length(at) }, 0))
  1 - within / total
}
arrangements <- function(n, sizes, left = seq_len(n)) { # lists of group numbers, every way once
  if (length(sizes) == 1) return(list(setNames(rep(length(sizes), length(left)), left)))
  do.call(c, lapply(combn(left, sizes[1], simplify = FALSE), function(at)
    lapply(arrangements(n, sizes[-1], setdiff(left, at)), function(rest) c(setNames(rep(length(sizes), length(at)), at), rest))))
}
p <- function(ranks, group) {
  seen <- share(ranks, group)
  all <- arrangements(length(group), as.vector(table(group)))
  mean(vapply(all, function(a) share(ranks, unname(a[order(as.integer(names(a)))])) >= seen - 1e-9, NA))
}
write.csv(do.call(rbind, lapply(names(cases), function(case) { x <- cases[[case]]
  data.frame(case, person = c(row(x$ranks)), item = c(col(x$ranks)), group = x$group[c(row(x$ranks))], rank = c(x$ranks)) })), "groups_ranks.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, lapply(names(cases), function(case) { x <- cases[[case]]
  data.frame(case, share = sprintf("%.15g", share(x$ranks, x$group)), p = sprintf("%.15g", p(x$ranks, x$group))) })), "groups.csv", row.names = FALSE, quote = FALSE)
