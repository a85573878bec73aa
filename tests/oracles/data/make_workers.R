# Makes workers.csv and firms.csv (R 4.2, fixed seed, rounded: the CSV is the data): workers and firms of an invented cluster in a
# stratified two-stage sample, with what the wage, gap, segregation and dependence indicators need. An empty cell is a missing value.
set.seed(20041)
out <- function(x, file) write.csv(x, file, row.names = FALSE, quote = FALSE, na = "")
pick <- function(n, p) sample(names(p), n, TRUE, p)

psus <- expand.grid(psu = 1:6, stratum = paste0("s", 1:4))
n <- sample(16:26, nrow(psus), TRUE)
w <- psus[rep(seq_len(nrow(psus)), n), ]
N <- nrow(w)
workers <- data.frame(stratum = w$stratum, psu = paste0(w$stratum, "_p", w$psu), worker = sprintf("w%04d", 1:N),
  weight = round(runif(N, 5, 40), 3), sex = pick(N, c(female = .44, male = .56)), schooling = sample(0:15, N, TRUE),
  experience = round(rexp(N, 1 / 12), 1))
workers$occupation <- ifelse(workers$sex == "female",
  pick(N, c(stitching = .45, finishing = .3, cutting = .1, office = .12, transport = .03)),
  pick(N, c(stitching = .2, finishing = .15, cutting = .3, office = .15, transport = .2)))
workers$region <- pick(N, c(north = .5, south = .5))
workers$minimum_wage <- ifelse(workers$region == "north", 820, 700)
effect <- rep(rnorm(nrow(psus), 0, .15), n)
workers$wage <- round(exp(5.9 + .055 * workers$schooling + .012 * workers$experience + .22 * (workers$sex == "male") +
  effect + rnorm(N, 0, .35)), 1)
at_line <- sample(N, 12)
workers$wage[at_line] <- workers$minimum_wage[at_line]
workers$log_wage <- round(log(workers$wage), 6)
workers$days <- pmin(26, pmax(0, round(rnorm(N, 17, 6))))
workers$days[seq(40, N, 60)] <- 0
workers$satisfaction <- pick(N, c(very_bad = .1, bad = .2, fair = .3, good = .25, very_good = .1, no_answer = .05))
for (column in c("schooling", "wage", "days", "satisfaction", "occupation")) workers[sample(N, 7), column] <- NA
workers$log_wage[is.na(workers$wage)] <- NA
out(workers, "workers.csv")

n <- sample(6:11, nrow(psus), TRUE)
w <- psus[rep(seq_len(nrow(psus)), n), ]
N <- nrow(w)
firms <- data.frame(stratum = w$stratum, psu = paste0(w$stratum, "_p", w$psu), firm = sprintf("f%03d", 1:N),
  weight = round(runif(N, 1, 9), 3), sector = pick(N, c(footwear = .5, tanning = .3, machines = .2)),
  size = pick(N, c(micro = .6, small = .3, medium = .1)))
for (b in 1:5) firms[[paste0("buyer", b)]] <- round(rbinom(N, 1, c(.8, .5, .4, .3, .2)[b]) * rlnorm(N, 6 - b / 3, 1), 1)
firms[sample(N, 6), paste0("buyer", 1:5)] <- 0
firms$turnover <- round(rowSums(firms[, paste0("buyer", 1:5)]) * 1.2, 1)
firms$main_buyer <- paste0("buyer", max.col(firms[, paste0("buyer", 1:5)], "first"))
for (column in c("buyer1", "buyer3", "turnover")) firms[sample(N, 4), column] <- NA
out(firms, "firms.csv")
