#include "report/shell.hpp"

#include "report/web.hpp"
#include "version.hpp"

namespace clusia::report {

std::string shell_page(std::string_view kind, std::string_view title, std::string_view question, const Html& content) {
  return fill(web::shell(), {{"title", text(title).string()},
                             {"kind", text(kind).string()},
                             {"question", text(question).string()},
                             {"made_by", text("Clusia " + std::string(version)).string()},
                             {"style", std::string(web::style())},
                             {"content", content.string()}});
}

}  // namespace clusia::report
