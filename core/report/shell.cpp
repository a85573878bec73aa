#include "report/shell.hpp"

#include "report/web.hpp"
#include "version.hpp"

namespace clusia::report {

std::string shell_page(const Shell& shell, const Html& content, const Words& words) {
  return fill(web::shell(), {{"language", words("language")},
                             {"skip", text(words("skip")).string()},
                             {"colon", words("colon")},
                             {"title", text(shell.title).string()},
                             {"kind", text(shell.kind).string()},
                             {"question", text(shell.question).string()},
                             {"made_by", text(shell.made_by).string()},
                             {"style", std::string(web::style()) + shell.style},
                             {"content", content.string()}});
}

std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content) {
  return shell_page(
      {std::string(kind), std::string(title), std::string(question), "Clusia " + std::string(version), ""}, content,
      Words("en"));
}

}  // namespace clusia::report
