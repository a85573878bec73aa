#include "report/drawing.hpp"

#include <cmath>

namespace clusia::report {
namespace {

/// JSON that can stand inside a <script> element, whatever its texts hold.
std::string island(const Json& data) {
  std::string safe;
  for (const char c : data.dump(-1, ' ', true, Json::error_handler_t::replace))
    safe += c == '<' ? "\\u003c" : std::string(1, c);
  return safe;
}

}  // namespace

Json json(const std::optional<double>& value) { return value && std::isfinite(*value) ? Json(*value) : Json(nullptr); }

Html drawing(const Json& data, const std::string& caption, const Words& words) {
  const Html place = tag(
      "div", {{"class", "chart"}, {"role", "img"}, {"aria-label", words("caption.chart", {{"caption", caption}})}}, {});
  const Html source = R"(<script type="application/json">)"_html + Html::script_data(island(data)) + "</script>"_html;
  return "\n"_html + tag("figure", tag("figcaption", text(caption)) + place + source);
}

}  // namespace clusia::report
