source("common.R")
d <- subset(design("workers.csv"), !is.na(wage))
cases <- list(regional = FALSE, regional_at = TRUE, national = FALSE)
for (case in names(cases)) for (g in c("all", "female")) {
  s <- if (g == "all") d else subset(d, sex == g)
  s <- update(s, z = if (case == "national") 700 else minimum_wage)
  s <- update(s, under = if (cases[[case]]) wage <= z else wage < z)
  line(case, "mean_of_ratios", g, svymean(~I(wage / z), s), "survey 4.1-1 svymean")
  line(case, "ratio_of_means", g, svyratio(~wage, ~z, s), "survey 4.1-1 svyratio")
  line(case, "below", g, svymean(~I(under * 1), s), "survey 4.1-1 svymean")
  line(case, "gap", g, svymean(~I(under * (z - wage) / z), s), "survey 4.1-1 svymean")
}
