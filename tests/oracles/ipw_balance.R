# Inverse-probability weighting on MatchIt's lalonde with survey weights (weight = 1 + age/20), the balance, and the effective sample
# size, each by its textbook formula in base R 4.2.2: what cobalt's documentation states (ATT: SD of the treated; ATE: pooled;
# columns of 0 and 1 raw).
#   Rscript ipw_balance.R > ipw_balance.csv
data(lalonde, package="MatchIt"); l <- lalonde; t <- l$treat; y <- l$re78; n <- nrow(l)
black <- as.integer(l$race == "black")
cat("weights,estimand,what,subject,value\n")
out <- function(...) cat(sprintf("%s,%s,%s,%s,%.15g\n", ...))
wvar <- function(x, w) { m <- sum(w*x)/sum(w); sum(w*(x-m)^2)*sum(w)/(sum(w)^2-sum(w^2)) }
for (sw in c("none", "survey")) {
  s <- if (sw == "none") rep(1, n) else 1 + l$age/20
  m <- suppressWarnings(glm(treat ~ age + educ + race + married + nodegree + re74 + re75, binomial, l, weights=s, epsilon=1e-14, maxit=100))
  X <- model.matrix(m); p <- fitted(m); phi <- (s*X*(t-p)) %*% solve(crossprod(X, s*X*p*(1-p)))
  for (e in c("att", "ate")) {
    d <- s*(if (e == "att") ifelse(t == 1, 1, p/(1-p)) else ifelse(t == 1, 1/p, 1/(1-p)))
    J <- s*(if (e == "att") ifelse(t == 1, 0, p/(1-p)) else ifelse(t == 1, -(1-p)/p, p/(1-p)))   # dd/d(linear predictor)
    m1 <- weighted.mean(y[t==1], d[t==1]); m0 <- weighted.mean(y[t==0], d[t==0])
    u <- ifelse(t == 1, (y-m1)/sum(d[t==1]), -(y-m0)/sum(d[t==0]))
    z <- d*u; ze <- z + as.vector(phi %*% colSums(u*J*X))
    out(sw, e, "estimate", "", m1-m0); out(sw, e, "se_known", "", sqrt(sum(z^2))); out(sw, e, "se_estimated", "", sqrt(sum(ze^2)))
    for (k in c("age", "re74", "married", "race: black")) {
      x <- if (k == "race: black") black else l[[k]]
      sd <- if (all(x %in% 0:1)) 1 else if (e == "att") sqrt(wvar(x[t==1], s[t==1])) else sqrt((wvar(x[t==1], s[t==1]) + wvar(x[t==0], s[t==0]))/2)
      diff <- function(w) (weighted.mean(x[t==1], w[t==1]) - weighted.mean(x[t==0], w[t==0]))/sd
      out(sw, e, "standardised_difference_before", k, diff(s)); out(sw, e, "standardised_difference_after", k, diff(d)) }
    for (a in 1:0) { w <- d[t==a]; g <- c("comparison", "treated")[a+1]
      out(sw, e, "effective_sample_size", g, sum(w)^2/sum(w^2)); out(sw, e, "score_lowest", g, min(p[t==a])); out(sw, e, "score_highest", g, max(p[t==a])) } } }
