# Means on survey.csv under the conventions that docs/conventions.md names, printed by survey 4.1-1 (R 4.2.2):
#   Rscript conventions.R > conventions.csv
# The interval is by Student's t with the degrees of freedom of the domain: its PSUs minus its strata (survey's own default is Inf).
suppressMessages(library(survey))
cat("case,domain,estimate,std_error,df,conf_low,conf_high\n")
v <- read.csv("survey.csv")
designs <- list(
  psu = svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE),
  row = svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = v),
  persons = svydesign(ids = ~psu, strata = ~stratum, weights = ~I(weight * size), data = v, nest = TRUE))
for (case in names(designs)) for (domain in c("all", "homeworker", "casual")) {
  d <- designs[[case]]
  if (domain != "all") d <- subset(d, node == domain)
  m <- svymean(~income, d)
  ci <- confint(m, df = degf(d))
  cat(sprintf("%s,%s,%.15g,%.15g,%d,%.15g,%.15g\n", case, domain, coef(m), as.numeric(SE(m)), as.integer(degf(d)), ci[1], ci[2]))
}
