# R 4.2.2, survey 4.1-1.
source("numerical.R"); source("tails.R")
print_rows("survey_split", "ratio", function(v, w) {
  (sum(w * v$income) - lorenz(v$income, w, .9)) / lorenz(v$income, w, .4)
}, "palma.R: survey 4.1-1 svytotal of the numerical derivative", step = 1 / 4096)
for (convey in c(FALSE, TRUE))
  print_linearised(if (convey) "survey_convey" else "survey_whole", "ratio",
                   function(y, w) ratio_of_tails(y, w, .4, .1, convey),
                   "palma.R: survey 4.1-1 svytotal of the linearised variable")
eusilc <- read.csv("../data/eusilc.csv")
for (g in c("all", "female", "male")) {
  v <- if (g == "all") eusilc else eusilc[eusilc$rb090 == g, ]
  cat(sprintf("eusilc_whole,ratio,%s,%.15g,,,\"palma.R: R 4.2.2\"\n", g,
              ratio_of_tails(v$eqIncome, v$rb050, .4, .1, FALSE)$value))
}
