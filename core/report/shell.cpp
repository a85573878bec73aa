#include "report/shell.hpp"

#include "report/web.hpp"
#include "version.hpp"

namespace clusia::report {
namespace {

using Places = std::map<std::string, std::string, std::less<>>;

Places places(const Shell& shell, const Html& content, const Words& words) {
  return {{"language", words("language")},
          {"skip", text(words("skip")).string()},
          {"colon", words("colon")},
          {"title", text(shell.title).string()},
          {"kind", text(shell.kind).string()},
          {"question", text(shell.question).string()},
          {"made_by", text(shell.made_by).string()},
          {"style", std::string(web::style()) + shell.style},
          {"content", content.string()}};
}

Shell of_command(std::string_view kind, std::string_view title, std::string_view question) {
  return {std::string(kind), std::string(title), std::string(question), "Clusia " + std::string(version), ""};
}

}  // namespace

std::string shell_page(const Shell& shell, const Html& content, const Words& words) {
  return fill(web::shell(), places(shell, content, words));
}

std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content) {
  return shell_page(of_command(kind, title, question), content, Words("en"));
}

std::string drawn_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content,
                       std::string_view script) {
  Places all = places(of_command(kind, title, question), content, Words("en"));
  all.merge(Places{{"own_script", std::string(script)},
                   {"script", std::string(web::script())},
                   {"vega", std::string(web::vega())},
                   {"vega_lite", std::string(web::vega_lite())},
                   {"licence", std::string(web::licence())}});
  return fill(web::drawn(), all);
}

}  // namespace clusia::report
