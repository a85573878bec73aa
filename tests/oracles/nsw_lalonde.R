# The strategies of configs/nsw-lalonde that need no weights, and the experiment. R 4.2.2, base; survey 4.1-1 (standard errors: persons
# are PSUs), MatchIt 4.5.1 and Matching 4.10-8 (the data). No random numbers.
#   Rscript nsw_lalonde.R > nsw_lalonde.csv
suppressMessages(library(survey))
data(lalonde, package="MatchIt"); m <- lalonde; m$id <- seq_len(nrow(m))
data(lalonde, package="Matching"); e <- lalonde
cat("indicator,comparator,contrast,what,value\n")
out <- function(indicator, comparator, contrast, what, value)
  cat(sprintf("%s,%s,%s,%s,%.15g\n", indicator, comparator, contrast, what, value))
fit <- function(indicator, comparator, contrast, formula, term, data, id, domain=TRUE) {
  of <- subset(svydesign(ids=id, weights=~1, data=cbind(data, domain)), domain)  # all persons count as PSUs
  s <- summary(svyglm(formula, of))$coefficients[term, ]
  out(indicator, comparator, contrast, "estimate", s[1]); out(indicator, comparator, contrast, "std_error", s[2]) }
long <- rbind(data.frame(id=m$id, t=m$treat, after=0, y=m$re75), data.frame(id=m$id, t=m$treat, after=1, y=m$re78))
for (k in c("earnings", "low_earnings")) {
  f <- if (k == "earnings") identity else function(y) as.numeric(y < 3000)
  long$s <- f(long$y); m$s <- f(m$re78); e$s <- f(e$re78)
  fit(k, "with_without", "difference", s ~ treat, "treat", m, ~id)
  fit(k, "did", "effect", s ~ t*after, "t:after", long, ~id)
  fit(k, "before_after", "change", s ~ after, "after", long, ~id, long$t == 1)
  three <- data.frame(id=factor(rep(m$id, 3)), year=factor(rep(c(1974, 1975, 1978), each=nrow(m))),
                      d=c(rep(0, 2*nrow(m)), m$treat), s=f(c(m$re74, m$re75, m$re78)))
  out(k, "two_way", "effect", "estimate", coef(lm(s ~ d + id + year, three))["d"])
  mean_of <- function(after, t) mean(long$s[long$after == after & long$t == t])
  out(k, "growth", "differential", "estimate", 100*(mean_of(1, 1)/mean_of(0, 1) - mean_of(1, 0)/mean_of(0, 0)))
  fit(paste0(k, "_lot"), "experiment", "difference", s ~ treat, "treat", e, ~1)
}
q <- function(y) sort(y)[ceiling(length(y)/2)]  # the lower of two middle values, as quantile_rule = "math" has it
out("median_earnings_lot", "experiment", "difference", "estimate", q(e$re78[e$treat == 1]) - q(e$re78[e$treat == 0]))
out("median_earnings", "with_without", "difference", "estimate", q(m$re78[m$treat == 1]) - q(m$re78[m$treat == 0]))
g <- function(y) { y <- sort(y); n <- length(y); sum((2*seq_len(n) - n - 1)*y)/(n^2*mean(y)) }
out("inequality_lot", "experiment", "difference", "estimate", g(e$re78[e$treat == 1]) - g(e$re78[e$treat == 0]))
out("inequality", "with_without", "difference", "estimate", g(m$re78[m$treat == 1]) - g(m$re78[m$treat == 0]))
