# Nearest neighbours on MatchIt's lalonde (lalonde_matchit.csv) by Matching 4.10 (Debian 12: r-cran-matching, GPL-3): one match with
# replacement by the Mahalanobis distance, ATT. Its estimates and Abadie-Imbens standard errors for three variance rules, and the sets
# that they rest on (and the errors for the effect on the sample itself, sample = TRUE, in neighbours_lalonde_sample.csv): (i, j, share) across the arms, and the nearest comparison rows of each comparison row, ties included (Matching
# does not return the latter: they are found here by its own metric). Rows count from 1.
#   Rscript neighbours_lalonde.R
suppressMessages(library(Matching))
l <- read.csv("lalonde_matchit.csv"); n <- nrow(l); t <- l$treat
X <- cbind(l$age, l$educ, l$race == "black", l$race == "hispan", l$married, l$nodegree, l$re74, l$re75)
outcomes <- list(mean = l$re78, headcount = as.numeric(l$re78 <= 3000))
for (of_sample in c(FALSE, TRUE)) {
  values <- data.frame()
  for (outcome in names(outcomes)) for (calc in c(0, 1, 4)) {
    m <- Match(Y = outcomes[[outcome]], Tr = t, X = X, M = 1, Weight = 2, estimand = "ATT", Var.calc = calc, sample = of_sample)
    values <- rbind(values, data.frame(outcome, var_calc = calc, estimate = sprintf("%.15g", m$est), std_error = sprintf("%.15g", m$se)))
  }
  write.csv(values, if (of_sample) "neighbours_lalonde_sample.csv" else "neighbours_lalonde.csv", row.names = FALSE, quote = FALSE)
}
write.csv(data.frame(i = m$index.treated, j = m$index.control, w = sprintf("%.15g", m$weights)), "neighbours_lalonde_across.csv", row.names = FALSE, quote = FALSE)
Q <- X %*% t(chol(solve(var(X) * (n - 1) / n)))
within <- data.frame()
for (calc in c(1, 4)) for (i in which(t == 0)) {
  k <- setdiff(which(t == 0), i); d <- rowSums((Q[k, ] - rep(Q[i, ], each = length(k)))^2)
  within <- rbind(within, data.frame(var_calc = calc, i, j = k[d <= sort(d)[calc] + 1e-9]))
}
write.csv(within, "neighbours_lalonde_within.csv", row.names = FALSE, quote = FALSE)
