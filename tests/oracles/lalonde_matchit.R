# The 614 rows of MatchIt's lalonde (treated of the National Supported Work demonstration, comparison rows of the PSID), written with
# 15 digits. MatchIt 4.5.1 (Debian 12: r-cran-matchit), GPL (>= 2); the data go back to LaLonde 1986 and Dehejia and Wahba 1999.
#   Rscript lalonde_matchit.R > lalonde_matchit.csv
data(lalonde, package="MatchIt")
for (k in names(lalonde)) if (is.numeric(lalonde[[k]])) lalonde[[k]] <- sprintf("%.15g", lalonde[[k]])
write.csv(lalonde, stdout(), quote=FALSE, row.names=FALSE)
