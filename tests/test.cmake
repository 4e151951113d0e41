include(GoogleTest)

# calanque_test(name SOURCES ... LIBRARIES ...)
#
# One GoogleTest program; each of its TESTs is a test of ctest named <name>.<suite>.<test>. The sources may use the macros
# CALANQUE_SOURCE_DIR and CALANQUE_BINARY_DIR to find data.
function(calanque_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(
    ${name} PRIVATE CALANQUE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CALANQUE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  gtest_discover_tests(${name} TEST_PREFIX "${name}." NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
