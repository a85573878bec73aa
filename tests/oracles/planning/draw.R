# Inclusion probabilities proportional to size, and systematic samples along them from a start that is written down:
# inclusionprobabilities and UPsystematic of sampling 2.9 (GPL >= 2), R 4.2.2.
#   Rscript draw.R      writes draw.csv
library(sampling)
set.seed(11)
out <- NULL
for (case in 1:12) {
  N <- sample(6:40, 1)
  size <- round(rlnorm(N, 3, 1.4), 2)
  n <- sample(2:(N %/% 2), 1)
  pik <- inclusionprobabilities(size, n)
  set.seed(case); u <- runif(1)
  set.seed(case); chosen <- UPsystematic(pik)
  out <- rbind(out, data.frame(case, size, n, probability = sprintf("%.17g", pik), u = sprintf("%.17g", u), chosen))
}
write.csv(out, "draw.csv", row.names = FALSE, quote = FALSE)
