# Degrees of freedom in domains of survey.csv: PSUs minus strata with a row of the domain, by survey 4.1-1 (Debian 12: r-cran-survey, GPL-2 | GPL-3).
#   Rscript degrees_of_freedom.R
suppressMessages(library(survey)); s <- read.csv("survey.csv")
d <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = s, nest = TRUE)
p <- unique(s$psu)
write.csv(data.frame(domain = c("all", "s1", "first_psu_and_s2", "casual"), df = c(degf(d), degf(subset(d, stratum == "s1")),
  degf(subset(d, psu == p[1] | stratum == "s2")), degf(subset(d, node == "casual")))), "degrees_of_freedom.csv", row.names = FALSE, quote = FALSE)
