source("common.R")
suppressMessages(library(laeken))
# The linearised variable of a quantile, -(1[y <= q] - p) / (N f(q)), f a Gaussian kernel density with h = sd / n^(1/5):
# Deville (1999); Osier (2009), section 3.1. n: Kish's effective sample size, or the sum of the weights, as convey has it.
quantile <- function(y, w, p) sort(y)[which(cumsum(w[order(y)]) >= p * sum(w) * (1 - 1e-12))[1]]
linearised <- function(y, w, p, q, n) {
  s <- sqrt(sum(w * (y - weighted.mean(y, w))^2) / sum(w))
  h <- s / n^.2
  f <- sum(w * dnorm((q - y) / h)) / (h * sum(w))
  -((y <= q) - p) / (sum(w) * f)
}
gaps <- function(indicator, group, d, p, n) {
  v <- d$variables
  w <- weights(d)
  u <- list(); q <- list()
  for (s in c("male", "female")) {
    at <- v$sex == s
    q[[s]] <- quantile(v$wage[at], w[at], p)
    u[[s]] <- rep(0, nrow(v))
    u[[s]][at] <- linearised(v$wage[at], w[at], p, q[[s]], n(w[at]))
  }
  r <- q$male; o <- q$female
  d <- update(d, difference = u$male - u$female, ratio = u$female / r - u$male * o / r^2)
  d <- update(d, percent = -100 * ratio)
  estimate <- c(difference = r - o, ratio = o / r, percent = 100 * (r - o) / r)
  for (output in names(estimate)) {
    x <- structure(estimate[[output]], var = vcov(svytotal(as.formula(paste("~", output)), d)), class = "svystat")
    line(indicator, output, group, x, "survey 4.1-1 svytotal of the linearised variable of Osier 2009")
  }
}
d <- design("workers.csv")
d <- subset(d, !is.na(wage))
kish <- function(w) sum(w)^2 / sum(w^2)
for (g in c("all", "north")) {
  s <- if (g == "all") d else subset(d, region == g)
  gaps("wages", g, s, .5, kish)
  gaps("low", g, s, .1, sum)
}
ses <- read.csv("../data/ses.csv", stringsAsFactors = TRUE)
x <- 100 * gpg("wage", gender = "sex", weights = "weight", data = ses, method = "median")$value
cat(sprintf("ses,percent,all,%.15g,,,\"laeken %s gpg of medians, times 100\"\n", x, packageVersion("laeken")))
