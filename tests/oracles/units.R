# Persons in households in groups: values that go up and down by rules, by tapply of base R 4.2.2; means of what came out with standard errors by
# survey 4.1-1 (GPL-2 or 3), PSUs the groups (households in none are their own) or the households. Writes the three tables and the expected values.
# `size` is how many persons a household has: some were not met, some did not answer. Group G08 has no household, household H99 does not exist.
#   Rscript units.R
library(survey)
set.seed(31); options(digits = 15)
h <- data.frame(household = sprintf("H%02d", 1:40), grp = ifelse(1:40 <= 28, sprintf("G%02d", (0:27) %% 7 + 1), ""), weight = round(runif(40, .5, 3), 2))
h <- merge(h, data.frame(year = c(2020, 2021)))
h$size <- sample(1:4, nrow(h), TRUE)
h$food <- round(exp(rnorm(nrow(h), 3, .5)), 2)
p <- do.call(rbind, lapply(seq_len(nrow(h)), function(i) data.frame(household = h$household[i], year = h$year[i], no = seq_len(h$size[i]))))
p$person <- paste0(p$household, "-", p$no)
p$income <- round(exp(rnorm(nrow(p), 2, .6)) + 3 * (substr(p$household, 2, 3) < "15"), 2)
p$gender <- sample(c("women", "men"), nrow(p), TRUE)
p$ill <- rbinom(nrow(p), 1, .35)
p$w <- round(runif(nrow(p), .5, 2), 2)
p$income[sample(nrow(p), 12)] <- NA; p$ill[sample(nrow(p), 12)] <- NA; p$gender[sample(nrow(p), 5)] <- NA
p <- p[-sample(nrow(p), 14), ]
p <- rbind(p, data.frame(household = c("H99", ""), year = 2020, no = 1, person = c("H99-1", "nowhere"), income = 5, gender = "men", ill = 0, w = 1))
g <- merge(data.frame(grp = sprintf("G%02d", 1:8)), data.frame(year = c(2020, 2021)))
g$members <- 4
put <- function(data, file) write.csv(data, file, row.names = FALSE, quote = FALSE, na = "")
put(p[c("person", "household", "year", "income", "gender", "ill", "w")], "units_people.csv"); put(h, "units_households.csv"); put(g, "units_groups.csv")

key <- function(d, of) factor(paste(d[[of]], d$year), levels = unique(paste(h$household, h$year)))
k <- key(p, "household"); at <- paste(h$household, h$year)
met <- as.vector(table(k)[at]); short <- met < h$size
up <- function(f, x) as.vector(tapply(x, k, f)[at])                       # NA where nobody was met
valued <- function(x) as.vector(tapply(!is.na(x), k, sum)[at]) %in% met & TRUE
whole <- function(x) { n <- as.vector(tapply(!is.na(x), k, sum)[at]); !is.na(n) & n == met & !short }
strict <- function(v, x) ifelse(whole(x), v, NA)
woman <- as.numeric(p$gender == "women")
logic <- function(f, x) sapply(at, function(one) { v <- as.logical(x[!is.na(k) & k == one]); miss <- h$size[at == one] - length(v)
  if (length(v) == 0) NA else as.numeric(f(c(v, rep(NA, miss)))) })       # any and all of R decide where the others cannot change it
known <- function(f) function(x) if (all(is.na(x))) NA else f(x[!is.na(x)])
wm <- as.vector(sapply(at, function(one) { i <- !is.na(k) & k == one & !is.na(p$income); if (any(i)) weighted.mean(p$income[i], p$w[i]) else NA }))
made <- list(met = met, total = strict(up(sum, p$income), p$income), total_known = up(known(sum), p$income), mean_known = up(known(mean), p$income),
  weighted = wm, women = up(known(mean), woman), women_strict = strict(up(mean, woman), woman), any_ill = logic(any, p$ill), all_ill = logic(all, p$ill))
n <- function(x) ifelse(is.na(x), "", sprintf("%.15g", x))
rows <- do.call(rbind, lapply(names(made), function(c) data.frame(column = c, household = h$household, year = h$year, value = n(made[[c]]), std_error = "", rows = "", missing = "")))

# Up twice: a group's mean of its households' totals, of those that have one.
group <- factor(paste(h$grp, h$year), levels = paste(g$grp, g$year))
per_group <- as.vector(tapply(made$total, group, known(mean))[paste(g$grp, g$year)])
rows <- rbind(rows, data.frame(column = "group_total", household = g$grp, year = g$year, value = n(per_group), std_error = "", rows = "", missing = ""))

# Means by year. Households: PSUs are groups, or the household; persons: the household, with the household's food brought down.
means <- function(name, data, y, psu, w) do.call(rbind, lapply(c(2020, 2021), function(when) {
  data$y <- y; data$psu <- psu; data$wt <- w
  d <- subset(svydesign(ids = ~psu, weights = ~wt, data = data), !is.na(y) & data$year == when)
  m <- svymean(~y, d)
  data.frame(column = name, household = "", year = when, value = n(as.numeric(coef(m))), std_error = n(as.numeric(SE(m))), rows = sum(!is.na(y) & data$year == when),
    missing = sum(is.na(y) & data$year == when)) }))
in_group <- ifelse(h$grp == "", h$household, h$grp)
food <- h$food[match(paste(p$household, p$year), at)]
alone <- ifelse(p$household == "", p$person, p$household)
rows <- rbind(rows, means("total", h, made$total, in_group, h$weight), means("total_known", h, made$total_known, in_group, h$weight),
  means("any_ill", h, made$any_ill, in_group, h$weight), means("food_of_household", p, food, alone, p$w))
put(rows, "units.csv")
