# R 4.2.2, laeken 0.5.2, survey 4.1-1.
source("numerical.R"); source("tails.R")
suppressMessages(library(laeken))
split <- function(bottom, top) function(v, w) {
  (sum(w * v$income) - lorenz(v$income, w, 1 - top)) / lorenz(v$income, w, bottom)
}
ours <- "quantile_share_ratio.R: survey 4.1-1 svytotal of the numerical derivative"
print_rows("survey_split", "ratio", split(.2, .2), ours, step = 1 / 4096)
print_rows("survey_tenths", "ratio", split(.1, .05), ours, step = 1 / 4096)
data(eusilc)
of <- qsr("eqIncome", weights = "rb050", breakdown = "rb090", data = eusilc)
cat(sprintf("eusilc_laeken,ratio,%s,%.15g,,,\"laeken 0.5.2 qsr\"\n", c("all", as.character(of$valueByStratum$stratum)),
            c(of$value, of$valueByStratum$value)), sep = "")
