# Units made alike by their covariates of the earlier wave, then the difference in differences of their outcomes. Matching 4.10-8 (GPL-3),
# R 4.2.2. Data: ../twoperiod.csv; with gaps: changes_gaps.csv, written here, in which some units are in one wave only.
# - weighting: a logit's odds, or entropy balancing, written out. Row values are derivatives of the whole estimate by complex steps. Where
#   DRDID 1.2.3 prints the same (../values_effects.csv, ipwdid/hajek), the script checks that it is: DRDID's errors have no n/(n-1);
# - strata: sixths of the treated's score, and cut points; strata are fixed, their sizes are in the derivative;
# - pairs without replacement: Matching's Match on the differences, largest score first; pairs vary as a whole.
#   Rscript changes.R > changes.csv
suppressMessages(library(Matching))
two <- read.csv("../twoperiod.csv"); gone <- with(two, (unit %in% unique(unit)[c(5, 60)] & year==2004) | (unit %in% unique(unit)[c(9, 77)] & year==2003))
write.csv(two[!gone,], "changes_gaps.csv", row.names=FALSE, quote=FALSE)
newton <- function(x, f) { for (i in 1:60) { r <- f(x); x <- x - solve(r$J, r$g) }; x }
logit <- function(w, t, X) newton(rep(0, ncol(X)), function(b) { p <- as.vector(1/(1+exp(-X%*%b))); list(g=t(X)%*%(w*(t-p)), J=-t(X*(w*p*(1-p)))%*%X) })
odds <- function(w, t, X) as.vector(exp(X %*% logit(w, t, X)))
tilt <- function(w, t, X) { m <- colSums(w*t*X)/sum(w*t); C <- sweep(X[, -1], 2, m[-1]); C <- cbind(X[, 2]-m[2], X[, 3]-m[3]); q <- w*(1-t)
  l <- newton(c(0, 0), function(l) { e <- as.vector(q*exp(C%*%l)); list(g=t(C)%*%e, J=t(C*e)%*%C) }); as.vector(exp(C%*%l)) }
ratio <- function(s) function(w, t, X) { D <- outer(s, unique(s), "==")*1; r <- colSums(D*(w*t))/colSums(D*(w*(1-t))); as.vector(D %*% r) }
did <- function(w, t, dy, X, by) { d <- w*by(w, t, X); sum(w*t*dy)/sum(w*t) - sum(d*(1-t)*dy)/sum(d*(1-t)) }
V <- function(z, draws) draws/(draws-1)*(sum(z^2) - sum(z)^2/draws)
cat("dataset,comparator,contrast,estimate,std_error\n")
out <- function(data, comparator, est, se) cat(sprintf("%s,%s,effect,%.15g,%.15g\n", data, comparator, est, se))
printed <- read.csv("../values_effects.csv"); printed <- printed[printed$data=="twoperiod" & printed$name=="ipwdid/hajek",]
for (data in c("panel", "weighted", "gaps")) {
  d <- if (data=="gaps") read.csv("changes_gaps.csv") else two; units <- length(unique(d$unit))
  b <- d[d$year==2003,]; a <- d[d$year==2004,]; b <- b[b$unit %in% a$unit,]; dy <- a$y[match(b$unit, a$unit)] - b$y
  w <- if (data=="weighted") b$weight else rep(1, nrow(b)); t <- b$treated; X <- cbind(1, b$x1, b$x2); n <- nrow(b)
  p <- 1/(1+1/odds(w, t, X)); breaks <- quantile(p[t==1], 1:5/6)
  cut <- function(x, at) findInterval(x, at); s6 <- cut(p, breaks); sx <- paste(cut(b$x1, c(-1, 0, 1)), cut(b$x2, 0.5))
  both <- function(s) s %in% intersect(s[t==1], s[t==0])
  cases <- list(propensity=odds, entropy=tilt, subclass=ratio(s6), exact=ratio(sx))
  if (data=="weighted") cases$subclass <- NULL   # quantiles of weighted scores are not R's
  for (case in names(cases)) { k <- if (case=="subclass") both(s6) else if (case=="exact") both(sx) else rep(TRUE, n); by <- cases[[case]]
    if (case=="subclass") by <- ratio(s6[k]); if (case=="exact") by <- ratio(sx[k])
    est <- did(w[k], t[k], dy[k], X[k,], by)
    z <- sapply(which(k), function(i) { c <- w+0i; c[i] <- c[i]+1e-20i; Im(did(c[k], t[k], dy[k], X[k,], by))/1e-20*w[i] })
    out(data, case, est, sqrt(V(z, units)))
    if (case=="propensity" && data!="gaps") { q <- printed[printed$case==(if (data=="panel") "unweighted" else "weighted"),]
      stopifnot(abs(q$estimate-est) < 1e-9, abs(q$std_error*sqrt(n/(n-1)) - sqrt(V(z, units))) < 1e-9) } }
  if (data=="weighted") next
  o <- order(-p); for (caliper in c(Inf, .05)) { sdp <- sd(p)
    m <- Match(Y=dy[o], Tr=t[o], X=p[o], M=1, replace=FALSE, ties=FALSE, caliper=if (is.finite(caliper)) caliper/sdp*sdp else NULL, distance.tolerance=0)
    e <- dy[o][m$index.treated] - dy[o][m$index.control]; stopifnot(abs(mean(e) - m$est) < 1e-12)
    draws <- units - length(e); z <- (e - mean(e))/length(e)
    out(data, if (is.finite(caliper)) "pairs_caliper" else "pairs", mean(e), sqrt(V(z, draws))) } }
