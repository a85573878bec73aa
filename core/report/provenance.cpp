#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

Html term(const std::string& name, const Html& value) {
  return value.empty() ? Html{} : tag("dt", text(name)) + tag("dd", value);
}

Html run_facts(const SQLite::Database& database, const Words& words) {
  Html facts;
  for_each_row(
      database,
      R"sql(SELECT study_path, study_sha256, clusia_version, abi_version, build, seed, isolation, machine, started,
      coalesce(finished, ''), round((julianday(finished) - julianday(started)) * 86400, 3) FROM run)sql",
      [&](SQLite::Statement& row) {
        const auto fact = [&](std::string_view key, const Html& value) {
          facts += term(words("provenance." + std::string(key)), value);
        };
        fact("study", tag("code", text(text_at(row, 0))));
        fact("study_sum", tag("code", text(text_at(row, 1))));
        fact("clusia", text(words("provenance.version", {{"version", text_at(row, 2)}, {"abi", text_at(row, 3)}})));
        int column = 4;
        for (const char* key : {"build", "seed", "isolation", "machine", "started", "finished"})
          fact(key, text(text_at(row, column++)));
        if (const auto seconds = real_at(row, 10))
          fact("taken", text(words.with_unit(words.number(*seconds, *seconds < 10 ? 2 : 0), "seconds")));
      });
  return tag("dl", facts);
}

/// What the command line changed.
Html overrides(const SQLite::Database& database, const Words& words) {
  Table table(words("provenance.overrides"), {{words("provenance.option")}, {words("provenance.did")}});
  for_each_row(database, "SELECT option, effect FROM override ORDER BY id", [&](SQLite::Statement& row) {
    table.row({tag("code", text(text_at(row, 0))), text(text_at(row, 1))});
  });
  return table.empty() ? Html{} : table.html();
}

Html deviations(const SQLite::Database& database, const Words& words) {
  Table table(words("lock.deviations"), {{words("lock.what")}, {words("lock.was")}, {words("lock.now")}});
  const auto value = [&](SQLite::Statement& row, int column) {
    return row.getColumn(column).isNull() ? text(words("lock.not_there")) : tag("code", text(text_at(row, column)));
  };
  for_each_row(database, "SELECT kind, subject, was, now FROM deviation ORDER BY id", [&](SQLite::Statement& row) {
    const std::string subject = text_at(row, 1);
    table.row(
        {text_at(row, 0) == "key" ? tag("code", text(subject)) : text(words("lock.design_of", {{"subject", subject}})),
         value(row, 2), value(row, 3)});
  });
  return table.empty() ? Html{} : table.html();
}

/// What was fixed before outcomes were seen, and where the run is no longer that.
Html fixed_beforehand(const SQLite::Database& database, const Words& words) {
  Html section;
  for_each_row(
      database,
      "SELECT strftime('%Y-%m-%d, %H:%M UTC', fixed), designs, designs_open, hypotheses, clusia_version, "
      "study_sha256, (SELECT count(*) FROM deviation), study_text FROM lock",
      [&](SQLite::Statement& row) {
        const std::int64_t open = integer_at(row, 2), since = integer_at(row, 6);
        const std::string deviating = since == 0 ? words("lock.no_deviation") : words.counted(since, "lock.since");
        section +=
            tag("p", tag("strong", text(words("lock.fixed", {{"when", text_at(row, 0)}, {"deviations", deviating}}))));
        section +=
            tag("p", text(words("lock.before", {{"version", text_at(row, 4)},
                                                {"designs", words.counted(integer_at(row, 1), "count.designs")},
                                                {"hypotheses", words.counted(integer_at(row, 3), "count.hypotheses")},
                                                {"left", open == 0 ? "" : words.counted(open, "lock.open")},
                                                {"sum", text_at(row, 5)}})));
        section += deviations(database, words);
        if (since > 0)
          section += details(words("lock.study"), tag("pre", {{"tabindex", "0"}}, tag("code", text(text_at(row, 7)))));
      });
  if (!section.empty()) return section;
  return tag("p", {{"class", "caution"}}, text(words("lock.none")));
}

Html files(const SQLite::Database& database, const Words& words) {
  Table table(words("provenance.files"), {{words("provenance.file")},
                                          {words("column.dataset")},
                                          {words("provenance.bytes"), Align::number},
                                          {words("column.sum")}});
  for_each_row(
      database,
      "SELECT f.path, d.title, f.bytes, f.sha256 FROM file f JOIN dataset d ON d.id = f.dataset_id ORDER BY f.id",
      [&](SQLite::Statement& row) {
        table.row({text(text_at(row, 0)), text(text_at(row, 1)), text(words.number(real_at(row, 2), 0)),
                   tag("code", text(text_at(row, 3)))});
      });
  return table.empty() ? Html{} : table.html();
}

Html plugins(const SQLite::Database& database, const Words& words) {
  Table table(words("provenance.plugins"), {{words("provenance.plugin")},
                                            {words("column.level")},
                                            {words("provenance.plugin_version")},
                                            {words("column.after")},
                                            {words("provenance.library")},
                                            {words("column.sum")}});
  for_each_row(database, "SELECT title, name, kind, version, source, path, sha256 FROM plugin ORDER BY id",
               [&](SQLite::Statement& row) {
                 table.row({text(text_at(row, 0) + " (" + text_at(row, 1) + ")"),
                            text(words("plugin_kind." + text_at(row, 2))), text(text_at(row, 3)), text(text_at(row, 4)),
                            tag("code", text(text_at(row, 5))), tag("code", text(text_at(row, 6)))});
               });
  return table.empty() ? Html{} : table.html();
}

constexpr const char* parameters = R"sql(
  SELECT x.title, p.name, p.value, p.is_default, coalesce(p.convention, '') FROM parameter p JOIN (
    SELECT 'dataset' AS kind, id, title FROM dataset UNION ALL SELECT 'indicator', id, title FROM indicator
    UNION ALL SELECT 'comparator', id, title FROM comparator) x ON x.kind = p.owner_kind AND x.id = p.owner_id WHERE 1)sql";
constexpr const char* in_order = R"sql(
  ORDER BY CASE p.owner_kind WHEN 'dataset' THEN 0 WHEN 'indicator' THEN 1 ELSE 2 END, p.owner_id, p.rowid)sql";

/// Of everything, or of one indicator, which then needs no naming.
Table settings_table(const SQLite::Database& database, std::optional<std::int64_t> indicator, const Words& words) {
  std::vector<Table::Column> columns = {
      {words("settings.setting")}, {words("column.value")}, {words("settings.set_by")}, {words("column.convention")}};
  if (!indicator) columns.insert(columns.begin(), {words("column.of")});
  Table table(words("settings.caption"), columns);
  const std::string set_by =
      words(count(database, "SELECT count(*) FROM override") > 0 ? "settings.study_or_command" : "settings.study");
  const std::string of =
      indicator ? " AND p.owner_kind = 'indicator' AND p.owner_id = " + std::to_string(*indicator) : "";
  for_each_row(database, parameters + of + in_order, [&](SQLite::Statement& row) {
    std::vector<Html> cells = {text(text_at(row, 1)), tag("code", text(text_at(row, 2))),
                               integer_at(row, 3) != 0 ? text(words("settings.default")) : text(set_by),
                               text(words.said(text_at(row, 4)))};
    if (!indicator) cells.insert(cells.begin(), text(text_at(row, 0)));
    table.row(std::move(cells));
  });
  return table;
}

}  // namespace

Html settings(const SQLite::Database& database, std::int64_t indicator, const Words& words) {
  const Table table = settings_table(database, indicator, words);
  return table.empty() ? Html{} : table.html();
}

Html conventions(const SQLite::Database& database, const Words& words) {
  Table outputs(words("conventions.caption"), {{words("column.result")}, {words("column.convention")}});
  for_each_row(database,
               "SELECT i.title, o.title, o.convention FROM output o JOIN indicator i ON i.id = o.indicator_id WHERE "
               "o.convention IS NOT NULL ORDER BY o.id",
               [&](SQLite::Statement& row) {
                 outputs.row({text(text_at(row, 0) + words("colon") + words.output(text_at(row, 1))),
                              text(words.said(text_at(row, 2)))});
               });
  const Table settings = settings_table(database, std::nullopt, words);
  Html section = outputs.empty() ? tag("p", text(words("conventions.none"))) : outputs.html();
  if (!settings.empty()) section += details(words("settings.all"), settings.html());
  return section;
}

Html provenance(const SQLite::Database& database, const Words& words) {
  Html section = fixed_beforehand(database, words) + run_facts(database, words) + overrides(database, words) +
                 files(database, words) + plugins(database, words);
  for_each_row(database, "SELECT study_text FROM run", [&](SQLite::Statement& row) {
    section += details(words("provenance.read"), tag("pre", {{"tabindex", "0"}}, tag("code", text(text_at(row, 0)))));
  });
  return section;
}

}  // namespace clusia::report
