# Writes needs.csv, wheel.csv and interviews.csv: three invented exercises with four groups of weavers (R 4.2.2, fixed seed).
#   Rscript make_voices.R
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(12)
items <- c("Regular orders", "Wages paid on time", "Health care", "School for children", "Clean water")
lean <- list("women, homeworkers" = c(2, 1, 3, 2.5, 4), "women, own-account" = c(2, 4, 2, 1, 3),
             "men, own-account" = c(1, 4, 3, 3, 5), "men, workshop" = c(3, 1, 2, 4, 5))
turn <- list(c(2, -2, 0, 1, 0), c(2, 0, 0, 1, 0), c(3, 0, 1, 0, 0), c(1, 1, 0, 0, -1)) # what changes for each group, item by item
people <- expand.grid(who = sprintf("p%02d", 1:8), group = names(lean), stringsAsFactors = FALSE)[, 2:1]
each <- function(f) do.call(rbind, lapply(seq_len(nrow(people)), function(k) cbind(people[k, ], f(match(people$group[k], names(lean))), row.names = NULL)))
needs <- each(function(g) data.frame(item = items, rank = rank(lean[[g]] + rnorm(5, 0, 1.1))))
needs$rank[c(14, 15)] <- 4.5 # a tie
needs$rank[23] <- NA                          # and an item that somebody would not place
wheel <- each(function(g) { before <- sample(2:7, 5, TRUE); data.frame(item = items, before, after = pmin(10, pmax(0, before + turn[[g]] + sample(-1:1, 5, TRUE)))) })
wheel$after[c(31, 77)] <- NA
said <- list(better = "There is work in most weeks now.", worse = "The trader pays when he likes.", same = "It is as it was.")
interviews <- each(function(g) { n <- sample(0:3, 1); if (n == 0) return(data.frame(indicator = "", direction = "", strength = NA, quote = ""))
  topic <- sample(c(1, 2), n, TRUE); direction <- ifelse(turn[[g]][topic] + rnorm(n) > .5, "better", ifelse(turn[[g]][topic] < 0, "worse", "same"))
  data.frame(indicator = c("Orders", "Wages")[topic], direction, strength = sample(1:3, n, TRUE), quote = unlist(said[direction])) })
for (name in c("needs", "wheel", "interviews")) write.csv(get(name), paste0(name, ".csv"), row.names = FALSE, na = "")
