# Neighbours with replacement of changes: Matching 4.10-8 (R 4.2.2) on the differences re78 - re75 of MatchIt's lalonde, matched as in
# matched_lalonde.R (ties shared, Abadie-Imbens standard errors, var = 0, 1, 4 neighbours in the arm). No random numbers.
#   Rscript matched_changes.R > matched_changes.csv
suppressMessages({library(MatchIt); library(Matching)})
data(lalonde, package="MatchIt"); l <- lalonde; t <- l$treat; y <- l$re78 - l$re75
g <- glm(treat ~ age + educ + race + married + nodegree + re74 + re75, binomial, l, epsilon=1e-14, maxit=100); p <- fitted(g)
X <- model.matrix(g)[, -1]
cat("case,what,value\n")
out <- function(case, what, value) cat(sprintf("%s,%s,%.15g\n", case, what, value))
for (e in c("ATT", "ATE")) for (M in 1:2) for (by in c("mahalanobis", "score")) for (v in c(0, 1, 4)) {
  m <- if (by == "score") Match(Y=y, Tr=t, X=p, M=M, estimand=e, Weight=1, Var.calc=v, distance.tolerance=1e-12)
       else Match(Y=y, Tr=t, X=X, M=M, estimand=e, Weight=2, Var.calc=v, distance.tolerance=1e-9)
  case <- paste0(if (e == "ATE") "ate_", paste(by, M, v, sep="_")); out(case, "estimate", m$est); out(case, "std_error", m$se) }
