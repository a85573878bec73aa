# Entropy balancing on MatchIt's lalonde, with and without survey weights (weight = 1 + age/20), to one moment and to two. Weights by
# survey 4.1-1: raking calibration of one arm to the totals of the target is the same problem (Deming and Stephan 1940; Hainmueller
# 2012, eq. 4 with base weights). Standard errors by stacked estimating equations, in base R 4.2.2.
#   Rscript reweighted_entropy.R > reweighted_entropy.csv
suppressMessages(library(survey))
data(lalonde, package="MatchIt"); l <- lalonde; t <- l$treat; y <- l$re78; n <- nrow(l)
for (v in c("age", "educ", "re74", "re75")) { l[[v]] <- as.vector(scale(l[[v]])); l[[paste0(v, "2")]] <- l[[v]]^2 }
cat("weights,estimand,moments,what,value\n")
first <- ~ age + educ + race + married + nodegree + re74 + re75
second <- update(first, ~ . + age2 + educ2 + re742 + re752)
for (sw in c("none", "survey")) for (e in c("att", "ate")) for (moments in 1:2) {
  s <- if (sw == "none") rep(1, n) else 1 + lalonde$age/20
  f <- if (moments == 1) first else second; X <- model.matrix(f, l)
  target <- if (e == "att") s*t else s
  z <- rep(0, n); g <- rep(0, n); est <- 0
  for (a in if (e == "att") 0 else 0:1) {
    arm <- t == a
    c <- calibrate(svydesign(~1, weights=s[arm], data=l[arm, ]), f, colSums(target*X), calfun="raking", epsilon=1e-13, maxit=500)
    d <- rep(0, n); d[arm] <- weights(c); stopifnot(max(abs(colSums(d*X) - colSums(target*X)))/sum(target) < 1e-10)
    phi <- ((target - d)*X) %*% solve(crossprod(X, d*X)); m <- sum(d*y)/sum(d); sign <- if (a == 1) 1 else -1
    u <- sign*(y-m)/sum(d); est <- est + sign*m
    z <- z + d*u; g <- g + d*u + as.vector(phi %*% colSums(u*d*X)) }
  if (e == "att") { m1 <- weighted.mean(y[t==1], s[t==1]); est <- est + m1; own <- s*t*(y-m1)/sum(s*t); z <- z + own; g <- g + own }
  out <- function(what, value) cat(sprintf("%s,%s,%d,%s,%.15g\n", sw, e, moments, what, value))
  out("estimate", est); out("se_known", sqrt(sum(z^2))); out("se_estimated", sqrt(sum(g^2)))
}
