# Experiments: differences of means within blocks, and Lin's regression. sandwich 3.0-2 (GPL-2 or 3), R 4.2.2.
# Each case prints row values z with sum 0, from lm and sandwich, and their variance sum_h n_h/(n_h-1) sum (z_h - mean_h)^2 over draws.
# - without blocks and covariates z are the rows of HC0, so that the variance is HC0 times n/(n-1); with arms as strata it is HC2's and
#   Neyman's, which the script checks;
# - blocks: differences within blocks, weighted by the weight of everyone (ate) or of the treated arm (att) in the block. That weights
#   are of a sample, too, adds w (tau_b - tau) / W;
# - Lin: lm of the outcome on arm, covariates less their mean over those who are meant, and products. That the mean is of a sample, too,
#   adds w x'delta / W to HC0's rows. By block: dummies of blocks are covariates.
# All z are checked against derivatives of the estimate by complex steps, row by row.
#   Rscript randomised.R    writes randomised.csv (everyone) and randomised_treated.csv (the treated)
suppressMessages({library(sandwich); library(AER)})
e <- read.csv("experiment.csv"); s <- read.csv("star.csv"); v <- read.csv("villages.csv")
V <- function(z, draw=seq_along(z), stratum=rep(1, length(z))) { t <- tapply(z, draw, sum); h <- tapply(stratum, draw, function(x) x[1])
  sum(tapply(t, h, function(x) length(x)/(length(x)-1)*sum((x-mean(x))^2))) }
near <- function(a, b, tolerance=1e-9) stopifnot(abs(a-b) <= tolerance*max(abs(b)))
# T of y (mean within blocks, or Lin) as a function of the weights, complex too.
T_blocks <- function(w, y, t, b, meant) { D <- outer(b, unique(b), "==")*1; S <- function(k, x=1) colSums(D*(w*k*x))
  P <- S(meant); sum(P*(S(t==1, y)/S(t==1) - S(t==0, y)/S(t==0)))/sum(P) }
T_lin <- function(w, y, t, X, meant) { B <- function(k) solve(t(X[k,]*w[k]) %*% X[k,], t(X[k,]*w[k]) %*% y[k])
  sum((w*meant) * (X %*% (B(t==1)-B(t==0))))/sum(w*meant) }
check <- function(z, T, w, ...) { for (i in unique(round(seq(1, length(w), length.out=15)))) { c <- w+0i; c[i] <- c[i]+1e-20i
  near(z[i], Im(T(c, ...))/1e-20*w[i], 1e-8*max(abs(z))/max(abs(z[i]), 1e-300)) } }

blocks <- function(y, t, b, w, att, n=length(y)) { meant <- if (att) t == 1 else rep(TRUE, n); use <- t %in% 0:1 | meant
  m <- lapply(0:1, function(a) sapply(split(seq_len(n), b), function(i) { i <- i[t[i]==a]; weighted.mean(y[i], w[i]) }))
  W <- lapply(0:1, function(a) sapply(split(seq_len(n), b), function(i) sum(w[i][t[i]==a]))); P <- sapply(split(seq_len(n), b), function(i) sum((w*meant)[i]))
  tau <- m[[2]]-m[[1]]; est <- sum(P*tau)/sum(P); k <- match(b, names(P))
  own <- ifelse(t==1, (y-m[[2]][k])/W[[2]][k], ifelse(t==0, -(y-m[[1]][k])/W[[1]][k], 0))
  z <- w*(P[k]/sum(P)*own + meant*(tau[k]-est)/sum(P)); check(z, T_blocks, w, y, t, b, meant); list(est=est, z=z) }
# Shares of blocks as if given: rows vary about the mean of their arm over all blocks.
known <- function(y, t, b, w, att) { r <- blocks(y, t, b, w, att); q <- ave(w*(if (att) t==1 else TRUE), b, FUN=sum)/ave(w, b, t, FUN=sum); d <- w*q
  for (a in 0:1) r$z[t==a] <- (2*a-1)*(d*(y-weighted.mean(y[t==a], d[t==a]))/sum(d[t==a]))[t==a]; r }
lin <- function(y, t, X, w, att) { meant <- if (att) t == 1 else rep(TRUE, length(y)); xbar <- colSums(X*w*meant)/sum(w*meant); C <- sweep(X, 2, xbar)
  in2 <- t %in% 0:1; f <- lm(y ~ t*C, data=list(y=y[in2], t=t[in2], C=C[in2,,drop=FALSE]), weights=w[in2]); est <- coef(f)[["t"]]
  z <- numeric(length(y)); z[in2] <- (estfun(f) %*% bread(f))[, "t"]/sum(in2); delta <- coef(f)[grepl("^t:", names(coef(f)))]
  if (all(in2)) near(sum(z^2), vcovHC(f, "HC0")["t", "t"])
  z <- z + w*meant*as.vector(C %*% delta)/sum(w*meant); check(z, T_lin, w, y, t, cbind(1, X), meant); list(est=est, z=z) }

for (att in c(FALSE, TRUE)) {
  sink(if (att) "randomised_treated.csv" else "randomised.csv"); cat("dataset,comparator,contrast,estimate,std_error\n")
  out <- function(data, comparator, contrast, r, ...) cat(sprintf("%s,%s,%s,%.15g,%.15g\n", data, comparator, contrast, r$est, sqrt(V(r$z, ...))))
  one <- rep(1, 445); none <- rep("all", 445); XE <- as.matrix(e[c("age","educ","black","hisp","married","nodegr","re74","re75")])
  plain <- blocks(e$re78, e$treat, none, one, att); f <- lm(re78 ~ treat, e); near(plain$est, coef(f)[["treat"]]); stopifnot(abs(plain$est-1794.343) < 1e-3)
  near(V(plain$z), vcovHC(f, "HC0")[2, 2]*445/444); near(V(plain$z, stratum=e$treat), vcovHC(f, "HC2")[2, 2])
  stopifnot(abs(sqrt(V(plain$z, stratum=e$treat)) - 670.997) < 5e-4, abs(coef(summary(f))[2, 2] - 632.854) < 5e-4)
  out("experiment", "plain", "effect", plain); out("by_arm", "plain", "effect", plain, stratum=e$treat)
  L <- lin(e$re78, e$treat, XE, one, att); out("experiment", "lin", "effect", L); out("by_arm", "lin", "effect", L, stratum=e$treat)
  out("weighted", "plain", "effect", blocks(e$re78, e$treat, none, e$weight, att)); out("weighted", "lin", "effect", lin(e$re78, e$treat, XE, e$weight, att))
  out("in_blocks", "plain", "effect", blocks(e$re78, e$treat, e$black, e$weight, att))
  out("in_blocks", "known", "effect", known(e$re78, e$treat, e$black, e$weight, att)); out("in_blocks", "lin", "effect", lin(e$re78, e$treat, XE, e$weight, att))
  # STAR: Stock and Watson's 13.899 (2.454) has HC1's factor n/(n-3).
  f <- lm(score ~ relevel(factor(class), "regular"), s); se <- sqrt(diag(vcovHC(f, "HC1"))); stopifnot(round(coef(f)[[3]], 3) == 13.899, round(se[[3]], 3) == 2.454)
  for (k in c("small", "regular+aide")) { name <- paste0("effect_", gsub("[^a-z0-9]", "_", k)); t <- ifelse(s$class==k, 1, ifelse(s$class=="regular", 0, 2)); n <- nrow(s)
    r <- blocks(s$score, t, rep(1, n), rep(1, n), att); out("star", "plain", name, r); near(r$est, coef(f)[[if (k=="small") 3 else 2]])
    near(V(r$z)*(n-1)/(n-3), se[[if (k=="small") 3 else 2]]^2)
    # A school with one kind of class takes no part in a comparison of two.
    of <- function(d, t) { ok <- d$school %in% intersect(d$school[t==0], d$school[t==1]); list(d=d[ok,], t=t[ok], ok=ok) }
    pad <- function(r, ok) { z <- numeric(length(ok)); z[ok] <- r$z; list(est=r$est, z=z) }
    u <- of(s, t); out("star_in_schools", "plain", name, pad(blocks(u$d$score, u$t, u$d$school, rep(1, nrow(u$d)), att), u$ok))
    c <- complete.cases(s[c("female","free_lunch","experience")]); u <- of(s[c,], t[c]); X <- model.matrix(~ school + female + free_lunch + experience, u$d)[, -1]
    ok <- c; ok[c] <- u$ok; out("star_in_schools", "lin", name, pad(lin(u$d$score, u$t, X, rep(1, nrow(u$d)), att), ok)) }
  # Whole villages are drawn: by village; in pairs of villages: by pair. Single firms in pairs are the paired t test's.
  b <- blocks(v$income, v$programme, rep(1, nrow(v)), v$weight, att); out("villages", "plain", "effect", b, draw=v$village)
  out("villages", "lin", "effect", lin(v$income, v$programme, cbind(v$land), v$weight, att), draw=v$village)
  b <- blocks(v$income, v$programme, v$pair, v$weight, att); out("pairs_of_villages", "plain", "effect", b, draw=v$pair)
  first <- read.csv("pairs.csv"); d <- with(first, income[programme==1]-income[programme==0]); tt <- t.test(d)
  b <- blocks(first$income, first$programme, first$pair, rep(1, 24), att); near(b$est, mean(d)); near(sqrt(V(b$z, draw=first$pair)), tt$stderr); out("pairs_of_firms", "plain", "effect", b, draw=first$pair)
  sink() }
