# Indicators that read a unit's waves: the unit's value by tapply, then survey's means and ratios over the rows of a wave.
# R 4.2.2, survey 4.1-1. It prints the values of income_variability, chronic_poverty and poverty_transitions.
suppressMessages(library(survey))
v <- read.csv("../data/incomes.csv")
v <- v[!is.na(v$income), ]
waves <- tapply(v$income, v$unit, length)[v$unit]
show <- function(name, output, wave, group, m) cat(sprintf("%s,%s,%s,%d,%.15g,%.15g\n", name, output, group, wave, coef(m), SE(m)))

design_of <- function(wave)
  svydesign(ids = ~village, strata = ~region, weights = ~weight, data = v[v$wave == wave, ], nest = TRUE)
each <- function(name, output, y, x) {      # sum of y over sum of x, of the rows where x is not 0
  v$y <<- ifelse(x == 0, 0, y); v$x <<- x
  for (wave in c(2002, 2004)) for (g in c("all", "female")) {
    d <- design_of(wave); if (g == "female") d <- subset(d, head == "female")
    show(name, output, wave, g, svyratio(~y, ~x, d))
  }
}

cv <- (tapply(v$income, v$unit, sd) / tapply(v$income, v$unit, mean))[v$unit]
each("variability", "cv", cv, as.numeric(waves >= 2))
each("variability", "excluded", as.numeric(waves < 2), rep(1, nrow(v)))
population <- (tapply(v$income, v$unit, function(y) sqrt(mean((y - mean(y))^2)) / mean(y)))[v$unit]
each("variability_of_four", "cv", population, as.numeric(waves == 4))
each("variability_of_four", "excluded", as.numeric(waves < 4), rep(1, nrow(v)))

fgt <- function(r, a) ifelse(r < 1, (1 - r)^a, 0)
for (case in list(list("amount", 400), list("regions", v$line))) for (a in 0:2) {
  r <- v$income / case[[2]]; name <- sprintf("chronic%d_%s", a, case[[1]])
  total <- tapply(fgt(r, a), v$unit, mean)[v$unit]
  chronic <- fgt(tapply(r, v$unit, mean)[v$unit], a)
  part <- as.numeric(waves >= 2)
  each(name, "total", total, part)
  each(name, "chronic", chronic, part)
  each(name, "transient", total - chronic, part)
  each(name, "chronic_share", chronic * part, total * part)
}

poor <- v$income < v$line
for (previous in c("wave", "observed")) {
  before <- sapply(seq_len(nrow(v)), function(i) {
    rows <- which(v$unit == v$unit[i] & v$wave < v$wave[i])
    if (length(rows) == 0) return(NA)
    last <- rows[which.max(v$wave[rows])]
    if (previous == "wave" && v$wave[last] != v$wave[i] - 1) NA else poor[last]
  })
  known <- as.numeric(!is.na(before)); was <- !is.na(before) & before; was_not <- !is.na(before) & !before
  name <- paste0("transitions_", previous)
  each(name, "stayed_poor", as.numeric(was & poor), known)
  each(name, "escaped", as.numeric(was & !poor), known)
  each(name, "fell", as.numeric(was_not & poor), known)
  each(name, "never_poor", as.numeric(was_not & !poor), known)
  each(name, "exit_rate", as.numeric(was & !poor), as.numeric(was))
  each(name, "entry_rate", as.numeric(was_not & poor), as.numeric(was_not))
  each(name, "excluded", as.numeric(is.na(before)), rep(1, nrow(v)))
}
