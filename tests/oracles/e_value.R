# E-values of a difference of shares, and of means (the last two lines), between arms, printed by survey 4.1-1 (R 4.2.2) with VanderWeele and Ding's formula (2017, Annals of
# Internal Medicine 167:268-274, box 1); no random numbers. In survey.csv the arm is the sex, only to have two arms:
#   Rscript e_value.R > e_value.csv
# The interval is that of the risk ratio's logarithm, by the delta method on the covariance of the two shares (svycontrast), with Student's t.
suppressMessages(library(survey))
cat("case,risk_ratio,low,high,e_value,e_value_limit\n")
e <- function(rr) { if (rr < 1) rr <- 1 / rr; rr + sqrt(rr * (rr - 1)) }
of_limit <- function(low, high) if (low > 1) e(low) else if (high < 1) e(high) else 1
v <- read.csv("survey.csv")
line <- function(case, s, y) {
  b <- svyby(as.formula(paste0("~", y)), ~sex, s, svymean, covmat = TRUE)
  k <- svycontrast(b, quote(log(female / male)))
  at <- as.numeric(coef(k)); reach <- qt(.975, degf(s)) * as.numeric(SE(k))
  cat(sprintf("%s,%.15g,%.15g,%.15g,%.15g,%.15g\n", case, exp(at), exp(at - reach), exp(at + reach), e(exp(at)), of_limit(exp(at - reach), exp(at + reach))))
}
whole <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
for (y in paste0("d", sprintf("%02d", 1:10))) line(y, whole, y)
v$low_female <- as.numeric(v$d03 == 1 & (v$sex == "male" | v$d01 == 0 & v$size > 4)) # rare in one arm, so that a limit is not 1
v$low_male <- as.numeric(v$d03 == 1 & (v$sex == "female" | v$d01 == 0 & v$size > 4))
whole <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
for (y in c("low_female", "low_male")) line(y, whole, y)
# Means: d = difference / pooled SD, risk ratio exp(0.91 d) (table 2 there, after Chinn 2000); limits from the interval's ends.
mean_line <- function(case, y) {
  b <- svyby(as.formula(paste0("~", y)), ~sex, whole, svymean, covmat = TRUE)
  k <- svycontrast(b, c(female = 1, male = -1))
  at <- as.numeric(coef(k)); reach <- qt(.975, degf(whole)) * as.numeric(SE(k))
  var_in <- function(sex) as.numeric(svyvar(as.formula(paste0("~", y)), whole[whole$variables$sex == sex, ]))
  n <- table(v$sex) - 1
  sd <- sqrt((n[["female"]] * var_in("female") + n[["male"]] * var_in("male")) / (n[["female"]] + n[["male"]]))
  rr <- exp(0.91 * c(at, at - reach, at + reach) / sd)
  cat(sprintf("%s,%.15g,%.15g,%.15g,%.15g,%.15g\n", case, rr[1], rr[2], rr[3], e(rr[1]), of_limit(rr[2], rr[3])))
}
v$apart <- v$income / 1000 + 3 * (v$sex == "female") # far enough apart that a limit is not 1
whole <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
mean_line("income", "income"); mean_line("apart", "apart")
