# Sourced by data.R. What people rank, score and say, and how three raters score two clusters: data/ranking.csv, scores.csv, segments.csv,
# matrix-scores.csv, and data/voices-truth.csv, which says for each node and state of well-being what the programme did (`truth`) and what
# people were made to say of it (`voiced`). They agree but for two rows, so that setting one beside the other has something to find.
set.seed(2025)

states <- c("income", "employment rights", "decent and secure work", "skill and training", "minimum standard of living", "empowerment",
            "access to markets and credit")
direction <- function(x) ifelse(is.na(x), "same", ifelse(abs(x) < 0.021, "same", ifelse(x > 0, "better", "worse")))
of_state <- list(-effect$lean, -effect$lean * (nodes != "trader"), effect$days / 100, effect$trained, -effect$lean, -effect$lean, -effect$largest)
told <- expand.grid(state = states, node = nodes, stringsAsFactors = FALSE)[2:1]
told$truth <- unlist(lapply(nodes, function(n) sapply(of_state, function(e) direction(e[[n]]))))
told$voiced <- told$truth
# Homeworkers work more days and have contracts, and say that their work is less secure: payment comes late. Traders sell as they did, and say
# that markets are closing: homeworkers and subcontractors sell to others now.
disagree <- told$node == "homeworker" & told$state == "decent and secure work" | told$node == "trader" & told$state == "access to markets and credit"
told$voiced[disagree] <- "worse"
write(told, "voices-truth.csv")
voiced <- function(node, state) told$voiced[told$node == node & told$state == state]

# ---- what matters most: cards in order, by each member of two focus groups a node ---------------------------------------------------------

#                 income rights work skill living say markets: the larger, the more it matters
matters <- list(
  trader           = c(5.0, 1.0, 3.0, 2.0, 2.5, 3.0, 6.5), `large workshop` = c(5.5, 6.0, 5.5, 3.5, 3.0, 2.0, 1.0),
  `small workshop` = c(5.5, 1.5, 4.0, 4.5, 3.0, 2.0, 6.0), subcontractor    = c(6.0, 2.5, 5.0, 3.0, 3.5, 1.5, 5.5),
  homeworker       = c(5.5, 3.0, 6.0, 2.5, 4.5, 5.0, 3.5), `casual labour`  = c(6.0, 4.5, 6.5, 2.0, 6.0, 2.5, 1.0))
groups <- data.frame(node = rep(nodes, each = 2), focus_group = sprintf("G%02d", 1:12), gender = c("women", "men"))
sheets <- do.call(rbind, lapply(seq_len(nrow(groups)), function(g) do.call(rbind, lapply(1:4, function(k) {
  felt <- matters[[groups$node[g]]] + (states == "empowerment") * (groups$gender[g] == "women") + rnorm(7)
  data.frame(group = groups$node[g], focus_group = groups$focus_group[g], who = paste0(groups$focus_group[g], letters[k]), item = states, rank = rank(-felt))
}))))
sheets$rank[sample(nrow(sheets), 5)] <- NA  # cards that were not laid
write(sheets, "ranking.csv")

# ---- before and after, from 1 to 10, as the focus group agreed ----------------------------------------------------------------------------

step <- c(better = 2, same = 0, worse = -2)
scores <- do.call(rbind, lapply(seq_len(nrow(groups)), function(g) do.call(rbind, lapply(states, function(state) {
  before <- sample(4:6, 1)
  after <- before + step[[voiced(groups$node[g], state)]] + sample(c(0, 0, 1), 1) * sign(step[[voiced(groups$node[g], state)]])
  data.frame(group = groups$node[g], focus_group = groups$focus_group[g], who = groups$focus_group[g], item = state, before, after)
}))))
scores$after[sample(nrow(scores), 2)] <- NA  # no agreement was reached
write(scores, "scores.csv")

# ---- coded passages of interviews ---------------------------------------------------------------------------------------------------------

says <- list(
  income = c(better = "We are paid more for the same bowl than three years ago.", worse = "What I take home is less than it was.", same = "Money comes and goes as it always did."),
  `employment rights` = c(better = "Now they ask what the minimum is before they name a price.", worse = "Nobody keeps to the minimum with us.", same = "The minimum wage is nothing we hear of."),
  `decent and secure work` = c(better = "There is work in the rainy months, too.", worse = "I do not know whether they will call me next week.", same = "The work is as steady as before."),
  `skill and training` = c(better = "In the course I learned to finish the wood myself.", worse = "Those who teach have left.", same = "Nobody has invited us to a course."),
  `minimum standard of living` = c(better = "We bought a stove and the children have shoes.", worse = "Some evenings we eat once.", same = "We live as we lived."),
  empowerment = c(better = "I keep what I earn and decide with him.", worse = "She earns less and has less of a say.", same = "At home it is decided as before."),
  `access to markets and credit` = c(better = "Three buyers come now, I can say no to one.", worse = "Buyers whom we had go past us now.", same = "We sell to the one to whom we always sold."))
own <- list(homeworker = c(`decent and secure work` = "There is a paper now, but the money comes two months late."),
            trader = c(`access to markets and credit` = "The villages sell to others behind our backs."))
people <- data.frame(group = rep(nodes, each = 8), who = sprintf("P%02d", 1:48))
segments <- do.call(rbind, lapply(seq_len(nrow(people)), function(k) {
  node <- people$group[k]
  about <- if (k %% 16 == 0) character() else sort(sample(states, 3))  # some were asked and spoke of nothing
  if (length(about) && node %in% names(own) && k %% 8 %in% 1:5) about <- union(names(own[[node]]), about)[1:3]
  if (length(about) == 0) return(data.frame(group = node, who = people$who[k], indicator = NA, direction = NA, strength = NA, quote = NA))
  way <- sapply(about, function(state) if (runif(1) < 0.88) voiced(node, state) else sample(names(step), 1))
  quote <- mapply(function(state, d) {
    if (d == "worse" && state %in% names(own[[node]])) own[[node]][[state]] else says[[state]][[d]]
  }, about, way)
  data.frame(group = node, who = people$who[k], indicator = about, direction = unname(way),
             strength = ifelse(way == "same", 1, sample(1:3, length(about), TRUE, c(0.2, 0.5, 0.3))), quote = unname(quote))
}))
write(segments, "segments.csv", quote = which(names(segments) == "quote"))

# ---- the choice of the cluster: three raters, 19 characteristics, two clusters --------------------------------------------------------------

#                location spread firms sector organization good market employment skills linkages
here  <- c(location = 5, spread = 2, firms = 5, sector = 5, organization = 4, good = 5, market = 3, employment = 5, skills = 3, linkages = 4,
           gender = 4, household = 4, social_capital = 2, provisioning = 4, institutions = 4, agglomeration = 4, joint_action = 2, upgrading = 4, growth = 3)
there <- here + c(-1, 1, -1, 0, -1, 0, 0, -1, 0, -1, 0, -1, 1, 0, -1, -1, 0, -1, -1)
clusters <- list("Carvers of the valley" = here, "Carvers of the plain" = there)
raters <- c("district officer", "association", "university")
rests_on <- c("visit of 2021", "members' list", "household survey of 2019")
ratings <- do.call(rbind, lapply(names(clusters), function(c) do.call(rbind, lapply(1:3, function(r)
  data.frame(cluster = c, rater = raters[r], characteristic = names(here),
             score = pmin(5, pmax(1, clusters[[c]] + sample(c(-1, 0, 0, 0, 0, 1), 19, TRUE))), basis = rests_on[r])))))
ratings$score[sample(nrow(ratings), 6)] <- NA  # the rater could not tell
write(ratings, "matrix-scores.csv")
