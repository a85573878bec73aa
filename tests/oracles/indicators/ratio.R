source("common.R")
d <- design("workers.csv")
d <- subset(d, !is.na(wage) & !is.na(days))
for (g in c("all", "female", "north")) {
  s <- if (g == "all") d else subset(d, sex == g | region == g)
  line("wage_a_day", "ratio", g, svyratio(~wage, ~days, s), "survey 4.1-1 svyratio")
}
f <- design("firms.csv")
f <- subset(f, !is.na(buyer1) & !is.na(turnover))
for (g in c("all", "tanning")) {
  s <- if (g == "all") f else subset(f, sector == g)
  line("first_buyer", "ratio", g, svyratio(~buyer1, ~turnover, s), "survey 4.1-1 svyratio")
}
