# R 4.2.2, survey 4.1-1.
source("numerical.R"); source("tails.R")
numerical <- "income_share.R: survey 4.1-1 svytotal of the numerical derivative"
print_rows("survey_bottom", "share", function(v, w) lorenz(v$income, w, .4) / sum(w * v$income), numerical, step = 1 / 4096)
print_rows("survey_top", "share", function(v, w) 1 - lorenz(v$income, w, .9) / sum(w * v$income), numerical, step = 1 / 4096)
for (convey in c(FALSE, TRUE))
  print_linearised(if (convey) "survey_convey" else "survey_whole", "share", function(y, w) {
    a <- whole(y, w, .2, convey)
    Y <- sum(w * y)
    list(value = a$value / Y, u = (a$u - a$value / Y * y) / Y)
  }, "income_share.R: survey 4.1-1 svytotal of the linearised variable")
