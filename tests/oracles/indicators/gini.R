# R 4.2.2, laeken 0.5.2, survey 4.1-1.
source("numerical.R")
suppressMessages(library(laeken))
plain <- function(v, w) gini(v$income, weights = w)$value / 100
ours <- "gini.R: laeken 0.5.2 gini; survey 4.1-1 svytotal of its numerical derivative"
print_rows("survey_plain", "gini", plain, ours)
print_rows("survey_corrected", "gini", function(v, w) plain(v, w) * nrow(v) / (nrow(v) - 1), ours)
data(eusilc)
of <- gini("eqIncome", weights = "rb050", breakdown = "rb090", data = eusilc)
cat(sprintf("eusilc_plain,gini,%s,%.15g,,,\"laeken 0.5.2 gini\"\n", c("all", as.character(of$valueByStratum$stratum)),
            c(of$value, of$valueByStratum$value) / 100), sep = "")
