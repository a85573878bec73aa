# R 4.2.2, survey 4.1-1.
source("numerical.R"); source("tails.R")
ours <- "lorenz.R: survey 4.1-1 svytotal of the numerical derivative"
for (p in c(.05, .2, .5, .975))
  print_rows("survey", sub(".", "_", paste0("l", 100 * p), fixed = TRUE), function(v, w) lorenz(v$income, w, p) / sum(w * v$income), ours, step = 1 / 4096)
for (p in c(.2, .5, .8))
  print_rows("survey_generalised", paste0("l", 100 * p), function(v, w) lorenz(v$income, w, p) / sum(w), ours, step = 1 / 4096)
eusilc <- read.csv("../data/eusilc.csv")
for (p in 1:9 / 10) cat(sprintf("eusilc,l%g,all,%.15g,,,\"lorenz.R: R 4.2.2 approx\"\n", 100 * p,
    with(eusilc, lorenz(eqIncome, rb050, p) / sum(rb050 * eqIncome))))
