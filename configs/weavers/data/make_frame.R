# An invented cluster of weavers in 24 villages, half of them in a programme: who could be asked. R 4.2, fixed seed; the CSV is the data.
#   Rscript make_frame.R      writes frame.csv
set.seed(24)
villages <- data.frame(village = sprintf("V%02d", 1:24), programme = rep(c("yes", "no"), 12), people = round(rlnorm(24, log(60), .45)))
rows <- villages[rep(1:24, villages$people), ]
n <- nrow(rows)
node <- sample(c("trader", "workshop", "own-account", "homeworker"), n, TRUE, c(.04, .16, .35, .45))
women <- c(trader = .1, workshop = .3, `own-account` = .4, homeworker = .85)[node]
frame <- data.frame(unit = sprintf("%s-%03d", rows$village, ave(seq_len(n), rows$village, FUN = seq_along)), village = rows$village,
                    programme = rows$programme, node, gender = ifelse(runif(n) < women, "women", "men"),
                    community = sample(c("A", "B", "C"), n, TRUE, c(.6, .3, .1)),
                    looms = pmax(1, rpois(n, c(trader = 8, workshop = 6, `own-account` = 2, homeworker = 1)[node])))
write.csv(frame[order(runif(n)), ], "frame.csv", row.names = FALSE, quote = FALSE)
