source("common.R")
ratios <- function(indicator, d, w, deprived, k, by, gaps = NULL) {
  score <- as.vector(deprived %*% w)
  poor <- as.integer(score >= k - 1e-9)
  d <- update(d, poor = poor, censored = score * poor)
  means <- list()
  if (!is.null(gaps)) means <- list(m1 = poor * as.vector(gaps %*% w), m2 = poor * as.vector(gaps^2 %*% w))
  for (j in colnames(deprived)) {
    means[[paste0("uncensored_", j)]] <- deprived[, j]
    means[[paste0("censored_", j)]] <- deprived[, j] * poor
  }
  parts <- list()
  for (j in colnames(deprived)) parts[[paste0("contribution_", j)]] <- w[[j]] * deprived[, j] * poor
  for (l in sort(unique(d$variables[[by]]))) parts[[paste0("contribution_by_", l)]] <- (d$variables[[by]] == l) * score * poor
  for (g in c("all", "female")) {
    at <- function(x) { s <- update(d, x = x); if (g == "all") s else subset(s, sex == g) }
    line0 <- function(output, x, what) line(indicator, output, g, x, paste("survey 4.1-1", what))
    line0("h", svymean(~x, at(poor)), "svymean")
    line0("m0", svymean(~x, at(score * poor)), "svymean")
    line0("a", svyratio(~censored, ~poor, at(0)), "svyratio")
    for (m in names(means)) line0(m, svymean(~x, at(means[[m]])), "svymean")
    for (p in names(parts)) line0(p, svyratio(~x, ~censored, at(parts[[p]])), "svyratio")
  }
}

d <- design("survey.csv")
columns <- sprintf("d%02d", 1:10)
w <- setNames(rep(c(1/12, 1/9), c(4, 6)), columns)
deprived <- as.matrix(d$variables[, columns])
ratios("k20", d, w, deprived, .2, "node")
ratios("k33", d, w, deprived, 1/3, "node")
ratios("k50", d, w, deprived, .5, "node")

d <- design("workers.csv")
d <- subset(d, !is.na(schooling) & !is.na(wage) & !is.na(days))
x <- as.matrix(d$variables[, c("schooling", "wage", "days")])
z <- rep(c(6, 900, 12), each = nrow(x))
ratios("achievements", d, c(schooling = 1/4, wage = 3/8, days = 3/8), (x < z) * 1, .4, "region", pmax(z - x, 0) / z)
