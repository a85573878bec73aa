# The jackknife with the propensity score estimated anew in every replicate, printed by survey 4.1-1 (R 4.2.2); no random numbers. In survey.csv
# the arm is the sex, only to have two arms:
#   Rscript redesign.R > redesign.csv
# withReplicates, mse = FALSE: replicates are centred on their mean. Groups keep the scores that were estimated on everyone.
suppressMessages(library(survey))
v <- read.csv("survey.csv")
v$t <- as.numeric(v$sex == "female")
whole <- as.svrepdesign(svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE), type = "JKn", mse = FALSE)
exact <- glm.control(epsilon = 1e-14, maxit = 100)
effect <- function(estimand, group, y) function(w, data) {
  data$w_ <- w
  p <- fitted(suppressWarnings(glm(t ~ size + d01, binomial, data, weights = w_, control = exact)))
  odds <- switch(estimand, att = ifelse(data$t == 1, 1, p / (1 - p)), ate = ifelse(data$t == 1, 1 / p, 1 / (1 - p)))
  keep <- group == "all" | data$node == group
  m <- function(t) weighted.mean(data[[y]][keep & data$t == t], (w * odds)[keep & data$t == t])
  m(1) - m(0)
}
cat("comparator,indicator,group,estimate,std_error\n")
for (estimand in c("att", "ate")) for (y in c("income", "d03")) for (group in c("all", "subcontractor")) {
  r <- withReplicates(whole, effect(estimand, group, y))
  cat(sprintf("%s,%s,%s,%.15g,%.15g\n", estimand, y, group, as.numeric(r), as.numeric(SE(r))))
}
