# Direct effects and spill-overs: survey 4.1-1 (GPL-2 or 3), R 4.2.2: means of three groups with their covariance, and contrasts of them;
# svyglm gives the same, which the script checks. spillover_data.csv is made here, seed 8: households in 30 clusters over two waves, some in the
# programme, some beside it, ten clusters far from it.
#   Rscript spillover.R > spillover.csv
suppressMessages(library(survey)); set.seed(8)
h <- data.frame(cluster=rep(sprintf("c%02d", 1:30), sample(6:12, 30, TRUE))); n <- nrow(h); h$household <- sprintf("h%03d", 1:n); c <- as.integer(factor(h$cluster))
h$arm <- ifelse(c > 20, "far", ifelse(runif(n) < .5, "member", sample(c("neighbour", "supplier"), n, TRUE))); h$weight <- round(runif(n, .5, 2), 3)
d <- rbind(cbind(h, year=2018), cbind(h, year=2021)); late <- d$year==2021; e <- rnorm(30)[c]; f <- rnorm(n)
d$income <- round(10 + 2*c(e, e) + c(f, f) + late*(.5 + 1.2*(d$arm=="member") + .6*(d$arm %in% c("neighbour", "supplier"))) + rnorm(2*n, 0, .7), 3)
write.csv(d, "spillover_data.csv", row.names=FALSE, quote=FALSE)
d$group <- factor(ifelse(d$arm=="member", "treated", ifelse(d$arm=="far", "far", "beside")))
D <- svydesign(ids=~cluster, weights=~weight, data=d, nest=TRUE); m <- svyby(~income, ~group+year, D, svymean, covmat=TRUE)
cat("dataset,comparator,contrast,estimate,std_error\n")
of <- function(a, b, years) { w <- numeric(6); names(w) <- names(coef(m)); for (y in names(years)) { w[paste0(a, ".", y)] <- years[[y]]; w[paste0(b, ".", y)] <- -years[[y]] }
  svycontrast(m, list(x=w)) }
for (case in c("levels", "did")) { years <- if (case=="levels") c("2021"=1) else c("2021"=1, "2018"=-1)
  for (k in list(c("direct", "treated", "far"), c("spillover", "beside", "far"), c("naive", "treated", "beside"))) { x <- of(k[2], k[3], years)
    cat(sprintf("households,%s,%s,%.15g,%.15g\n", case, k[1], coef(x), SE(x)))
    D$variables$against <- relevel(D$variables$group, k[3])
    g <- if (case=="levels") svyglm(income ~ against, subset(D, year==2021)) else svyglm(income ~ against*factor(year), D)
    i <- grep(if (case=="levels") paste0(k[2], "$") else paste0(k[2], ":"), names(coef(g)))
    stopifnot(abs(coef(g)[[i]]-coef(x)) < 1e-9, abs(SE(g)[[i]]-SE(x)) < 1e-9) } }
