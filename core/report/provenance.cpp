#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

Html term(std::string_view name, const Html& value) {
  return value.empty() ? Html{} : tag("dt", text(name)) + tag("dd", value);
}

Html run_facts(const SQLite::Database& database) {
  Html facts;
  for_each_row(
      database,
      R"sql(SELECT study_path, study_sha256, clusia_version, abi_version, build, seed, isolation, machine, started,
      coalesce(finished, ''), round((julianday(finished) - julianday(started)) * 86400, 3) FROM run)sql",
      [&](SQLite::Statement& row) {
        const auto code = [&](int column) { return tag("code", text(text_at(row, column))); };
        facts = term("Study", code(0)) + term("SHA-256 of the study", code(1)) +
                term("Clusia", text(text_at(row, 2) + ", plugin interface " + text_at(row, 3))) +
                term("Built by", text(text_at(row, 4))) + term("Seed", text(text_at(row, 5))) +
                term("Isolation of plugins", text(text_at(row, 6))) + term("Machine", text(text_at(row, 7))) +
                term("Started", text(text_at(row, 8))) + term("Finished", text(text_at(row, 9)));
        if (const auto seconds = real_at(row, 10))
          facts += term("Time taken", text(with_unit(rounded(*seconds, *seconds < 10 ? 2 : 0), "seconds")));
      });
  return tag("dl", facts);
}

/// What the command line changed.
Html overrides(const SQLite::Database& database) {
  Table table("Changed by the command line: this is not the study as its file stands", {{"Option"}, {"What it did"}});
  for_each_row(database, "SELECT option, effect FROM override ORDER BY id", [&](SQLite::Statement& row) {
    table.row({tag("code", text(text_at(row, 0))), text(text_at(row, 1))});
  });
  return table.empty() ? Html{} : table.html();
}

Html deviations(const SQLite::Database& database) {
  Table table("Deviations from what was fixed", {{"What"}, {"Was"}, {"Now"}});
  const auto value = [](SQLite::Statement& row, int column) {
    return row.getColumn(column).isNull() ? "not there"_html : tag("code", text(text_at(row, column)));
  };
  for_each_row(database, "SELECT kind, subject, was, now FROM deviation ORDER BY id", [&](SQLite::Statement& row) {
    const std::string subject = text_at(row, 1);
    table.row({text_at(row, 0) == "key" ? tag("code", text(subject)) : text("Design of " + subject), value(row, 2),
               value(row, 3)});
  });
  return table.empty() ? Html{} : table.html();
}

/// What was fixed before outcomes were seen, and where the run is no longer that.
Html fixed_beforehand(const SQLite::Database& database) {
  Html section;
  for_each_row(
      database,
      "SELECT strftime('%Y-%m-%d, %H:%M UTC', fixed), designs, designs_open, hypotheses, clusia_version, "
      "study_sha256, (SELECT count(*) FROM deviation), study_text FROM lock",
      [&](SQLite::Statement& row) {
        const std::int64_t open = integer_at(row, 2), since = integer_at(row, 6);
        const std::string left = open == 0 ? "" : "; " + counted(open, "design", "designs") + " could not be made yet";
        section += tag(
            "p",
            tag("strong", text("Design fixed on " + text_at(row, 0) + "; " +
                               (since == 0 ? std::string("no deviation") : counted(since, "deviation", "deviations")) +
                               " since.")));
        section += tag("p", text("Before outcomes were read, Clusia " + text_at(row, 4) + " fixed " +
                                 counted(integer_at(row, 1), "design", "designs") + " and " +
                                 counted(integer_at(row, 3), "hypothesis", "hypotheses") + left +
                                 ". SHA-256 of the study then: " + text_at(row, 5) + "."));
        section += deviations(database);
        if (since > 0)
          section +=
              details("The study as it was fixed", tag("pre", {{"tabindex", "0"}}, tag("code", text(text_at(row, 7)))));
      });
  if (!section.empty()) return section;
  return tag("p", {{"class", "caution"}}, "Nothing was fixed before the outcomes were seen."_html);
}

Html files(const SQLite::Database& database) {
  Table table("Data files", {{"File"}, {"Data set"}, {"Bytes", Align::number}, {"SHA-256"}});
  for_each_row(
      database,
      "SELECT f.path, d.title, f.bytes, f.sha256 FROM file f JOIN dataset d ON d.id = f.dataset_id ORDER BY f.id",
      [&](SQLite::Statement& row) {
        table.row({text(text_at(row, 0)), text(text_at(row, 1)), text(rounded(real_at(row, 2), 0)),
                   tag("code", text(text_at(row, 3)))});
      });
  return table.empty() ? Html{} : table.html();
}

Html plugins(const SQLite::Database& database) {
  Table table("Plugins", {{"Plugin"}, {"Kind"}, {"Version"}, {"After"}, {"Library"}, {"SHA-256"}});
  for_each_row(
      database, "SELECT title, name, kind, version, source, path, sha256 FROM plugin ORDER BY id",
      [&](SQLite::Statement& row) {
        table.row({text(text_at(row, 0) + " (" + text_at(row, 1) + ")"), text(text_at(row, 2)), text(text_at(row, 3)),
                   text(text_at(row, 4)), tag("code", text(text_at(row, 5))), tag("code", text(text_at(row, 6)))});
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
Table settings_table(const SQLite::Database& database, std::optional<std::int64_t> indicator) {
  std::vector<Table::Column> columns = {{"Setting"}, {"Value"}, {"Set by"}, {"Convention"}};
  if (!indicator) columns.insert(columns.begin(), {"Of"});
  Table table("Settings as they held in the run", columns);
  const std::string set_by =
      count(database, "SELECT count(*) FROM override") > 0 ? "the study or the command line" : "the study";
  const std::string of =
      indicator ? " AND p.owner_kind = 'indicator' AND p.owner_id = " + std::to_string(*indicator) : "";
  for_each_row(database, parameters + of + in_order, [&](SQLite::Statement& row) {
    std::vector<Html> cells = {text(text_at(row, 1)), tag("code", text(text_at(row, 2))),
                               integer_at(row, 3) != 0 ? "default"_html : text(set_by), text(text_at(row, 4))};
    if (!indicator) cells.insert(cells.begin(), text(text_at(row, 0)));
    table.row(std::move(cells));
  });
  return table;
}

}  // namespace

Html settings(const SQLite::Database& database, std::int64_t indicator) {
  const Table table = settings_table(database, indicator);
  return table.empty() ? Html{} : table.html();
}

Html conventions(const SQLite::Database& database) {
  Table outputs("Conventions that results follow", {{"Result"}, {"Convention"}});
  for_each_row(database,
               "SELECT i.title, o.title, o.convention FROM output o JOIN indicator i ON i.id = o.indicator_id WHERE "
               "o.convention IS NOT NULL ORDER BY o.id",
               [&](SQLite::Statement& row) {
                 outputs.row({text(text_at(row, 0) + ": " + text_at(row, 1)), text(text_at(row, 2))});
               });
  const Table settings = settings_table(database, std::nullopt);
  Html section = outputs.empty() ? tag("p", "No result follows one of several conventions."_html) : outputs.html();
  if (!settings.empty()) section += details("All settings", settings.html());
  return section;
}

Html provenance(const SQLite::Database& database) {
  Html section =
      fixed_beforehand(database) + run_facts(database) + overrides(database) + files(database) + plugins(database);
  for_each_row(database, "SELECT study_text FROM run", [&](SQLite::Statement& row) {
    section += details("The study as it was read", tag("pre", {{"tabindex", "0"}}, tag("code", text(text_at(row, 0)))));
  });
  return section;
}

}  // namespace clusia::report
