# Quantiles by survey's rules, of weighted rows and of rows that all weigh one, where the rules differ.
# R 4.2.2, survey 4.1-1.
suppressMessages(library(survey))
v <- read.csv("../survey.csv")
designs <- list(survey = svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE),
                ones = svydesign(ids = ~psu, strata = ~stratum, weights = ~1, data = v, nest = TRUE))
for (d in names(designs)) for (rule in c("math", "school")) for (g in c("all", "female")) {
  s <- if (g == "all") designs[[d]] else subset(designs[[d]], sex == g)
  p <- c(0.025, 0.1, 0.25, 0.5, 0.75, 0.9)
  q <- coef(svyquantile(~income, s, p, qrule = rule, se = FALSE))
  names <- sub(".", "_", sprintf("p%g", 100 * p), fixed = TRUE)
  cat(sprintf("%s_%s,%s,%s,%.15g\n", rule, d, names, g, q), sep = "")
}
