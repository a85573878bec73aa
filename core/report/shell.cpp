#include "report/shell.hpp"

#include "report/web.hpp"
#include "version.hpp"

namespace clusia::report {
namespace {

Shell of_command(std::string_view kind, std::string_view title, std::string_view question) {
  return {std::string(kind), std::string(title), std::string(question), "Clusia " + std::string(version), ""};
}

}  // namespace

std::string charts(const std::vector<std::string_view>& scripts, const Words& words) {
  // Axes have the marks of the language; those of English are what the libraries write by themselves.
  const std::string locale = words("number.decimal") == "."
                                 ? ""
                                 : "locale: { number: { decimal: '" + words("number.decimal") + "', thousands: '" +
                                       words("number.thousands") + "', grouping: [3], currency: ['', ''] } }, ";
  std::string own;
  for (const std::string_view script : scripts) own += (own.empty() ? "" : "\n") + std::string(script);
  return fill(web::charts(), {{"own", words.fill(own, {})},
                              {"script", words.fill(web::script(), {{"locale", locale}})},
                              {"vega", std::string(web::vega())},
                              {"vega_lite", std::string(web::vega_lite())},
                              {"licence", std::string(web::licence())}});
}

std::string shell_page(const Shell& shell, const Html& content, const Words& words) {
  return fill(web::shell(), {{"language", words("language")},
                             {"skip", text(words("skip")).string()},
                             {"colon", words("colon")},
                             {"title", text(shell.title).string()},
                             {"kind", text(shell.kind).string()},
                             {"question", text(shell.question).string()},
                             {"made_by", text(shell.made_by).string()},
                             {"style", std::string(web::style()) + shell.style},
                             {"content", content.string()},
                             {"scripts", shell.charts.empty() ? "" : "script-src 'unsafe-inline' 'unsafe-eval'; "},
                             {"charts", shell.charts}});
}

std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content,
                       const Words& words) {
  return shell_page(of_command(kind, title, question), content, words);
}

std::string drawn_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content,
                       std::string_view script, const Words& words) {
  Shell shell = of_command(kind, title, question);
  shell.charts = charts({script}, words);
  return shell_page(shell, content, words);
}

}  // namespace clusia::report
