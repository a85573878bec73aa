# Matching on MatchIt's lalonde for the treated (and, by strata and with replacement, for everyone). R 4.2.2, base and these packages:
# - pairs without replacement: greedy, largest score first, ties to the first row, written out here. MatchIt 4.5.1 agrees where it is
#   given the distances as a matrix. Given scores, Debian's build of it takes the next lower score whichever side is nearer, and
#   heeds no caliper (its C++ takes the absolute value of an integer): its 770.390 is printed as `matchit_lower_score`, and derived.
#   Standard errors: survey 4.1-1, pairs as PSUs, the matched rows as a domain.
# - MatchIt 4.5.1: subclasses of the score, coarsened exact matching. Standard errors: base R, weights as known (HC0) and by stacked
#   estimating equations for the ratio of arms in each stratum.
# - Matching 4.10-8: with replacement, ties shared, by Mahalanobis's distance and by the score; Abadie-Imbens standard errors
#   (var = 0: one variance for all; 1, 4: neighbours in the arm). Its tolerance for ties is set to rounding error.
#   Rscript matched_lalonde.R > matched_lalonde.csv
suppressMessages({library(MatchIt); library(Matching); library(survey)})
data(lalonde, package="MatchIt"); l <- lalonde; t <- l$treat; y <- l$re78; n <- nrow(l)
f <- treat ~ age + educ + race + married + nodegree + re74 + re75
g <- glm(f, binomial, l, epsilon=1e-14, maxit=100); p <- fitted(g); lin <- predict(g)
cat("case,what,value\n")
out <- function(case, what, value) cat(sprintf("%s,%s,%.15g\n", case, what, value))

tr <- which(t == 1)
greedy <- function(x, ratio=1, caliper=Inf, group=rep(1, n), lower=FALSE) {
  free <- t == 0; got <- vector("list", n)
  for (round in 1:ratio) for (i in tr[order(x[tr], decreasing=TRUE)]) {
    c <- which(free & group == group[i] & abs(x - x[i]) <= caliper); if (!length(c)) next
    if (lower) { low <- c[x[c] < x[i] | (x[c] == x[i] & c < i)]; j <- if (length(low)) low[order(x[low], low)][length(low)] else c[order(x[c], c)][1] }
    else { d <- abs(x[c] - x[i]); j <- c[d <= min(d) + 1e-12][1] }
    free[j] <- FALSE; got[[i]] <- c(got[[i]], j) }
  got }
pairs <- function(case, got) {
  d <- rep(0, n); s <- paste0("alone", 1:n)
  for (i in tr) if (length(got[[i]])) { d[i] <- 1; d[got[[i]]] <- 1/length(got[[i]]); s[c(i, got[[i]])] <- paste0("pair", i) }
  D <- svydesign(ids=~s, weights=~w, data=data.frame(l, s, w=ifelse(d > 0, d, 1)))
  fit <- svyglm(re78 ~ treat, subset(D, d > 0))
  out(case, "estimate", coef(fit)[["treat"]]); out(case, "std_error", SE(fit)[["treat"]])
  out(case, "treated", sum(d > 0 & t == 1)); out(case, "comparison", sum(d > 0 & t == 0)) }
pairs("pairs", greedy(p))
pairs("pairs_linear", greedy(lin))
pairs("pairs_two", greedy(p, ratio=2))
pairs("pairs_caliper", greedy(p, caliper=.1*sd(p)))
pairs("pairs_caliper_raw", greedy(p, caliper=.02))
pairs("pairs_exact", greedy(p, group=paste(l$race, l$married)))
ate <- function(m) weighted.mean(y[t==1], m$weights[t==1]) - weighted.mean(y[t==0], m$weights[t==0])
o <- order(-p); lo <- l[o, ]; far <- abs(outer(p[o][lo$treat==1], p[o][lo$treat==0], "-")); dimnames(far) <- list(rownames(lo)[lo$treat==1], rownames(lo)[lo$treat==0])
by_matrix <- function(...) { m <- suppressWarnings(matchit(treat ~ 1, lo, distance=far, ...)); w <- m$weights; weighted.mean(lo$re78[lo$treat==1], w[lo$treat==1]) - weighted.mean(lo$re78[lo$treat==0], w[lo$treat==0]) }
out("pairs", "matchit_by_matrix", by_matrix()); out("pairs_two", "matchit_by_matrix", by_matrix(ratio=2))
out("pairs", "matchit_lower_score", ate(matchit(f, l, distance=p)))
lower <- unlist(greedy(p, lower=TRUE)); stopifnot(abs(mean(y[tr]) - mean(y[lower]) - ate(matchit(f, l, distance=p))) < 1e-9)

X <- model.matrix(g)[, -1]
for (of_sample in c(FALSE, TRUE)) for (e in c("ATT", "ATE")) for (M in 1:2) for (by in c("mahalanobis", "score")) for (v in c(0, 1, 4)) {
  m <- if (by == "score") Match(Y=y, Tr=t, X=p, M=M, estimand=e, Weight=1, Var.calc=v, distance.tolerance=1e-12, sample=of_sample)
       else Match(Y=y, Tr=t, X=X, M=M, estimand=e, Weight=2, Var.calc=v, distance.tolerance=1e-9, sample=of_sample)
  case <- paste0(if (of_sample) "sample_", if (e == "ATE") "ate_", paste(by, M, v, sep="_")); out(case, "estimate", m$est); out(case, "std_error", m$se) }

strata <- function(case, sub, s, ate) {
  k <- !is.na(sub); q <- factor(sub[k]); w <- s[k]; a <- t[k]; v <- y[k]
  r <- (tapply(w*a, q, sum)/tapply(w*(1-a), q, sum))[q]; W0 <- tapply(w*(1-a), q, sum)[q]
  d <- if (ate) ifelse(a == 1, w*(1+1/r), w*(1+r)) else ifelse(a == 1, w, w*r)
  J <- if (ate) ifelse(a == 1, -w/r^2, w) else ifelse(a == 1, 0, w)          # dd/dr
  m1 <- weighted.mean(v[a==1], d[a==1]); m0 <- weighted.mean(v[a==0], d[a==0])
  u <- ifelse(a == 1, (v-m1)/sum(d[a==1]), -(v-m0)/sum(d[a==0]))
  z <- d*u; ze <- z + w*(a - r*(1-a))/W0*tapply(u*J, q, sum)[q]
  out(case, "estimate", m1-m0); out(case, "se_known", sqrt(sum(z^2))); out(case, "se_estimated", sqrt(sum(ze^2)))
  out(case, "treated", sum(a)); out(case, "comparison", sum(1-a)); out(case, "strata", nlevels(q)) }
one <- rep(1, n); cuts <- list(age=c(25, 45), educ=c(9, 12), re74=c(1, 5000), re75=c(1, 5000))
for (e in c("ATT", "ATE")) {
  strata(paste0("subclass_", e), matchit(f, l, method="subclass", distance=p, estimand=e)$subclass, one, e == "ATE")
  strata(paste0("subclass_ten_", e), matchit(f, l, method="subclass", distance=p, subclass=10, min.n=0, estimand=e)$subclass, one, e == "ATE")
  strata(paste0("exact_", e), matchit(f, l, method="cem", estimand=e)$subclass, one, e == "ATE")
  strata(paste0("exact_cut_", e), matchit(f, l, method="cem", cutpoints=cuts, estimand=e)$subclass, one, e == "ATE")
  strata(paste0("exact_weighted_", e), matchit(f, l, method="cem", cutpoints=cuts, estimand=e)$subclass, 1 + l$age/20, e == "ATE") }
