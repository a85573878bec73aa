source("common.R")
order <- c("very_bad", "bad", "fair", "good", "very_good")
d <- design("workers.csv")
d <- subset(d, satisfaction %in% order)
cases <- list(likert = list(scores = 1:5, top = 1, bottom = 1), halves = list(scores = c(-1, -.5, 0, .5, 1), top = 2, bottom = 2))
for (case in names(cases)) for (g in c("all", "female", "south")) {
  s <- if (g == "all") d else subset(d, sex == g | region == g)
  k <- match(s$variables$satisfaction, order)
  of <- cases[[case]]
  s <- update(s, mean = of$scores[k], top = (k > 5 - of$top) * 1, balance = (k > 5 - of$top) - (k <= of$bottom))
  for (output in c("mean", "top", "balance"))
    line(case, output, g, svymean(as.formula(paste("~", output)), s), "survey 4.1-1 svymean of scores")
}
