# Writes data/observational.csv and data/experiment.csv. Run in this folder: Rscript data.R
# R 4.2.2; MatchIt 4.5.1 (Debian: r-cran-matchit), Matching 4.10-8 (Debian: r-cran-matching).
write <- function(data, file) write.csv(data, file.path("data", file), row.names = FALSE, quote = FALSE, na = "")

data(lalonde, package = "MatchIt")
m <- lalonde
person <- data.frame(
  person = seq_len(nrow(m)), group = ifelse(m$treat == 1, "trained", "survey"), age = m$age, educ = m$educ,
  race = m$race, married = m$married, nodegree = m$nodegree, re74 = m$re74, re75 = m$re75)
in_year <- function(year, earnings)
  data.frame(person[1:2], year = year, earnings = earnings, began = ifelse(m$treat == 1, 1976, 0), person[-(1:2)])
write(rbind(in_year(1974, m$re74), in_year(1975, m$re75), in_year(1978, m$re78)), "observational.csv")

data(lalonde, package = "Matching")
e <- lalonde
write(data.frame(
  person = seq_len(nrow(e)), group = ifelse(e$treat == 1, "trained", "drawn by lot"), earnings = e$re78), "experiment.csv")
