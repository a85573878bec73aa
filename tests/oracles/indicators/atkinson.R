# R 4.2.2. What convey leaves out.
eusilc <- read.csv("../data/eusilc.csv")
cat(sprintf("eusilc_one,excluded,all,%.15g,,,\"atkinson.R: R 4.2.2\"\n",
            with(eusilc, sum(rb050[eqIncome <= 0]) / sum(rb050))))
