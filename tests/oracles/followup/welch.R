# The difference of two independent means by Welch's test, on R's data set sleep (Student 1908; Cushny and Peebles 1905).
# Prints what a results database would hold of each group, and what R makes of the two.
# Rscript welch.R > welch.csv
values <- split(sleep$extra, sleep$group)
figure <- function(x) c(mean(x), sd(x) / sqrt(length(x)), length(x) - 1)
test <- t.test(values[[2]], values[[1]])
normal <- 1.58 + c(-1, 1) * qnorm(0.975) * sqrt(sum(sapply(values, function(x) var(x) / length(x))))
row <- function(name, value) cat(name, ",", format(value, digits = 17), "\n", sep = "")
cat("# ", R.version.string, "\nname,value\n", sep = "")
for (k in 1:2) for (i in 1:3) row(paste0(c("mean", "std_error", "df")[i], k), figure(values[[k]])[i])
row("change", unname(test$estimate[1] - test$estimate[2]))
row("std_error", test$stderr)
row("df", unname(test$parameter))
row("p_value", test$p.value)
row("conf_low", test$conf.int[1])
row("conf_high", test$conf.int[2])
row("normal_low", normal[1])
row("normal_high", normal[2])
