# What the scripts beside this file share. Each is run in this folder: Rscript ratio.R > ratio.csv
# R 4.2.2, survey 4.1-1, numDeriv 2016.8-1.1.
suppressMessages({library(survey); library(numDeriv)})

design <- function(file, ...) {
  v <- read.csv(file.path("..", if (file == "survey.csv") "" else "data", file), na.strings = "", stringsAsFactors = FALSE)
  svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
}

cat("indicator,output,group,estimate,std_error,tolerance,origin\n")
line <- function(indicator, output, group, x, origin, tolerance = "")
  cat(sprintf("%s,%s,%s,%.15g,%.15g,%s,\"%s\"\n", indicator, output, group, as.numeric(coef(x)), as.numeric(SE(x)), tolerance, origin))

# A smooth function of the weights: its numerical derivative (Richardson) is the linearised variable, whose total
# survey gives a standard error (Deville 1999; Demnati and Rao 2004).
smooth <- function(f, d) {
  w <- weights(d)
  d <- update(d, influence = grad(f, w, v = d$variables))
  structure(f(w, d$variables), var = vcov(svytotal(~influence, d)), class = "svystat")
}
by_weights <- "survey 4.1-1 svytotal of the numerical derivative (numDeriv) in the weights"
