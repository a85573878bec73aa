# Sourced by `Rscript data.R check N`: N samples, each with other random numbers than the data. For every row of the truth: the mean
# difference in differences less the truth, and that over its own standard error. All should lie about zero, and few beyond 2.
samples <- as.integer(arguments[2])
set.seed(1)
columns <- list(daily_income = c("people", "daily_income"), days = c("people", "days"), contract = c("people", "contract"),
  training = c("people", "trained"), household_income = c("households", "head_income"), women_income = c("households", "women_income"),
  revenue = c("firms", "sales"), largest_buyer = c("firms", "largest_buyer"), minimum_wage = c("people", "daily_income"),
  poverty = c("households", "head_income"), daily_income_beside = c("people", "daily_income"), days_beside = c("people", "days"),
  earnings = c("households", "earnings"), working_poor = c("people", "head_income"), fund = c("groups", "fund"), members_income = c("groups", "members_income"))
line <- c(working_poor = poverty_line, minimum_wage = minimum_wage, poverty = poverty_line)
truths <- truth()

# What the study makes of linked tables, made here by other means.
linked <- function(data) {
  key <- function(table, of) paste(table[[of]], table$year)
  people <- key(data$people, "household"); homes <- key(data$households, "household")
  data$households$earnings <- unname(tapply(data$people$daily_income, people, sum)[homes])
  data$people$head_income <- data$households$head_income[match(people, homes)]
  drawn <- .Random.seed  # groups move nothing else
  data$groups <- draw_groups(data$households)
  assign(".Random.seed", drawn, globalenv())
  data$groups$members_income <- unname(tapply(data$households$head_income, key(data$households, "group"), mean, na.rm = TRUE)[key(data$groups, "group")])
  data
}

one <- function(data, row) {
  table <- data[[columns[[row$indicator]][1]]]
  y <- table[[columns[[row$indicator]][2]]]
  if (row$indicator %in% names(line)) y <- +(y < line[[row$indicator]])
  w <- (if (is.null(table$weight)) rep(1, nrow(table)) else table$weight) * (if (is.null(table$persons) || columns[[row$indicator]][1] != "households") 1 else table$persons)
  group <- switch(row$columns, node = table$node, gender = table$gender, producers = table$producers, `node, gender` = paste(table$node, table$gender, sep = " · "), rep("all", nrow(table)))
  with <- if (row$contrast == "spillover") "beside" else "programme"
  mean_of <- function(arm, year) { at <- table$arm == arm & table$year == year & group == row$group & !is.na(y); weighted.mean(y[at], w[at]) }
  mean_of(with, 2025) - mean_of(with, 2022) - mean_of("elsewhere", 2025) + mean_of("elsewhere", 2022)
}

found <- sapply(seq_len(samples), function(k) { data <- linked(draw()); sapply(seq_len(nrow(truths)), function(i) one(data, truths[i, ])) })
off <- rowMeans(found, na.rm = TRUE) - truths$truth
z <- off / (apply(found, 1, sd, na.rm = TRUE) / sqrt(rowSums(!is.na(found))))
result <- cbind(truths[c("indicator", "contrast", "group", "truth")], off = signif(off, 2), z = round(z, 2))
print(result[order(-abs(z)), ], row.names = FALSE)
cat(sum(abs(z) > 2, na.rm = TRUE), "of", sum(is.finite(z)), "lie beyond 2\n")
