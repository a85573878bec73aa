# Bias-reduced variances (CR2) and Satterthwaite's degrees of freedom as clubSandwich prints them, for what Clusia compares without and with
# regressions: two means, two means with weights, a difference in differences of cells, two-way effects of units and years.
# The weights are those of villages: where weights differ within a cluster, clubSandwich takes another of the roots that make the variance
# unbiased under the same working model, and its figures are a little different.
# 14 villages of unequal size, 3 of them treated from year 3 on; made data, seed below.
# R 4.2.2, clubSandwich 0.5.8 (Debian 12: r-cran-clubsandwich, GPL-3).
#   Rscript few_clusters.R
library(clubSandwich)
set.seed(20261125)
size <- c(9, 4, 14, 7, 6, 11, 5, 8, 12, 3, 10, 6, 7, 9)
village <- rep(seq_along(size), size)
units <- data.frame(unit = seq_along(village), village = village, treated = as.integer(village %in% c(2, 5, 9)),
                    weight = round(runif(length(size), 1, 6), 2)[village])
shock <- rnorm(length(size)); own <- rnorm(nrow(units))
d <- do.call(rbind, lapply(1:4, function(year) {
  late <- rnorm(length(size), sd = 0.5)
  transform(units, year = year, y = round(10 + shock[village] + own + 0.3 * year + late[village] + 0.8 * treated * (year >= 3) +
                                            rnorm(nrow(units)), 4))
}))
d$first_treated <- ifelse(d$treated == 1, 3, 0)
write.csv(d[c("unit", "village", "treated", "first_treated", "year", "weight", "y")], "few_clusters_rows.csv", row.names = FALSE, quote = FALSE)

d$on <- d$treated * (d$year >= 3); last <- subset(d, year == 4); two <- subset(d, year %in% c(2, 4))
print_of <- function(case, model, coefficient, cluster, ...) {
  test <- coef_test(model, vcov = vcovCR(model, cluster = cluster, type = "CR2", ...), test = "Satterthwaite")
  k <- which(names(coef(model)[!is.na(coef(model))]) == coefficient)
  data.frame(case, estimate = sprintf("%.15g", test$beta[k]), std_error = sprintf("%.15g", test$SE[k]),
             df = sprintf("%.15g", test$df_Satt[k]), p_value = sprintf("%.15g", test$p_Satt[k]))
}
out <- rbind(
  print_of("means", lm(y ~ treated, last), "treated", last$village),
  print_of("weighted_means", lm(y ~ treated, last, weights = weight), "treated", last$village, target = 1 / last$weight),
  print_of("did", lm(y ~ treated * factor(year), two), "treated:factor(year)4", two$village),
  print_of("two_way", lm(y ~ on + factor(unit) + factor(year), d), "on", d$village))
write.csv(out, "few_clusters.csv", row.names = FALSE, quote = FALSE)
