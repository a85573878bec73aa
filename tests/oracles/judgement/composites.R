# Composites, bounds and ranks of clusters on the cluster to poverty matrix, and how often each is first under random weightings
# (exponential variates as shares are uniform over all weightings). Base R 4.2.2.
#   Rscript composites.R      writes composites_scores.csv and composites.csv
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(5)
families <- list(general = c("location", "spread", "firms", "sector", "organization", "good", "market", "employment", "skills", "linkages"),
                 social = c("gender", "household", "social_capital", "provisioning"),
                 processes = c("institutions", "agglomeration", "joint_action", "upgrading", "growth"))
ids <- unlist(families, use.names = FALSE); family <- rep(names(families), lengths(families))
clusters <- c("Amra", "Boro", "Cola", "Dera"); raters <- c("r1", "r2", "r3")
scores <- expand.grid(cluster = clusters, rater = raters, characteristic = ids, stringsAsFactors = FALSE)
scores$score <- pmin(5, pmax(1, match(scores$cluster, clusters) / 4 + match(scores$characteristic, ids) %% 4 + sample(-1:2, nrow(scores), TRUE)))
scores$score <- round(scores$score)
scores$score[sample(nrow(scores), 120)] <- NA
scores$score[scores$cluster == "Cola" & scores$characteristic %in% families$social] <- NA
write.csv(scores, "composites_scores.csv", row.names = FALSE, quote = FALSE, na = "")
means <- tapply(scores$score, list(scores$cluster, scores$characteristic), mean, na.rm = TRUE)[clusters, ids]
means[is.nan(means)] <- NA
own <- setNames(rep(1, 19), ids); own[c("employment", "gender", "linkages")] <- c(2, .5, 0)
cases <- list(plain = setNames(rep(1, 19), ids), own = own)
cases$families <- own / tapply(own, family, sum)[family] * c(general = 1, social = 2, processes = 1)[family]
composite <- function(s, w) { there <- !is.na(s); if (!any(there)) NA else sum((s * w)[there]) / sum(w[there]) }
show <- function(x) ifelse(is.na(x), "", sprintf("%.15g", x))
out <- do.call(rbind, lapply(names(cases), function(case) {
  w <- cases[[case]]; w <- w / sum(w)
  overall <- apply(means, 1, composite, w)
  first <- rowMeans(vapply(1:100000, function(k) { x <- apply(means, 1, composite, rexp(19) * (w > 0)); x == max(x) }, logical(4)))
  data.frame(case, cluster = clusters, overall = show(overall), least = show(apply(means, 1, function(s) sum(w * ifelse(is.na(s), 1, s)))),
             most = show(apply(means, 1, function(s) sum(w * ifelse(is.na(s), 5, s)))), rank = rank(-overall, ties.method = "min"), first = show(first),
             sapply(names(families), function(f) show(apply(means[, family == f], 1, composite, w[family == f]))))
}))
write.csv(out, "composites.csv", row.names = FALSE, quote = FALSE)
