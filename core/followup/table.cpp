#include "followup/table.hpp"

#include <fstream>
#include <stdexcept>

#include "report/csv.hpp"
#include "report/number.hpp"

namespace clusia::followup {

namespace {

using nlohmann::json;

/// The fields of a change, in the order of the columns.
json fields_of(const Change& c) {
  const auto number = [](const std::optional<double>& x) { return x ? json(*x) : json(nullptr); };
  const json::array_t all{{"indicator", c.indicator},
                          {"output", c.output},
                          {"comparator", c.comparator},
                          {"contrast", c.contrast},
                          {"wave_before", c.wave_before},
                          {"wave_after", c.wave_after},
                          {"arm", c.arm},
                          {"group_columns", c.group_columns},
                          {"group_label", c.group_label},
                          {"before", number(c.before.estimate)},
                          {"before_std_error", number(c.before.std_error)},
                          {"after", number(c.after.estimate)},
                          {"after_std_error", number(c.after.std_error)},
                          {"change", number(c.change)},
                          {"std_error", number(c.std_error)},
                          {"df", number(c.df)},
                          {"p_value", number(c.p_value)},
                          {"conf_low", number(c.conf_low)},
                          {"conf_high", number(c.conf_high)},
                          {"unit", c.unit},
                          {"reading", c.reading},
                          {"mark", c.before.mark.empty() ? c.after.mark : c.before.mark},
                          {"note", c.note}};
  return all;
}

std::string field(const json& value) {
  if (value.is_null()) return "";
  return value.is_number() ? report::shortest(value.get<double>()) : report::csv_text(value.get<std::string>());
}

}  // namespace

void write_changes_csv(const Comparison& comparison, const std::filesystem::path& csv) {
  std::ofstream out(csv, std::ios::binary | std::ios::trunc);
  const auto line = [&](const json& fields, const auto& text) {
    for (std::size_t k = 0; k < fields.size(); ++k) out << (k > 0 ? "," : "") << text(fields[k]);
    out << "\r\n";
  };
  line(fields_of({}), [](const json& pair) { return pair[0].get<std::string>(); });
  for (const Change& c : comparison.changes) line(fields_of(c), [](const json& pair) { return field(pair[1]); });
  if (!out.flush()) throw std::runtime_error(csv.string() + ": cannot be written: name another folder with --out");
}

json json_of(const Comparison& comparison) {
  json all{{"confidence", comparison.confidence}, {"changes", json::array()}};
  for (const Change& c : comparison.changes) {
    json of;
    for (const json& pair : fields_of(c)) of[pair[0].get<std::string>()] = pair[1];
    all["changes"].push_back(std::move(of));
  }
  const auto add = [&](const char* name, const std::vector<Apart>& list) {
    all[name] = json::array();
    for (const Apart& a : list) all[name].push_back({{"what", a.what}, {"reason", a.reason}});
  };
  add("not_comparable", comparison.apart);
  add("notes", comparison.notes);
  all["doubts"] = comparison.doubts;
  return all;
}

json json_of(const Monitoring& of) {
  const auto number = [](const std::optional<double>& x) { return x ? json(*x) : json(nullptr); };
  json all{{"title", of.title}, {"figures", json::array()}};
  for (const Series& one : of.series) {
    json figure{{"indicator", one.indicator},
                {"output", one.output},
                {"arm", one.arm},
                {"group_columns", one.group_columns},
                {"group_label", one.group_label},
                {"unit", one.unit},
                {"centre", one.process ? json(one.process->centre) : json(nullptr)},
                {"spread", one.process ? json(one.process->spread) : json(nullptr)},
                {"points", json::array()}};
    for (const Point& p : one.points) {
      json point{{"wave", p.wave},
                 {"estimate", number(p.figure.estimate)},
                 {"std_error", number(p.figure.std_error)},
                 {"signal", p.reference ? "reference" : p.signal}};
      for (const auto& [name, limit] : {std::pair("warning_low", &Limits::warning_low),
                                        {"warning_high", &Limits::warning_high},
                                        {"action_low", &Limits::action_low},
                                        {"action_high", &Limits::action_high}})
        point[name] = p.limits ? json((*p.limits).*limit) : json(nullptr);
      figure["points"].push_back(std::move(point));
    }
    all["figures"].push_back(std::move(figure));
  }
  return all;
}

}  // namespace clusia::followup
