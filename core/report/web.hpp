/// The files of core/report/web and the drawing libraries, as they were when the program was built.
#pragma once

#include <string_view>

namespace clusia::report::web {

std::string_view page();
std::string_view shell();   ///< a page of a command
std::string_view charts();  ///< the end of a page that has some: the drawing libraries and what draws with them
std::string_view plan_page();
std::string_view style();
std::string_view groups_style();      ///< of pages for a wall, beside style()
std::string_view indicators_style();  ///< of the pages of indicators, beside style()
std::string_view english();           ///< TOML: what the pages for a wall say
std::string_view french();            ///< the same in French
std::string_view balance_script();
std::string_view levels_script();  ///< charts of levels
std::string_view curves_script();
std::string_view strategies_script();
std::string_view power_script();    ///< charts of what a planned sample sees
std::string_view trial_script();    ///< charts of a study that was tried out
std::string_view control_script();  ///< figures over waves with limits
std::string_view script();          ///< charts of effects, and what draws them all
std::string_view vega();
std::string_view vega_lite();
std::string_view licence();  ///< of the drawing libraries

}  // namespace clusia::report::web
