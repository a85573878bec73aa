# Measures under a line for each row: svymean of the scores. R 4.2.2, survey 4.1-1.
suppressMessages(library(survey))
v <- read.csv("../data/incomes.csv")
v <- v[v$wave == 2004 & !is.na(v$income), ]
design <- svydesign(ids = ~village, strata = ~region, weights = ~weight, data = v, nest = TRUE)
options(digits = 15)
show <- function(name, m) cat(sprintf("%s,%.15g,%.15g\n", name, coef(m), SE(m)))
for (a in 0:2) {
  v$s <- ifelse(v$income < v$line, ((v$line - v$income) / v$line)^a, 0)
  d <- update(design, s = v$s)
  show(paste0("fgt", a, "_regions,fgt,all"), svymean(~s, d))
  show(paste0("fgt", a, "_regions,fgt,female"), svymean(~s, subset(d, head == "female")))
  show(paste0("fgt", a, "_regions,line,all"), svymean(~line, d))
}
