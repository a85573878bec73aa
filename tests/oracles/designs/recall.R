# Recalled levels that are off by a share: survey 4.1-1 (GPL-2 or 3), R 4.2.2. ../twoperiod.csv and changes_gaps.csv (changes.R), their earlier
# year taken as if it had been recalled; recall_wide.csv,
# written here, has it as a column of the later year (dataset `asked`). Means with units as PSUs and their covariance; contrasts by the delta method.
#   Rscript recall.R > recall.csv
suppressMessages(library(survey))
two <- read.csv("../twoperiod.csv"); wide <- two[two$year==2004,]; wide$y_then <- two$y[two$year==2003][match(wide$unit, two$unit[two$year==2003])]
write.csv(wide, "recall_wide.csv", row.names=FALSE, quote=FALSE)
cat("dataset,comparator,contrast,estimate,std_error\n")
for (data in c("everyone", "arms", "gaps")) {
  d <- read.csv(if (data=="gaps") "changes_gaps.csv" else "../twoperiod.csv"); both <- d$unit %in% names(which(table(d$unit)==2))
  w <- if (data=="everyone") rep(1, nrow(d)) else d$weight; d$g <- if (data=="everyone") "a" else ifelse(d$treated==1, "t", "c")
  d$cell <- paste0(d$g, ifelse(d$year==2003, 0, 1)); m <- svyby(~y, ~cell, subset(svydesign(ids=~unit, weights=w, data=d), both), svymean, covmat=TRUE)
  out <- function(case, name, q) { x <- svycontrast(m, list(x=q)); for (as in if (data=="arms") c(data, "asked") else data) cat(sprintf("%s,%s,%s,%.15g,%.15g\n", as, case, name, coef(x), SE(x))) }
  if (data=="everyone") {
    out("everyone", "change", quote(a1-a0)); out("everyone", "change_if_low_by_10", quote(a1-a0/.9)); out("everyone", "change_if_high_by_10", quote(a1-a0/1.1))
    out("everyone", "bias_of_no_change", quote(100*(a0/a1-1))); out("wide", "change_if_high_by_12_5", quote(a1-a0/1.125)); next }
  out("everyone", "effect", quote(t1-t0-(c1-c0))); out("everyone", "effect_if_low_by_10", quote(t1-t0/.9-(c1-c0/.9))); out("everyone", "effect_if_high_by_10", quote(t1-t0/1.1-(c1-c0/1.1)))
  out("everyone", "bias_of_no_effect", quote(100*((t0-c0)/(t1-c1)-1)))
  out("treated", "effect_if_low_by_10", quote(t1-t0/.9-(c1-c0))); out("treated", "effect_if_high_by_10", quote(t1-t0/1.1-(c1-c0))); out("treated", "bias_of_no_effect", quote(100*(t0/(t1-(c1-c0))-1))) }
