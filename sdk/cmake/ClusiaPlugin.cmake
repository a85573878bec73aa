# clusia_add_plugin(NAME SOURCES file... [LIBRARIES target...])
#
# Builds one plugin as NAME.so, with the flags that keep it from disturbing its host or its neighbours:
#   hidden visibility and a version script (only clusia_plugin_entry leaves), -z defs (a missing dependency is found at link time),
#   -fno-gnu-unique (inline variables stay this library's own), and strict floating point (no -ffast-math, no contraction).
# Call it in this repository and, after find_package(Clusia), outside it: it is the same function.
function(clusia_add_plugin name)
  set(version_script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/clusia_plugin.map)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "clusia_add_plugin(${name}): no SOURCES. Right would be: clusia_add_plugin(${name} SOURCES ${name}.cpp)")
  endif()
  foreach(flag "-ffast-math" "-Ofast" "-funsafe-math-optimizations")
    if(" ${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS_${CMAKE_BUILD_TYPE}} " MATCHES " ${flag} ")
      message(FATAL_ERROR "clusia_add_plugin(${name}): ${flag} changes results and the host's floating-point state. Remove it.")
    endif()
  endforeach()
  add_library(${name} MODULE ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE Clusia::sdk ${arg_LIBRARIES})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so")
  clusia_plugin_options(${name})
  target_link_options(${name} PRIVATE "LINKER:--version-script=${version_script}")
  if(NOT CLUSIA_SANITIZE AND NOT CLUSIA_FUZZ) # the sanitizers' runtime is resolved by the program, which -z defs does not allow
    target_link_options(${name} PRIVATE "LINKER:-z,defs")
  endif()
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${version_script})
endfunction()

# How the sources of a plugin are compiled.
function(clusia_plugin_options name)
  set_target_properties(${name} PROPERTIES
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(${name} PRIVATE -fno-fast-math -ffp-contract=off
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fno-gnu-unique>)
endfunction()
