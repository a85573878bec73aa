# p-values adjusted for the number of tests: Holm and Benjamini-Hochberg by p.adjust (R 4.2.2, stats), Romano and Wolf's step-down
# written from their 2016 paper (algorithm 4.2) on draws that stand in multiplicity_draws.csv.
#   Rscript multiplicity.R      writes multiplicity.csv and multiplicity_draws.csv
set.seed(4)
t <- c(3.1, 0.4, 2.2, 2.1, 1.0, 4.4)
p <- 2 * pnorm(-abs(t))
common <- rnorm(500)
draws <- round(abs(sapply(1:6, function(k) .6 * common + .8 * rnorm(500))), 4)
romano_wolf <- function(t, draws) {
  order <- order(-t); adjusted <- numeric(length(t)); least <- 0
  for (j in seq_along(order)) {
    left <- order[j:length(order)]
    largest <- apply(draws[, left, drop = FALSE], 1, max)
    least <- max(least, (sum(largest >= t[order[j]]) + 1) / (nrow(draws) + 1))
    adjusted[order[j]] <- least
  }
  adjusted
}
write.csv(data.frame(t, p = sprintf("%.15g", p), holm = sprintf("%.15g", p.adjust(p, "holm")), bh = sprintf("%.15g", p.adjust(p, "BH")), romano_wolf = sprintf("%.15g", romano_wolf(t, draws))), "multiplicity.csv", row.names = FALSE, quote = FALSE)
colnames(draws) <- paste0("t", 1:6)
write.csv(draws, "multiplicity_draws.csv", row.names = FALSE, quote = FALSE)
