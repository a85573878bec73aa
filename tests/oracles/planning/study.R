# What configs/weavers/study.toml needs and sees, with qt, pt and uniroot of base R 4.2.2 on the formulas of core/planning/power.hpp.
#   Rscript study.R      writes study.csv
m <- 12; k <- (1 + .3^2) * m - 1
chance <- function(effect, n, base, share, icc, rho, cac) {
  r <- (rho + k * icc * cac) / (1 + k * icc)
  factor <- (1 + k * icc) * (1 - r) * 2
  v <- function(y) factor * (if (share) y * (1 - y) else base^2)
  p0 <- if (share) base else 0; p1 <- p0 + effect
  se <- sqrt((v(p1) + v(p0)) / n); under_null <- sqrt(2 * v((p0 + p1) / 2) / n); df <- 2 * n / m - 2
  pt(qt(.025, df, lower.tail = FALSE) * under_null / se, df, ncp = abs(effect) / se, lower.tail = FALSE)
}
tell <- function(name, effect, ...) {
  n <- uniroot(function(n) chance(effect, n, ...) - .8, c(2 * m, 1e5), tol = 1e-12)$root
  mde <- uniroot(function(e) chance(sign(effect) * e, 144, ...) - .8, c(1e-6, 3 * abs(effect)), tol = 1e-14)$root
  data.frame(name, needed = m * ceiling(n / m), detectable = sprintf("%.17g", sign(effect) * mde), power = sprintf("%.17g", chance(effect, 144, ...)))
}
write.csv(rbind(tell("income", 12, base = 40, share = FALSE, icc = .05, rho = .6, cac = .8),
                tell("poor", -.12, base = .45, share = TRUE, icc = .04, rho = .5, cac = .5)), "study.csv", row.names = FALSE, quote = FALSE)
