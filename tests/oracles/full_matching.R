# Optimal full matching as a linear programme: of all covers of the rows by pairs of a treated and a comparison row the one with the
# least total distance (Rosenbaum 1991; the programme has whole numbers as its solution, for its matrix is totally unimodular), by
# lpSolve 5.6.18 on simulated rows. Where distances are continuous in several dimensions the sets are unique, and the rest follows from
# them: weights by MatchIt 4.5.1's rule, effects by lm with these weights, standard errors by survey 4.1-1 with sets as PSUs, which are
# sandwich 3.0-2's vcovCL(type = "HC0") where no row is left out. On one dimension the total alone is unique.
#   Rscript full_matching.R
suppressMessages({library(lpSolve); library(MatchIt); library(survey); library(sandwich)})
set.seed(20); n <- 90; x1 <- rnorm(n); x2 <- rexp(n); x3 <- x1 + rnorm(n); site <- rep(c("hill", "lake", "town"), length.out = n)
treat <- rbinom(n, 1, plogis(.2 + 1.3 * x1 - .3 * x2)); y <- 3 + x1 + x2 + treat * (1 + x1) + rnorm(n)
rows <- data.frame(unit = sample(1000, n), treat, x1, x2, x3, y); for (k in c("x1", "x2", "x3", "y")) rows[[k]] <- round(rows[[k]], 6)
rows$site <- site
write.csv(rows, "full_matching_rows.csv", row.names = FALSE, quote = FALSE)
l <- rows; t <- l$treat; tr <- which(t == 1); co <- which(t == 0)
cat("case,what,value\n", file = "full_matching.csv")
out <- function(case, what, value) cat(sprintf("%s,%s,%.15g\n", case, what, value), file = "full_matching.csv", append = TRUE)

full <- function(far, caliper = Inf, group = rep(1, n)) {       # `far`: treated by comparison rows
  may <- far <= caliper & outer(group[tr], group[co], "=="); at <- which(may, arr.ind = TRUE)
  it <- tr[at[, 1]]; ic <- co[at[, 2]]; d <- far[may]; in_it <- sort(unique(c(it, ic)))
  entries <- cbind(c(match(it, in_it), match(ic, in_it)), rep(seq_along(d), 2), 1)
  lp <- lp("min", d, , rep(">=", length(in_it)), rep(1, length(in_it)), dense.const = entries)
  stopifnot(lp$status == 0, all(abs(lp$solution - round(lp$solution)) < 1e-9))
  on <- lp$solution > .5; set <- rep(NA, n)
  for (k in which(on)) {                                          # a set: whoever is joined
    known <- na.omit(c(set[it[k]], set[ic[k]])); s <- if (length(known)) known[1] else k
    set[set %in% known] <- s; set[c(it[k], ic[k])] <- s }
  list(total = sum(d[on]), set = set) }
effect <- function(case, m, estimand, extra = rep(1, n)) {
  k <- !is.na(m$set); q <- factor(m$set[k]); a <- t[k]
  arms <- table(q, a); stopifnot(all(arms > 0), all(pmin(arms[, 1], arms[, 2]) == 1))
  w <- rep(0, n); w[k] <- MatchIt:::weights.subclass(q, a, estimand)
  s <- ifelse(k, paste("set", m$set), paste("alone", seq_len(n)))
  D <- svydesign(ids = ~s, weights = ~w, data = data.frame(l, s, w = ifelse(w > 0, w, 1)))
  fit <- svyglm(y ~ treat, subset(D, k))
  if (all(k)) { f <- lm(y ~ treat, l, weights = w); stopifnot(abs(SE(fit)[["treat"]] / sqrt(vcovCL(f, m$set, type = "HC0")[2, 2]) - 1) < 1e-9) }
  out(case, "estimate", coef(fit)[["treat"]]); out(case, "std_error", SE(fit)[["treat"]])
  out(case, "total", m$total); out(case, "sets", nlevels(q)); out(case, "treated", sum(a)); out(case, "comparison", sum(1 - a)) }

mahalanobis_of <- function(X) { S <- solve(var(X) * (n - 1) / n)
  sqrt(outer(tr, co, Vectorize(function(i, j) { e <- X[i, ] - X[j, ]; drop(e %*% S %*% e) }))) }
far <- mahalanobis_of(as.matrix(l[c("x1", "x2", "x3")]))
far_by_site <- mahalanobis_of(model.matrix(~ x1 + x2 + x3 + site, l)[, -1])
for (e in c("ATT", "ATE")) {
  effect(paste0("plain_", tolower(e)), full(far), e)
  effect(paste0("caliper_", tolower(e)), full(far, caliper = .8), e)
  effect(paste0("exact_", tolower(e)), full(far_by_site, group = l$site), e)
  effect(paste0("exact_caliper_", tolower(e)), full(far_by_site, .8, l$site), e) }
g <- glm(treat ~ x1 + x2 + x3, binomial, l, epsilon = 1e-14, maxit = 100)
score <- function(x) abs(outer(x[tr], x[co], "-"))
out("score", "total", full(score(fitted(g)))$total)
out("linear_score", "total", full(score(predict(g)))$total)
out("score_caliper", "total", full(score(fitted(g)), .1 * sd(fitted(g)))$total)
l <- read.csv("lalonde_matchit.csv"); n <- nrow(l); t <- l$treat; tr <- which(t == 1); co <- which(t == 0)  # real rows, many of them tie
out("lalonde_mahalanobis", "total", full(mahalanobis_of(model.matrix(~ age + educ + race + married + nodegree + re74 + re75, l)[, -1]))$total)
g <- glm(treat ~ age + educ + race + married + nodegree + re74 + re75, binomial, l, epsilon = 1e-14, maxit = 100)
out("lalonde_propensity", "total", full(score(fitted(g)))$total)
