source("common.R")
# Duncan and Duncan (1955).
duncan <- function(over, group, first, second) function(w, v) {
  share <- function(g) tapply(w * (v[[group]] == g), v[[over]], sum) / sum(w[v[[group]] == g])
  sum(abs(share(first) - share(second))) / 2
}
d <- design("workers.csv")
d <- subset(d, !is.na(occupation))
for (g in c("all", "south"))
  line("occupations", "dissimilarity", g, smooth(duncan("occupation", "sex", "female", "male"), if (g == "all") d else subset(d, region == g)), by_weights)
line("regions", "dissimilarity", "all", smooth(duncan("region", "occupation", "stitching", "cutting"), d), by_weights)
