source("common.R")
d <- design("workers.csv")
cases <- list(
  near_minimum = list(quote(wage < 1.25 * minimum_wage), c("wage", "minimum_wage"), svymean),
  # Precedence of operators, and values that R reckons: ^ from the right, unary minus below it, && above ||.
  precedence = list(quote(-schooling^2^0.5 + experience / 2 / 3 * (days > 10 & wage >= 900 | schooling == 0)),
    c("schooling", "experience", "days", "wage"), svymean),
  functions = list(quote(pmax(log(wage), sqrt(experience), 6) - pmin(abs(days - 15), 3) + floor(wage / 100)),
    c("wage", "experience", "days"), svymean),
  choice = list(quote(ifelse(days > 0, wage / ifelse(days > 0, days, 1), 0)), c("days", "wage"), svymean),
  wage_a_day = list(quote(wage / days), c("wage", "days"), svymean),
  bill = list(quote(12 * wage), "wage", svytotal))
for (case in names(cases)) {
  of <- cases[[case]]
  s <- d
  for (column in of[[2]]) s <- subset(s, !is.na(s$variables[[column]]))
  s <- update(s, value = as.numeric(eval(of[[1]], s$variables)))
  s <- subset(s, is.finite(value))
  for (g in c("all", "female"))
    line(case, "value", g, of[[3]](~value, if (g == "all") s else subset(s, sex == g)),
      paste("survey 4.1-1", if (case == "bill") "svytotal" else "svymean"))
}
