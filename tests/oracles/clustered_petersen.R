# Petersen's simulated panel (Petersen 2009; PetersenCL of sandwich 3.0-2, Debian 12: r-cran-sandwich, GPL-2 | GPL-3): OLS of y on x, variances by
# vcovCL. HC0 without cadjust: raw sums over clusters, two ids by inclusion and exclusion. With cadjust each id's (and the crossing's) sum has its
# own G/(G-1). HC1 has (N-1)/(N-K) on top.
#   Rscript clustered_petersen.R
library(sandwich); data(PetersenCL); m <- lm(y ~ x, PetersenCL); out <- data.frame()
ids <- list(firm = ~firm, year = ~year, both = ~ firm + year)
for (id in names(ids)) for (type in c("HC0", "HC1")) for (cadjust in c(FALSE, TRUE))
  out <- rbind(out, data.frame(cluster = id, type, cadjust, estimate = sprintf("%.15g", coef(m)["x"]),
    std_error = sprintf("%.15g", sqrt(vcovCL(m, ids[[id]], type = type, cadjust = cadjust)["x", "x"]))))
write.csv(out, "clustered_petersen.csv", row.names = FALSE, quote = FALSE)
P <- PetersenCL; for (k in c("x", "y")) P[[k]] <- sprintf("%.15g", P[[k]])
write.csv(P[c("firm", "year", "x", "y")], "petersen.csv", row.names = FALSE, quote = FALSE)
