# Writes data/people.csv and data/earnings.csv. Run in this folder: Rscript data.R
# R 4.2.2; laeken 0.5.2 (Debian: r-cran-laeken), AER 1.2-10 (Debian: r-cran-aer).
suppressMessages({library(laeken); library(AER)})
write <- function(data, file) write.csv(data, file.path("data", file), row.names = FALSE, quote = FALSE, na = "")

data(eusilc)
e <- eusilc
in_household <- function(holds) as.integer(ave(as.numeric(holds %in% TRUE), e$db030, FUN = max))
of_working_age <- e$age >= 18 & e$age <= 59
line <- 0.6 * weightedMedian(e$eqIncome, e$rb050)

write(data.frame(
  household = e$db030, region = e$db040, weight = e$rb050,
  sex = e$rb090,
  age = cut(e$age, c(-Inf, 17, 64, Inf), c("0-17", "18-64", "65 or more")),
  size = cut(e$hsize, c(0, 1, 2, 3, 4, Inf), c("1 person", "2 persons", "3 persons", "4 persons", "5 or more")),
  citizenship = factor(e$pb220a, c("AT", "EU", "Other"), c("Austria", "EU", "elsewhere")),
  income = e$eqIncome,
  earnings = ifelse(e$py010n > 0, e$py010n, NA),
  low_income = as.integer(e$eqIncome < line),
  no_savings = in_household(e$hy090n == 0),
  no_worker = in_household(of_working_age) * (1L - in_household(of_working_age & e$pl030 %in% c("1", "2"))),
  unemployment = in_household(e$py090n > 0),
  illness = in_household(e$pl030 == "6" | e$py120n > 0 | e$py130n > 0),
  housing_aid = in_household(e$hy070n > 0)), "people.csv")

data(CPSSW9204)
prices <- c("1992" = 140.3, "2004" = 188.9)
write(data.frame(
  year = CPSSW9204$year, sex = CPSSW9204$gender, degree = CPSSW9204$degree,
  earnings = round(CPSSW9204$earnings * prices[["2004"]] / prices[as.character(CPSSW9204$year)], 4)), "earnings.csv")
