# The at-risk-of-poverty rate and line of eusilc, persons weighted by rb050; R 4.2.2, laeken 0.5.2.
library(laeken)
eusilc <- read.csv("../data/eusilc.csv")
options(digits = 15)
arpr("eqIncome", weights = "rb050", data = eusilc)$value / 100
arpt("eqIncome", weights = "rb050", data = eusilc)
