invisible(capture.output(source("common.R")))  # its header has no waves
cat("indicator,output,group,wave,estimate,std_error,tolerance,origin\n")
# The scale is everyone's (stats::cov.wt, with sums of weights below: "ML"), also where the domain is a part; derivatives
# are of the whole in every row's weight. Rows without one of the parts weigh nothing on either side.
z <- function(x, w) { s <- cov.wt(cbind(x), wt = w / sum(w), method = "ML"); (x - s$center) / sqrt(s$cov[1]) }
min_max <- function(x, w) { r <- range(x[w > 0]); (x - r[1]) / (r[2] - r[1]) }
index_of <- function(f, weights) drop(f %*% weights) / sum(weights)

# index and parts, with the scale drawn from `reference` by `scaled`; lower is better where `sign` is -1
relative <- function(name, d, parts, scaled, sign, weights, domains, reference = TRUE, wave = "") {
  v <- d$variables
  takes <- complete.cases(v[, parts])
  normalised <- function(w) {
    r <- takes & reference
    f <- matrix(NA, nrow(v), length(parts))
    for (j in seq_along(parts)) {
      x <- sign[j] * v[[parts[j]]]
      f[takes, j] <- scaled(x[takes], (w * r)[takes])
    }
    f
  }
  for (g in names(domains)) {
    inside <- takes & domains[[g]]
    mean_of <- function(pick) function(w, v) weighted.mean(pick(normalised(w)[inside, ]), w[inside])
    row <- function(output, pick)
      line(name, output, paste0(g, ",", wave), smooth(mean_of(pick), d), by_weights)
    row("index", function(f) index_of(f, weights))
    for (j in seq_along(parts)) row(paste0("part_", parts[j]), function(f) f[, j])
  }
}

d <- design("survey.csv")
parts <- c("income", "size", "d01")
women <- function(d) list(all = TRUE, female = d$variables$sex == "female")
relative("min_max", d, parts, min_max, c(1, -1, -1), c(1, 1, 1), women(d))
relative("z", d, parts, z, c(1, -1, -1), c(2, 1, 1), women(d))
m <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = read.csv("../survey_missing.csv"), nest = TRUE)
relative("z_missing", m, parts, z, c(1, -1, -1), c(2, 1, 1), women(m))

# Against the first wave: every wave's rows count in the design.
panel <- svydesign(ids = ~village, strata = ~region, weights = ~weight, data = read.csv("../data/incomes.csv"), nest = TRUE)
p <- panel$variables
in_2004 <- list(all = p$wave == 2004, female = p$wave == 2004 & p$head == "female")
for (scaled in c("z", "min_max"))
  relative(paste0(scaled, "_baseline"), panel, c("income", "schooling"), get(scaled), c(1, 1), c(1, 1), in_2004, p$wave == 2001, "2004")

# Goalposts know nothing of the reference: survey's own mean of each row's index.
between <- function(x, low, high) (x - low) / (high - low)
clipped <- function(f) pmin(pmax(f, 0), 1)
printed <- function(name, income, size, index) {
  d <- update(d, f1 = income(d$variables$income), f2 = size(d$variables$size))
  d <- update(d, index = index(f1, f2))
  for (g in c("all", "female")) {
    s <- if (g == "all") d else subset(d, sex == "female")
    line(name, "index", paste0(g, ","), svymean(~index, s), "survey 4.1-1 svymean")
    line(name, "part_income", paste0(g, ","), svymean(~f1, s), "survey 4.1-1 svymean")
    line(name, "part_size", paste0(g, ","), svymean(~f2, s), "survey 4.1-1 svymean")
  }
}
arithmetic <- function(f, g) 0.75 * f + 0.25 * g
printed("goalposts", function(x) clipped(between(x, 200, 1500)), function(x) clipped(between(x, 6, 1)), arithmetic)
printed("goalposts_beyond", function(x) between(x, 200, 1500), function(x) between(x, 6, 1), arithmetic)
printed("geometric", function(x) clipped(between(x, -1, 1500)), function(x) clipped(between(x, 12, 0)), function(f, g) f^0.75 * g^0.25)
