# Writes eusilc.csv: the columns that the oracles read of laeken's synthetic EU-SILC data of Austria. Run in this folder.
suppressMessages(library(laeken))
data(eusilc)
write.csv(eusilc[, c("db030", "db040", "rb050", "rb090", "age", "hsize", "eqIncome")], "eusilc.csv",
          row.names = FALSE, quote = FALSE)
