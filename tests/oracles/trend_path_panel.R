# The event study of panel.csv as a regression on dummies with effects of units and years taken out, its covariance clustered by unit with
# G/(G-1) (N-1)/(N-K) (K: regressors and years; units are nested in clusters), and intervals under breaks of as much as the largest
# before (docs/decisions/0017), written out here. Base R 4.2.2 alone.
#   Rscript trend_path_panel.R      writes trend_path_panel.csv
d <- read.csv("panel.csv"); d <- d[order(d$unit, d$year), ]
first <- ifelse(is.na(d$first_treated) | d$first_treated == 0, NA, d$first_treated)
e <- d$year - first
w <- sort(setdiff(unique(e[!is.na(e)]), -1))
X <- sapply(w, function(k) as.numeric(!is.na(e) & e == k))
out <- function(v) v - ave(v, d$unit) - ave(v, d$year) + mean(v)   # the panel is balanced
stopifnot(all(table(d$unit) == length(unique(d$year))))
X <- apply(X, 2, out); y <- out(d$y)
A <- solve(crossprod(X)); b <- drop(A %*% crossprod(X, y)); r <- drop(y - X %*% b)
G <- length(unique(d$unit)); N <- nrow(d); K <- length(w) + length(unique(d$year))
S <- A %*% crossprod(rowsum(X * r, d$unit)) %*% A * G / (G - 1) * (N - 1) / (N - K)
names(b) <- w
print(cbind(b, sqrt(diag(S))))
P <- sum(w < -1); D <- matrix(0, P, length(w))                     # breaks before, up to the base
for (s in seq_len(P)) { D[s, s] <- -1; if (s < P) D[s, s + 1] <- 1 }
rows <- NULL
for (q in seq_len(length(w) - P)) { ends <- NULL
  for (s in seq_len(P)) for (sign in c(-1, 1)) { l <- numeric(length(w)); l[P + q] <- 1; l <- l + sign * q * D[s, ]
    m <- qt(.975, G - 1) * sqrt(drop(t(l) %*% S %*% l)); ends <- rbind(ends, sum(l * b) + c(-m, m)) }
  rows <- rbind(rows, data.frame(contrast = paste0("event_", w[P + q]), estimate = sprintf("%.15g", b[P + q]), low = sprintf("%.15g", min(ends)), high = sprintf("%.15g", max(ends)))) }
write.csv(rows, "trend_path_panel.csv", row.names = FALSE, quote = FALSE)
