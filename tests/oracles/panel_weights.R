# What the two-way coefficient on panel.csv is a mean of, from the definitions: weights of cohorts in waves (de Chaisemartin and
# D'Haultfoeuille 2020, theorem 1) by a regression of the treatment on units and waves, in the balanced and in the unbalanced panel; pairs
# of cohorts (Goodman-Bacon 2021, eq. 7 to 9) by a regression in each subsample, weighted by its squared share of the rows times the
# variance of the treatment that units and waves leave in it. Base R 4.2.2.
rest <- function(x, d) {
  for (k in 1:5000) { y <- x - ave(x, d$unit); y <- y - ave(y, d$year); if (max(abs(y - x)) < 1e-15) break; x <- y }
  y
}
out <- list()
add <- function(data, what, subject, value) out[[length(out) + 1]] <<- data.frame(data, what, subject, value = sprintf("%.15g", value))
read <- function(file) { d <- read.csv(file); d$on <- as.numeric(d$first_treated > 0 & d$year >= d$first_treated); d }
for (data in c("panel", "panel_unbalanced")) {
  d <- read(paste0(data, ".csv")); r <- rest(d$on, d); t <- d$on == 1
  w <- tapply(r[t], paste(d$first_treated, "in", d$year)[t], sum) / sum(r[t])
  for (n in names(w)) add(data, "weight_of_effect", n, w[[n]])
}
d <- read("panel.csv"); total <- mean(rest(d$on, d)^2); g <- sort(unique(d$first_treated))
name <- function(k) if (k == 0) "never" else k
pair <- function(k, l, from, until) {
  s <- d[d$first_treated %in% c(k, l) & d$year >= from & d$year < until, ]; r <- rest(s$on, s)
  subject <- paste("First treated", name(k), "against", name(l))
  add("panel", "weight_of_pair", subject, (nrow(s) / nrow(d))^2 * mean(r^2) / total)
  add("panel", "pair", subject, sum(r * s$y) / sum(r^2))
}
for (k in g[g > 0]) for (l in g[g != k])
  if (l == 0) pair(k, l, -Inf, Inf) else if (k < l) pair(k, l, -Inf, l) else pair(k, l, l, Inf)
write.csv(do.call(rbind, out), "panel_weights.csv", row.names = FALSE)
