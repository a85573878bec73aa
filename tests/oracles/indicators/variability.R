source("common.R")
d <- design("workers.csv")
for (g in c("all", "female")) {
  s <- subset(d, !is.na(wage))
  line("wages", "variance", g, svyvar(~wage, if (g == "all") s else subset(s, sex == g)), "survey 4.1-1 svyvar")
  s <- update(subset(d, !is.na(days)), one = 1, squares = days^2)
  t <- svytotal(~one + days + squares, if (g == "all") s else subset(s, sex == g))
  origin <- "survey 4.1-1 svycontrast of svytotal"
  line("days", "variance", g, svycontrast(t, quote(squares / one - (days / one)^2)), origin)
  line("days", "sd", g, svycontrast(t, quote(sqrt(squares / one - (days / one)^2))), origin)
  line("days", "cv", g, svycontrast(t, quote(sqrt(squares * one / days^2 - 1))), origin)
}
