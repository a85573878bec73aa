# Totals and shares on survey.csv and survey_missing.csv (strata, PSU, weights), printed by survey 4.1-1 (R 4.2.2):
#   Rscript totals_survey.R > totals_survey.csv
# A missing income takes no part: the domain is the rows with an income.
suppressMessages(library(survey))
cat("data,indicator,domain,estimate,std_error\n")
line <- function(data, indicator, domain, x) cat(sprintf("%s,%s,%s,%.15g,%.15g\n", data, indicator, domain, as.numeric(coef(x)), as.numeric(SE(x))))
for (d in c("survey", "survey_missing")) {
  v <- read.csv(paste0(d, ".csv"))
  all <- svydesign(ids=~psu, strata=~stratum, weights=~weight, data=v, nest=TRUE)
  for (g in c("all", "sex=female")) {
    s <- if (g == "all") all else subset(all, sex == "female")
    line(d, "total/income", g, svytotal(~income, subset(s, !is.na(income))))
    line(d, "mean/income", g, svymean(~income, subset(s, !is.na(income))))
    line(d, "share/d03", g, svymean(~d03, subset(s, !is.na(d03))))
  }
}
