# Inverse-probability and overlap weighting on MatchIt's lalonde with survey weights (weight = 1 + age/20), with and without
# trimming, the balance, and the effective sample size, each by its textbook formula in base R 4.2.2: weights of Li, Morgan and
# Zaslavsky 2018 (table 1), bounds of Crump, Hotz, Imbens and Mitnik 2009, standard errors by stacked estimating equations;
# balance as cobalt's documentation states it (denominators, att: SD of the treated; ate: pooled; ato: of everyone under the
# weights; columns of 0 and 1 raw; variance ratios; Kolmogorov-Smirnov distances).
#   Rscript reweighted_balance.R > reweighted_balance.csv
data(lalonde, package="MatchIt"); l <- lalonde; t <- l$treat; y <- l$re78; n <- nrow(l)
black <- as.integer(l$race == "black")
cat("weights,estimand,what,subject,value\n")
out <- function(...) cat(sprintf("%s,%s,%s,%s,%.15g\n", ...))
wvar <- function(x, w) { m <- sum(w*x)/sum(w); sum(w*(x-m)^2)*sum(w)/(sum(w)^2-sum(w^2)) }
ks <- function(x, w) max(abs(sapply(unique(x), function(v) sum(w[t==1 & x<=v])/sum(w[t==1]) - sum(w[t==0 & x<=v])/sum(w[t==0]))))
for (sw in c("none", "survey")) {
  s <- if (sw == "none") rep(1, n) else 1 + l$age/20
  m <- suppressWarnings(glm(treat ~ age + educ + race + married + nodegree + re74 + re75, binomial, l, weights=s, epsilon=1e-14, maxit=100))
  X <- model.matrix(m); p <- fitted(m); phi <- (s*X*(t-p)) %*% solve(crossprod(X, s*X*p*(1-p)))
  for (e in c("att", "ate", "ato")) {
    d <- s*switch(e, att=ifelse(t == 1, 1, p/(1-p)), ate=ifelse(t == 1, 1/p, 1/(1-p)), ato=ifelse(t == 1, 1-p, p))
    J <- s*switch(e, att=ifelse(t == 1, 0, p/(1-p)), ate=ifelse(t == 1, -(1-p)/p, p/(1-p)), ato=ifelse(t == 1, -1, 1)*p*(1-p)) # dd/d(linear predictor)
    for (trim in c("", "_trimmed")) {
      k <- if (trim == "") 1 else as.numeric(p <= .9 & (e == "att" | p >= .1)); dk <- d*k
      m1 <- weighted.mean(y[t==1], dk[t==1]); m0 <- weighted.mean(y[t==0], dk[t==0])
      u <- ifelse(t == 1, (y-m1)/sum(dk[t==1]), -(y-m0)/sum(dk[t==0]))
      z <- dk*u; ze <- z + as.vector(phi %*% colSums(u*J*k*X))
      out(sw, e, paste0("estimate", trim), "", m1-m0); out(sw, e, paste0("se_known", trim), "", sqrt(sum(z^2))); out(sw, e, paste0("se_estimated", trim), "", sqrt(sum(ze^2)))
      if (trim != "") for (a in 1:0) out(sw, e, "rows_dropped", c("comparison", "treated")[a+1], sum(k[t==a] == 0)) }
    for (v in c("age", "re74", "married", "race: black")) {
      x <- if (v == "race: black") black else l[[v]]; two <- all(x %in% 0:1)
      sd <- if (two) 1 else sqrt(switch(e, att=wvar(x[t==1], s[t==1]), ate=(wvar(x[t==1], s[t==1]) + wvar(x[t==0], s[t==0]))/2, ato=wvar(x, d)))
      for (w in list(list("before", s), list("after", d))) {
        out(sw, e, paste0("standardised_difference_", w[[1]]), v, (weighted.mean(x[t==1], w[[2]][t==1]) - weighted.mean(x[t==0], w[[2]][t==0]))/sd)
        out(sw, e, paste0("kolmogorov_smirnov_", w[[1]]), v, ks(x, w[[2]]))
        if (!two) out(sw, e, paste0("variance_ratio_", w[[1]]), v, wvar(x[t==1], w[[2]][t==1])/wvar(x[t==0], w[[2]][t==0])) } }
    for (a in 1:0) { w <- d[t==a]; g <- c("comparison", "treated")[a+1]
      out(sw, e, "effective_sample_size", g, sum(w)^2/sum(w^2)); out(sw, e, "score_lowest", g, min(p[t==a])); out(sw, e, "score_highest", g, max(p[t==a])) } } }
