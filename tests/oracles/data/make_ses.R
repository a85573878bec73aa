# The wages of ses of laeken 0.5.2 (GPL >= 2; a synthetic structure of earnings data after Austria's of 2006), rounded to 8 digits.
suppressMessages(library(laeken))
data(ses)
write.csv(data.frame(sex = ses$sex, wage = signif(ses$earningsHour, 8), weight = ses$weights), "ses.csv", row.names = FALSE, quote = FALSE)
