# The same units before and after: R's paired t test, and survey 4.1-1 (GPL-2 or 3) with units as PSUs and their covariance. R 4.2.2.
# Data: ../twoperiod.csv and changes_gaps.csv (changes.R). all: everyone in each wave; paired: units in both, by their earlier weight (in
# these data weights do not change). One arm is a domain: units outside it count among the draws.
#   Rscript paired.R > paired.csv
suppressMessages(library(survey))
cat("dataset,comparator,contrast,estimate,std_error\n")
change <- function(d, w, keep) { D <- subset(svydesign(ids=~unit, weights=w, data=d), keep)
  m <- svyby(~y, ~year, D, svymean, covmat=TRUE); svycontrast(m, setNames(list(c(-1, 1)), "change")) }
for (data in c("everyone", "arm", "weighted", "gaps")) {
  d <- read.csv(if (data=="gaps") "changes_gaps.csv" else "../twoperiod.csv"); w <- if (data %in% c("weighted", "gaps")) d$weight else rep(1, nrow(d))
  arm <- if (data=="everyone") TRUE else d$treated==1; both <- d$unit %in% names(which(table(d$unit)==2))
  for (case in c("all", "paired")) { e <- change(d, w, arm & (case=="all" | both)); cat(sprintf("%s,%s,change,%.15g,%.15g\n", data, case, coef(e), SE(e)))
    if (data=="everyone") { t <- with(d, t.test(y[year==2004], y[year==2003], paired=TRUE)); stopifnot(identical(unique(d$unit[d$year==2003]), d$unit[d$year==2004]),
      abs(t$stderr-SE(e)) < 1e-12, abs(t$estimate-coef(e)) < 1e-12) } } }
