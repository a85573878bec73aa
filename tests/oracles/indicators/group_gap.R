source("common.R")
suppressMessages(library(laeken))
gap <- c(difference = quote(r - o), ratio = quote(o / r), percent = quote(100 * (r - o) / r))
contrasts <- function(indicator, group, d, value, by, reference, other) {
  m <- svyby(value, by, d, svymean, covmat = TRUE)
  names <- list(r = as.name(reference), o = as.name(other))
  for (output in names(gap)) {
    e <- do.call(substitute, list(gap[[output]], names))
    x <- svycontrast(m, list(gap = e))
    line(indicator, output, group, x, "survey 4.1-1 svyby with covmat and svycontrast")
  }
}
d <- design("workers.csv")
d <- subset(d, !is.na(wage))
for (g in c("all", "north")) contrasts("wages", g, if (g == "all") d else subset(d, region == g), ~wage, ~sex, "male", "female")
d <- subset(d, !is.na(occupation))
contrasts("occupations", "all", subset(d, occupation %in% c("cutting", "stitching")), ~wage, ~occupation, "cutting", "stitching")

ses <- read.csv("../data/ses.csv", stringsAsFactors = TRUE)
x <- 100 * gpg("wage", gender = "sex", weights = "weight", data = ses)$value
cat(sprintf("ses,percent,all,%.15g,,,\"laeken %s gpg, times 100 (24.1365888 of the data as they are)\"\n", x, packageVersion("laeken")))
# convey is not in Debian: its svygpg on laeken's eusilc (strata db040, ids db030, weights rb050), times 100.
cat("eusilc,percent,all,-8.27829735627732,0.666767725291067,,\"convey 1.0.1 svygpg, times 100\"\n")
