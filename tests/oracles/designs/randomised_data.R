# The data of two experiments, and of an invented one. R 4.2.2.
# - experiment.csv: lalonde of Matching 4.10-8 (GPL-3), the National Supported Work demonstration: LaLonde 1986, Dehejia and Wahba 1999.
#   `weight` is invented.
# - star.csv: the kindergarten year of STAR of AER 1.2-10 (GPL-2 or 3), Tennessee's class-size experiment: Word et al. 1990, Stock and
#   Watson 2007. Pupils with a class type and both scores.
# - villages.csv: made here, seed 20: twelve pairs of villages, one of each pair in the programme, by household.
# - pairs.csv: its first household of each village.
#   Rscript randomised_data.R
suppressMessages({library(Matching); library(AER)})
data(lalonde, package="Matching"); data(STAR)
write.csv(data.frame(lalonde[c("treat","age","educ","black","hisp","married","nodegr","re74","re75")], weight=1+lalonde$age/20,
                     re78=lalonde$re78), "experiment.csv", row.names=FALSE, quote=FALSE)
s <- STAR[!is.na(STAR$stark) & !is.na(STAR$readk) & !is.na(STAR$mathk), ]
write.csv(data.frame(class=s$stark, school=paste0("s", s$schoolidk), female=as.integer(s$gender=="female"),
                     free_lunch=as.integer(s$lunchk=="free"), experience=s$experiencek, score=s$readk+s$mathk),
          "star.csv", row.names=FALSE, quote=FALSE, na="")
set.seed(20)
v <- data.frame(village=sprintf("v%02d", 1:24), pair=rep(sprintf("p%02d", 1:12), each=2), programme=c(replicate(12, sample(0:1))))
h <- v[rep(1:24, sample(4:9, 24, TRUE)), ]; n <- nrow(h); p <- rnorm(24)
h$land <- round(rexp(n), 3); h$weight <- round(runif(n, .5, 2), 3)
h$income <- round(20 + 3*p[match(h$village, v$village)] + 2*h$land + 1.5*h$programme + rnorm(n, 0, 2), 3)
h$household <- sprintf("h%03d", 1:n)
write.csv(h, "villages.csv", row.names=FALSE, quote=FALSE)
write.csv(h[!duplicated(h$village), ], "pairs.csv", row.names=FALSE, quote=FALSE)
