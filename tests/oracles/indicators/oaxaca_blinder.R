source("common.R")
# Jann (2008), section 2; regressions by lm (stats), with intercept.
x <- c("schooling", "experience", "days")
formula <- reformulate(x, "log_wage")
decompose <- function(w, v) {
  v$w <- w; v$male <- (v$sex == "male") * 1
  groups <- split(v, v$male)
  b <- lapply(groups, function(g) coef(lm(formula, g, weights = w)))
  m <- lapply(groups, function(g) c(1, sapply(x, function(j) weighted.mean(g[[j]], g$w))))
  y <- sapply(groups, function(g) weighted.mean(g$log_wage, g$w))
  gap <- y[["1"]] - y[["0"]]
  dm <- m[["1"]] - m[["0"]]; db <- b[["1"]] - b[["0"]]
  share <- sum(w[v$male == 1]) / sum(w)
  at <- list(reference = b[["1"]], other = b[["0"]], pooled = coef(lm(formula, v, weights = w)),
    pooled_with_group = coef(lm(update(formula, . ~ . + male), v, weights = w))[1:4],
    cotton = share * b[["1"]] + (1 - share) * b[["0"]], reimers = (b[["1"]] + b[["0"]]) / 2)
  explained <- sapply(at, function(beta) sum(dm * beta))
  c(gap = gap, explained = explained, unexplained = gap - explained, endowments = sum(dm * b[["0"]]),
    coefficients = sum(m[["0"]] * db), interaction = sum(dm * db))
}
d <- design("workers.csv")
for (column in c(x, "log_wage")) d <- subset(d, !is.na(d$variables[[column]]))
for (g in c("all", "north")) {
  s <- if (g == "all") d else subset(d, region == g)
  w <- weights(s)
  value <- decompose(w, s$variables)
  u <- jacobian(function(w) decompose(w, s$variables), w, method.args = list(d = .01, r = 6))
  for (name in names(value)) {
    s <- update(s, influence = u[match(name, names(value)), ])
    part <- strsplit(name, "[.]")[[1]]
    for (case in if (length(part) == 2) part[2] else if (name == "gap") "pooled" else "cotton")
      line(case, part[1], g, structure(value[[name]], var = vcov(svytotal(~influence, s)), class = "svystat"),
        paste("lm;", by_weights))
  }
}
