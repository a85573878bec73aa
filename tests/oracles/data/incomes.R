# Writes incomes.csv: a synthetic panel of households, with waves and incomes missing. R 4.2.2, fixed seed, rounded: the
# CSV is the data. Run in this folder.
set.seed(20041)
n <- 150
village <- rep(1:30, each = 5)
region <- rep(c("coast", "hills", "plain"), each = 50)
unit <- sprintf("h%03d", 1:n)
weight <- round(exp(rnorm(n, 4, 0.4)), 3)
size <- sample(1:8, n, replace = TRUE)
schooling <- sample(0:12, n, replace = TRUE)
head <- sample(c("female", "male"), n, replace = TRUE, prob = c(0.3, 0.7))
level <- 6 + 0.06 * schooling - 0.05 * size + ifelse(region == "hills", -0.3, 0) + rnorm(30, 0, 0.2)[village] + rnorm(n, 0, 0.35)
rows <- do.call(rbind, lapply(2001:2004, function(wave) data.frame(
  region, village = sprintf("v%02d", village), unit, wave, weight, size, schooling, head,
  land = round(rexp(n, 1 / 2), 2),
  line = ifelse(region == "coast", 420, ifelse(region == "hills", 360, 400)),
  income = round(exp(level + 0.04 * (wave - 2001) + rnorm(n, 0, 0.3 + 0.02 * size)), 2))))
rows <- rows[runif(nrow(rows)) > 0.06, ]                 # waves that were not answered
rows$income[runif(nrow(rows)) < 0.03] <- NA              # incomes that were not told
write.csv(rows[order(rows$unit, rows$wave), ], "incomes.csv", row.names = FALSE, quote = FALSE, na = "")
