# Differences in differences on twoperiod.csv, base R 4.2.2, weighted, PSU = unit. (a) the mean with 40 outcomes of 744 missing, by the row and by
# the unit rule; (b) FGT(1) of exp(y/3) below .8 of the mean of each wave, as a difference in differences and as a growth differential T1/T0 - C1/C0.
# Standard errors from the *numerical* derivative of the whole estimate by each row's weight (about 8 digits), n/(n-1) over units.
#   Rscript missing_outcomes.R
p <- read.csv("twoperiod.csv"); w <- p$weight; post <- p$year == 2004; D <- p$treated == 1
set.seed(4); gone <- sort(sample(nrow(p), 40)); valued <- !(seq_len(nrow(p)) %in% gone)
whole <- ave(as.numeric(valued), p$unit, FUN = min) == 1
std_error <- function(f) {
  z <- sapply(seq_along(w), function(i) { h <- 1e-4; up <- down <- w; up[i] <- w[i] * (1 + h); down[i] <- w[i] * (1 - h); (f(up) - f(down)) / (2 * h) })
  t <- rowsum(z, p$unit); G <- length(t); sqrt(sum((t - mean(t))^2) * G / (G - 1)) }
mean_of <- function(w, k) sum((w * p$y)[k]) / sum(w[k])
did <- function(T) T(D & post) - T(D & !post) - T(!D & post) + T(!D & !post)
growth <- function(T) T(D & post) / T(D & !post) - T(!D & post) / T(!D & !post)
y <- exp(p$y / 3)
fgt1 <- function(w, k) { of <- if (all(post[k])) post else !post; z <- .8 * sum((w * y)[of]) / sum(w[of]); sum((w * pmax(0, (z - y) / z))[k]) / sum(w[k]) }
cases <- list(row = function(w) did(function(k) mean_of(w, k & valued)), unit = function(w) did(function(k) mean_of(w, k & whole)),
  fgt1_did = function(w) did(function(k) fgt1(w, k)), fgt1_growth = function(w) growth(function(k) fgt1(w, k)))
write.csv(data.frame(case = names(cases), estimate = sapply(cases, function(f) sprintf("%.15g", f(w))), std_error = sapply(cases, function(f) sprintf("%.12g", std_error(f)))),
  "missing_outcomes.csv", row.names = FALSE, quote = FALSE)
write.csv(data.frame(row = gone), "missing_outcomes_rows.csv", row.names = FALSE, quote = FALSE)
