# Prints read_csv.txt from read_csv.csv: name, class and values of each column ("." missing, dates as days since 1970).
# R 4.2.2 (Debian 12): Rscript read_csv.R > read_csv.txt
d <- read.csv("read_csv.csv", na.strings = c("", "NA"))
d$born <- as.Date(d$born)  # read.csv infers no dates
for (name in names(d)) {
  x <- d[[name]]
  s <- if (is.numeric(x) || inherits(x, "Date")) sprintf("%.17g", as.numeric(x)) else as.character(x)
  s[is.na(x)] <- "."
  cat(name, class(x), s, "\n")
}
