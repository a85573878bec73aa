# Limits of figures over waves (core/followup/control.hpp) by the random-effects model of metafor: estimate, error and
# between-wave variance of DerSimonian and Laird, and the interval in which a further true value lies, at 95 % and 99.8 %.
# A figure with a sampling error of its own has a wider one: that of the normal distribution with both variances.
# Rscript control.R > control.csv
suppressMessages(library(metafor))
sets <- list(
  # log risk ratios of 13 trials of BCG vaccine (Colditz et al. 1994), which metafor ships
  bcg = with(escalc("RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg), data.frame(y = as.numeric(yi), se = sqrt(vi))),
  calm = data.frame(y = c(0.312, 0.305, 0.309), se = c(0.011, 0.012, 0.010)),   # nothing beyond sampling error
  two = data.frame(y = c(120, 150), se = c(6, 8)),
  one = data.frame(y = 41.5, se = 2.25))
new_error <- 0.07
out <- do.call(rbind, lapply(names(sets), function(name) {
  d <- sets[[name]]
  fit <- rma(yi = d$y, sei = d$se, method = if (nrow(d) > 1) "DL" else "EE")
  centre <- as.numeric(fit$beta); error <- fit$se; spread <- sqrt(fit$tau2)
  p95 <- predict(fit, level = 95); p998 <- predict(fit, level = 99.8)
  low <- function(p) if (nrow(d) > 1) p$pi.lb else p$ci.lb   # of one wave there is nothing between waves
  wide <- function(level) centre - qnorm(1 - (1 - level) / 2) * sqrt(spread^2 + error^2 + new_error^2)
  data.frame(set = name, estimates = paste(format(d$y, digits = 17, trim = TRUE), collapse = " "), errors = paste(format(d$se, digits = 17, trim = TRUE), collapse = " "),
             centre = centre, error = error, spread = spread, warning_low = low(p95), action_low = low(p998), new_error = new_error,
             new_warning_low = wide(0.95), new_action_low = wide(0.998))
}))
out$version <- paste0("R ", getRversion(), "; metafor ", packageVersion("metafor"))
write.csv(format(out, digits = 17, trim = TRUE), row.names = FALSE, quote = FALSE)
