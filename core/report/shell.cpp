#include "report/shell.hpp"

#include "report/web.hpp"
#include "version.hpp"

namespace clusia::report {

namespace {

using Places = std::map<std::string, std::string, std::less<>>;

Places places(std::string_view kind, std::string_view title, std::string_view question, const Html& content) {
  return {{"title", text(title).string()},       {"kind", text(kind).string()},
          {"question", text(question).string()}, {"made_by", text("Clusia " + std::string(version)).string()},
          {"style", std::string(web::style())},  {"content", content.string()}};
}

}  // namespace

std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content) {
  return fill(web::shell(), places(kind, title, question, content));
}

std::string drawn_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content,
                       std::string_view script) {
  Places all = places(kind, title, question, content);
  all.merge(Places{{"own_script", std::string(script)},
                   {"script", std::string(web::script())},
                   {"vega", std::string(web::vega())},
                   {"vega_lite", std::string(web::vega_lite())},
                   {"licence", std::string(web::licence())}});
  return fill(web::drawn(), all);
}

}  // namespace clusia::report
