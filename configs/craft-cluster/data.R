# Writes the files of data/. Run in this folder: Rscript data.R
# Rscript data.R check 200 draws 200 other samples and says how far the mean estimate lies from the truth.
# What people rank, score and say is made by voices.R, which this script calls. R 4.2.2, no packages. Nobody and no place in these data exists.
#
# An invented cluster of woodcarvers: 34 villages, 20 of them in a programme (arm "programme") and 14 not ("beside"); and 20 villages of a
# comparable cluster that the programme does not reach ("elsewhere"). The same people are asked in 2022, before the programme, and in 2025.
#
# WHY THE TRUTH IS KNOWN. Shares are linear probabilities: level + trend + effect, the trend the same in all arms. Amounts of money are mixtures:
# a person is in a lean or in a good state, and has a lognormal amount of that state. The chance p of the lean state is
# level + trend + effect, so the whole distribution is linear in p. Trends are therefore parallel for means and for shares below any line, though levels
# differ by arm. Days and the largest buyer's share are level + trend + effect + noise. Who is lost or does not answer is drawn by lot.
# An effect on the chance of a lean state of e moves a mean by e (m_lean - m_good) and a share below z by e (F_lean(z) - F_good(z)).

options(digits = 15)
nodes <- c("trader", "large workshop", "small workshop", "subcontractor", "homeworker", "casual labour")
by_node <- function(...) setNames(c(...), nodes)

# ---- the truth: what the programme does to those in it, and to those beside it -------------------------------------------

#                    trader  large  small    sub   home casual
effect <- list(
  lean     = by_node(  0.00, -0.08, -0.20, -0.18, -0.32,  0.18),  # chance of a lean state
  days     = by_node(  0.00,  4.00, 10.00, 12.00, 26.00, -22.0),  # days worked in the year
  contract = by_node(  0.05,  0.14,  0.12,  0.15,  0.22,  0.00),  # chance of a written contract
  trained  = by_node(  0.05,  0.25,  0.35,  0.30,  0.40,  0.00),  # chance of training in the last three years
  largest  = by_node(  0.00, -0.03, -0.08, -0.10, -0.12,    NA))  # share sold to the largest buyer
fund <- list(level = c(workshops = 24, homeworkers = 10), trend = 3, effect = c(workshops = 6, homeworkers = 12))  # of a producer group, $ a member
producers_of <- by_node("no group", "no group", "workshops", "workshops", "homeworkers", "no group")  # who can join which producer group
beside <- list(
  lean     = by_node(  0.00,  0.00, -0.06, -0.08, -0.16,  0.08),
  days     = by_node(  0.00,  0.00,  3.00,  4.00, 14.00, -12.0))
trend <- list(lean = -0.05, days = 5, contract = 0.02, trained = 0.03, largest = -0.02)
level <- list(
  lean     = by_node(  0.30,  0.35,  0.42,  0.48,  0.55,  0.50),
  days     = by_node(   265,   255,   240,   215,   170,   150),
  contract = by_node(  0.50,  0.42,  0.30,  0.25,  0.14,  0.10),
  trained  = by_node(  0.16,  0.14,  0.12,  0.11,  0.10,  0.10),
  largest  = by_node(  0.55,  0.58,  0.62,  0.72,  0.78,    NA))

# Dollars of 2022 in the lean and in the good state: a day's income, income of a household's person a day, what its women earn a day, sales in a year.
money <- list(
  income = list(spread = 0.20, lean = by_node(6.00, 3.40, 3.00, 2.60, 1.40, 1.60), good = by_node(11.0, 5.00, 4.80, 4.20, 2.70, 2.60)),
  head   = list(spread = 0.25, lean = by_node(2.60, 1.50, 1.35, 1.25, 0.85, 0.85), good = by_node(5.00, 2.50, 2.40, 2.20, 1.75, 1.55)),
  women  = list(spread = 0.30, lean = by_node(0.90, 0.80, 0.80, 0.80, 1.20, 0.70), good = by_node(1.60, 1.30, 1.40, 1.40, 2.30, 1.20)),
  sales  = list(spread = 0.30, lean = by_node(9000, 14000, 2600, 1900, 600, NA), good = by_node(15000, 22000, 4400, 3200, 1100, NA)))
minimum_wage <- 2.20
poverty_line <- 1.50

# ---- who they are --------------------------------------------------------------------------------------------------------------

in_village <- by_node(1, 2, 3, 2, 5, 4)        # on the list of a small village; a large one has twice as many of each
asked      <- by_node(1, 2, 3, 2, 4, 3)        # of them in the survey, in each village
women      <- by_node(0.20, 0.30, 0.20, 0.25, 0.80, 0.40)
arms       <- rep(c("programme", "beside", "elsewhere"), c(20, 14, 20))
homes      <- by_node(1, 2, 3, 2, 2, 3)        # two of the four homeworkers live with a carver or a labourer who is asked, too
firms_of   <- by_node(1, 1, 3, 2, 4, 0)

keep <- function(n, rho) { a <- rnorm(n); cbind(a, rho * a + sqrt(1 - rho^2) * rnorm(n)) }  # two standard normals, correlated
happens <- function(latent, p) { stopifnot(p >= 0, p <= 1); latent < qnorm(p) }
amount <- function(kind, node, lean, z) {
  m <- ifelse(lean, money[[kind]]$lean[node], money[[kind]]$good[node]); s <- money[[kind]]$spread
  unname(exp(log(m) - s^2 / 2 + s * z))
}
lost <- function(x, share) { x[runif(length(x)) < share] <- NA; x }

on_beside <- function(what) if (is.null(beside[[what]])) by_node(0, 0, 0, 0, 0, 0) else beside[[what]]

draw <- function() {
  v <- data.frame(village = sprintf("V%02d", seq_along(arms)), arm = arms)
  v$stratum <- ifelse(arms == "elsewhere", c("north", "south"), c("upper", "lower"))
  v$size <- ifelse(runif(length(arms)) < 0.25, 2, 1)
  v$road <- round(runif(length(arms), 0.5, c(programme = 3.5, beside = 3, elsewhere = 2.5)[arms]), 1)  # hours to the nearest road
  v$shift <- 0.05 * (v$road - 1.5) + 0.03 * (arms == "programme")  # the programme went where people were poorer

  frame <- do.call(rbind, lapply(seq_along(arms), function(k) data.frame(v = k, node = rep(nodes, in_village * v$size[k]))))
  n <- nrow(frame)
  frame$no <- ave(rep(1, n), frame$v, FUN = cumsum)
  frame$unit <- sprintf("%s-%02d", v$village[frame$v], frame$no)
  frame$gender <- ifelse(runif(n) < women[frame$node], "women", "men")
  frame$community <- sample(c("carvers", "farmers", "settlers"), n, TRUE, c(0.5, 0.3, 0.2))
  frame$rank <- ave(runif(n), frame$v, frame$node, FUN = rank)

  p <- frame[frame$rank <= asked[frame$node], ]
  p$weight <- round((in_village / asked)[p$node] * v$size[p$v], 3)
  p$age <- sample(18:64, nrow(p), TRUE)
  # Homeworkers 1 and 2 of a village live in the homes of small workshop 1 and of casual labourer 1.
  home_of <- paste(p$v, ifelse(p$node == "homeworker" & p$rank == 1, "small workshop 1",
                        ifelse(p$node == "homeworker" & p$rank == 2, "casual labour 1", paste(p$node, p$rank))))
  p$main <- home_of == paste(p$v, p$node, p$rank)
  p$household <- sub("V", "H", p$unit)[match(home_of, paste(p$v, p$node, p$rank))]
  # Workers of a large workshop share it; everyone else but casual labour has a business of his or her own.
  firm_of <- paste(p$v, p$node, ifelse(p$node == "large workshop", 1, p$rank))
  p$firm <- ifelse(p$node == "casual labour", NA, sub("V", "F", p$unit)[match(firm_of, paste(p$v, p$node, p$rank))])
  h <- which(p$main)
  p$earners <- ave(rep(1, nrow(p)), p$household, FUN = sum)  # of those asked: what a household's earnings are the sum of
  p$producers <- unname(producers_of[p$node[p$main][match(p$household, p$household[p$main])]])
  p$group <- ifelse(p$producers == "no group", NA, sprintf("%s-%s", v$village[p$v], p$producers))
  size <- setNames(sample(3:7, length(h), TRUE), p$household[h])
  p$persons <- unname(size[p$household])
  gone <- setNames(runif(length(h)) < ifelse(arms[p$v[h]] == "programme", 0.05, 0.09), p$household[h])  # not found in 2025

  m <- nrow(p)
  v_lean <- runif(length(arms), -0.07, 0.07); v_days <- runif(length(arms), -10, 10); v_share <- runif(length(arms), -0.04, 0.04)
  state <- keep(m, 0.85); z <- keep(m, 0.8); zh <- keep(m, 0.8); zw <- keep(m, 0.8); zs <- keep(m, 0.8)
  contract <- keep(m, 0.8); trained <- keep(m, 0.6)
  person_days <- runif(m, -40, 40); person_share <- runif(m, -0.08, 0.08)
  waves <- lapply(1:2, function(t) {
    r <- p
    arm <- arms[r$v]
    of <- function(what) {
      moved <- ifelse(arm == "programme", effect[[what]][r$node], ifelse(arm == "beside", on_beside(what)[r$node], 0))
      unname(level[[what]][r$node] + (t == 2) * (trend[[what]] + moved))
    }
    lean <- happens(state[, t], of("lean") + v$shift[r$v] + v_lean[r$v] + runif(length(arms), -0.03, 0.03)[r$v] + 0.04 * (r$gender == "women"))
    r$year <- c(2022, 2025)[t]
    r$daily_income <- lost(round(amount("income", r$node, lean, z[, t]), 2), 0.03)
    r$days <- lost(round(of("days") - 60 * v$shift[r$v] + v_days[r$v] + runif(length(arms), -5, 5)[r$v] + person_days + runif(m, -26, 26)), 0.02)
    r$contract <- lost(+happens(contract[, t], of("contract") + v_share[r$v] - 0.02 * (arm == "programme")), 0.01)
    r$trained <- +happens(trained[, t], of("trained") + v_share[r$v])
    r$head_income <- lost(round(amount("head", r$node, lean, zh[, t]), 2), 0.03)
    r$women_income <- lost(round(amount("women", r$node, lean, zw[, t]), 2), 0.05)
    r$sales <- lost(round(amount("sales", r$node, lean, zs[, t])), 0.05)
    r$largest_buyer <- lost(round(of("largest") + 0.02 * (arm == "programme") + v_share[r$v] / 2 + person_share + runif(m, -0.05, 0.05), 3), 0.04)
    r[t == 1 | !gone[r$household], ]
  })
  r <- do.call(rbind, waves)
  r <- r[order(r$v, r$no, r$year), ]
  r <- cbind(r, v[r$v, c("village", "arm", "stratum", "road")])
  is_firm <- r$rank <= firms_of[r$node]
  stopifnot(r$days >= 0 | is.na(r$days), r$days <= 365 | is.na(r$days), r$largest_buyer[is_firm] < 1 | is.na(r$largest_buyer[is_firm]))
  common <- c("year", "arm", "stratum", "village", "weight", "node")
  list(
    people = setNames(r[c("unit", "household", "firm", common, "gender", "community", "age", "road", "daily_income", "days", "contract", "trained", "producers")],
      c("person", "household", "firm", common, "gender", "community", "age", "road", "daily_income", "days", "contract", "trained", "producers")),
    households = r[r$main, c("household", common, "persons", "road", "head_income", "women_income", "earners", "producers", "group")],
    firms = r[is_firm, c("firm", common, "sales", "largest_buyer")],
    frame = cbind(frame, v[frame$v, c("village", "arm")], size = v$size[frame$v]))
}

# Two producer groups a village, one of workshops and subcontractors, one of homeworkers: the households of those asked are their members. Drawn
# after everything else, by itself, so that it moves nothing else.
draw_groups <- function(households) {
  g <- unique(households[!is.na(households$group), c("group", "arm", "stratum", "village", "producers")])
  g$members <- sapply(g$group, function(of) sum(households$group == of & households$year == 2022, na.rm = TRUE))
  base <- rnorm(nrow(g), 0, 4)
  rows <- do.call(rbind, lapply(c(2022, 2025), function(year) {
    later <- year == 2025
    moved <- fund$trend * later + fund$effect[g$producers] * (later & g$arm == "programme")
    data.frame(g["group"], year, g[c("arm", "stratum", "village", "producers", "members")],
               fund = round(unname(fund$level[g$producers] + moved) + base + rnorm(nrow(g), 0, 2), 2))
  }))
  rows[order(rows$group, rows$year), ]
}
# ---- the truth by indicator and group -------------------------------------------------------------------------------------------

moves <- function(kind) money[[kind]]$lean - money[[kind]]$good
below <- function(kind, z) {  # amounts are rounded to cents, so less than z is less than z - 0.005
  s <- money[[kind]]$spread
  f <- function(m) pnorm((log(z - 0.005) - log(m) + s^2 / 2) / s)
  f(money[[kind]]$lean) - f(money[[kind]]$good)
}
truth <- function() {
  rows <- list()
  say <- function(indicator, output, comparator, contrast, by, sizes, gender = FALSE, columns = "node") {
    put <- function(columns, group, value) rows[[length(rows) + 1]] <<- data.frame(indicator, output, comparator, contrast, columns, group, truth = round(value, 6))
    use <- names(sizes)[sizes > 0]
    put("", "all", weighted.mean(by[use], sizes[use]))
    for (node in use) put(columns, node, by[[node]])
    if (!gender) return(invisible())
    for (who in c("women", "men")) {
      share <- if (who == "women") women else 1 - women
      put("gender", who, weighted.mean(by, sizes * share))
      for (node in nodes) put("node, gender", paste(node, who, sep = " · "), by[[node]])
    }
  }
  heads <- homes * in_village / asked
  firms <- firms_of * in_village / asked
  say("daily_income", "mean", "did", "effect", effect$lean * moves("income"), in_village, TRUE)
  say("minimum_wage", "below", "did", "effect", effect$lean * below("income", minimum_wage), in_village, TRUE)
  say("days", "mean", "did", "effect", effect$days, in_village, TRUE)
  say("contract", "share", "did", "effect", effect$contract, in_village, TRUE)
  say("training", "share", "did", "effect", effect$trained, in_village, TRUE)
  say("household_income", "mean", "did", "effect", effect$lean * moves("head"), heads)
  say("poverty", "fgt", "did", "effect", effect$lean * below("head", poverty_line), heads)
  say("women_income", "mean", "did", "effect", effect$lean * moves("women"), heads)
  say("revenue", "mean", "did", "effect", effect$lean * moves("sales"), firms)
  say("largest_buyer", "mean", "did", "effect", effect$largest, firms)
  # Homeworkers 1 and 2 live with small workshop 1 and casual labourer 1, of three of each; 3 and 4 have a household of their own.
  earn <- effect$lean * moves("income")
  say("earnings", "mean", "did", "effect", earn + earn[["homeworker"]] * by_node(0, 0, 1, 0, 0, 1) / 3, heads)
  poor <- effect$lean * below("head", poverty_line)
  working <- replace(poor, "homeworker", (poor[["small workshop"]] + poor[["casual labour"]] + 2 * poor[["homeworker"]]) / 4)
  say("working_poor", "fgt", "did", "effect", working, in_village, TRUE)
  a_village <- c(workshops = 1, homeworkers = 1)
  say("fund", "mean", "did", "effect", fund$effect, a_village, columns = "producers")
  head <- effect$lean * moves("head")
  say("members_income", "mean", "did", "effect", columns = "producers", sizes = a_village,
      by = c(workshops = (3 * head[["small workshop"]] + 2 * head[["subcontractor"]]) / 5, homeworkers = head[["homeworker"]]))
  for (contrast in c("direct", "spillover")) {
    on <- if (contrast == "direct") effect else beside
    say("daily_income_beside", "mean", "spill_over", contrast, on$lean * moves("income"), in_village)
    say("days_beside", "mean", "spill_over", contrast, on$days, in_village)
  }
  do.call(rbind, rows)
}

# ---- one sample is the data -----------------------------------------------------------------------------------------------------

write <- function(data, file, quote = FALSE) write.csv(data, file.path("data", file), row.names = FALSE, quote = quote, na = "")

arguments <- commandArgs(TRUE)
if (length(arguments) == 2 && arguments[1] == "check") {
  source("check.R")
} else {
  set.seed(2022)
  sample_of <- draw()
  for (file in c("people", "households", "firms")) write(sample_of[[file]], paste0(file, ".csv"))
  write(sample_of$frame[sample(nrow(sample_of$frame)), c("unit", "village", "arm", "node", "gender", "community", "size")], "frame.csv")
  write(truth(), "truth.csv", quote = 5)  # two columns of a crossing have a comma between them
  set.seed(2026)
  write(draw_groups(sample_of$households), "groups.csv")
  source("voices.R")
}
