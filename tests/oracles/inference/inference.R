# Survey designs of every kind on the data of R's survey package (GPL-2 or 3), printed by survey 4.1-1 (R 4.2.2):
#   Rscript inference.R      writes the data (api*.csv, scd.csv, mu284.csv, nhanes.csv) and what survey says of them (*.csv beside
#                            the studies of the same name). Intervals by Student's t with degf(design).
suppressMessages(library(survey))
data(api); data(scd); data(mu284); data(nhanes)
keep <- c("snum","dnum","stype","pw","fpc","api00","api99","enroll","meals","ell","sch.wide","awards")
write.csv(cbind(apistrat[, keep], school_wide = as.numeric(apistrat$sch.wide == "Yes")), "../data/apistrat.csv", row.names = FALSE, quote = FALSE)
write.csv(apiclus1[, keep], "../data/apiclus1.csv", row.names = FALSE, quote = FALSE)
# Without weights of their own these two take them from the population sizes.
apiclus2$w <- weights(svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2))
mu284$w <- weights(svydesign(id = ~id1 + id2, fpc = ~n1 + n2, data = mu284))
write.csv(apiclus2[, c("snum","dnum","stype","w","fpc1","fpc2","api00","api99","enroll","sch.wide")], "../data/apiclus2.csv", row.names = FALSE, quote = FALSE, na = "")
write.csv(mu284, "../data/mu284.csv", row.names = FALSE, quote = FALSE)
repweights <- 2 * cbind(c(1,0,1,0,1,0), c(1,0,0,1,0,1), c(0,1,1,0,0,1), c(0,1,0,1,1,0))
colnames(repweights) <- paste0("rep", 1:4)
scd$one <- 1
write.csv(cbind(scd, repweights), "../data/scd.csv", row.names = FALSE, quote = FALSE)

out <- NULL
start <- function() out <<- data.frame()
row <- function(indicator, output, group, x, design, p = .95, deff = NA, difference = "", ci = NULL, df = degf(design), origin, tolerance = "") {
  e <- as.numeric(coef(x)); s <- as.numeric(SE(x))
  if (is.null(ci)) ci <- e + c(-1, 1) * qt(1 - (1 - p) / 2, df) * s
  f <- function(v) ifelse(is.na(v), "", sprintf("%.15g", v))
  out <<- rbind(out, data.frame(indicator, output, group, difference, estimate = f(e), std_error = f(s), df = f(df), conf_low = f(ci[1]), conf_high = f(ci[2]), design_effect = f(deff), tolerance, origin))
}
finish <- function(name) write.csv(out, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)

# stratified, with finite population correction
start()
d <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
m <- svymean(~api00, d, deff = TRUE)
row("api00", "mean", "all", m, d, deff = deff(m)[[1]], origin = "svymean")
for (g in c("E", "H", "M")) { s <- subset(d, stype == g); row("api00", "mean", g, svymean(~api00, s), s, origin = "svymean in a domain") }
tot <- svytotal(~enroll, d, deff = TRUE)
row("enroll", "total", "all", tot, d, deff = deff(tot)[[1]], origin = "svytotal")
p <- svymean(~I(sch.wide == "Yes"), d)
ci <- confint(svyciprop(~I(sch.wide == "Yes"), d, method = "xlogit", df = degf(d)))
pp <- svyciprop(~I(sch.wide == "Yes"), d, method = "xlogit", df = degf(d))
attr(pp, "names") <- NULL
sh <- svymean(~as.numeric(sch.wide == "Yes"), d)
row("school_wide", "share", "all", sh, d, ci = as.numeric(ci), origin = "svyciprop, method xlogit")
by <- svyby(~api00, ~stype, d, svymean, covmat = TRUE)
row("api00", "mean", "E", svycontrast(by, c(1, -1, 0)), d, difference = "e_h", df = degf(subset(d, stype %in% c("E", "H"))), origin = "svycontrast of svyby")
by2 <- svyby(~api00, ~sch.wide, d, svymean, covmat = TRUE)
row("api00", "mean", "Yes", svycontrast(by2, c(-1, 1)), d, difference = "yes_no", origin = "svycontrast of svyby")
row("api00", "mean", "Yes", svycontrast(by2, quote(Yes / No)), d, difference = "yes_over_no", origin = "svycontrast of svyby")
finish("stratified")

# one-stage clusters
start()
d <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
m <- svymean(~api00, d, deff = TRUE)
row("api00", "mean", "all", m, d, deff = deff(m)[[1]], origin = "svymean")
s <- subset(d, stype == "H"); row("api00", "mean", "H", svymean(~api00, s), s, origin = "svymean in a domain")
q <- svyquantile(~api00, d, c(.25, .5, .75), ci = TRUE, interval.type = "mean", df = degf(d))
for (k in 1:3) {
  v <- q[[1]][k, ]
  out <- rbind(out, data.frame(indicator = "quartiles", output = c("p25", "p50", "p75")[k], group = "all", difference = "", estimate = sprintf("%.15g", v[1]), std_error = "", df = "", conf_low = sprintf("%.15g", v[2]), conf_high = sprintf("%.15g", v[3]), design_effect = "", tolerance = "", origin = "svyquantile (Woodruff)"))
}
finish("clusters")

# without the finite population correction
start()
d <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1)
m <- svymean(~api00, d, deff = "replace")
row("api00", "mean", "all", m, d, deff = deff(m)[[1]], origin = "svymean")
finish("replacement")

# post-stratified and calibrated one-stage clusters
start()
d <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
ps <- postStratify(d, ~stype, data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)))
row("api00", "mean", "all", svymean(~api00, ps), ps, origin = "postStratify")
row("enroll", "total", "all", svytotal(~enroll, ps), ps, origin = "postStratify")
s <- subset(ps, stype == "H"); row("api00", "mean", "H", svymean(~api00, s), s, origin = "postStratify, domain")
s <- subset(ps, sch.wide == "No"); row("api00", "mean", "No", svymean(~api00, s), s, origin = "postStratify, domain")
finish("poststratified")
start()
totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
cal <- calibrate(d, ~stype + api99, totals)
row("api00", "mean", "all", svymean(~api00, cal), cal, origin = "calibrate, linear", tolerance = "1e-7")
row("enroll", "total", "all", svytotal(~enroll, cal), cal, origin = "calibrate, linear", tolerance = "1e-7")
finish("calibrated")
start()
rk <- calibrate(d, ~stype + sch.wide, c(6194, 755, 1018, 5122), calfun = "raking", epsilon = 1e-12, maxit = 200)
row("api00", "mean", "all", svymean(~api00, rk), rk, origin = "calibrate, raking")
row("enroll", "total", "all", svytotal(~enroll, rk), rk, origin = "calibrate, raking")
finish("raked")

# two stages
start()
d <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
row("api00", "mean", "all", svymean(~api00, d), d, origin = "svymean, two stages")
finish("two_stages")
start()
d <- svydesign(id = ~id1 + id2, fpc = ~n1 + n2, data = mu284)
row("y1", "total", "all", svytotal(~y1, d), d, origin = "svytotal, two stages (Särndal, Swensson and Wretman 1992)")
finish("municipalities")

# NHANES: strata of two PSUs, domain
start()
d <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
s <- subset(d, !is.na(HI_CHOL))
row("high_cholesterol", "mean", "all", svymean(~HI_CHOL, s), s, origin = "svymean")
for (g in 1:4) { t <- subset(s, race == g); row("high_cholesterol", "mean", as.character(g), svymean(~HI_CHOL, t), t, origin = "svymean in a domain") }
finish("nhanes")
start()
j <- as.svrepdesign(s, type = "JKn")
row("high_cholesterol", "mean", "all", svymean(~HI_CHOL, j), j, df = degf(d), origin = "as.svrepdesign JKn")
row("ratio", "ratio", "all", svyratio(~HI_CHOL, ~agenum, as.svrepdesign(update(s, agenum = as.numeric(agecat)), type = "JKn")), j, df = degf(d), origin = "as.svrepdesign JKn, svyratio")
finish("jackknife")
nh <- transform(nhanes, agenum = as.numeric(agecat))
write.csv(nh[, c("SDMVPSU","SDMVSTRA","WTMEC2YR","HI_CHOL","race","agenum","RIAGENDR")], "../data/nhanes.csv", row.names = FALSE, quote = FALSE, na = "")

# replicate weights of the data
start()
r <- svrepdesign(data = scd, type = "BRR", repweights = repweights, combined.weights = FALSE)
row("survival", "ratio", "all", svyratio(~alive, ~arrests, r), r, df = degf(r), origin = "svrepdesign BRR, svyratio")
finish("supplied")
start()
d <- svydesign(id = ~ambulance, strata = ~ESA, data = scd, nest = TRUE, weights = ~one)
row("survival", "ratio", "all", svyratio(~alive, ~arrests, d), d, origin = "svyratio, linearised")
finish("ambulances")

# strata with one PSU
lone <- apistrat[c(which(apistrat$stype == "E")[1:50], which(apistrat$stype == "M")[1:30], which(apistrat$stype == "H")[1]), ]
write.csv(lone[, keep], "../data/lonely.csv", row.names = FALSE, quote = FALSE)
for (how in c("adjust", "certainty", "average")) {
  options(survey.lonely.psu = how)
  start()
  d <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = lone)
  row("api00", "mean", "all", svymean(~api00, d), d, origin = paste("survey.lonely.psu =", how))
  finish(paste0("lonely_", how))
}
