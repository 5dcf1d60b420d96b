#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the native test programs, build/native/CONFIGURATION/test_NAME, and goes on after a failure.
# Reports go to build/reports/ as JUnit XML; what failed is shown at once.
mkdir -p build/reports
failures=0
for program in "$@"; do
    name=$(basename "$(dirname "$program")")-$(basename "$program")
    report=build/reports/$name.xml
    rm -f "$report"
    if CMOCKA_MESSAGE_OUTPUT=xml CMOCKA_XML_FILE=$report "$program" >"build/reports/$name.log" 2>&1; then
        echo "passed  $name ($(grep -c '<testcase' "$report") tests)"
    else
        echo "FAILED  $name"
        [ -f "$report" ] && sed -n '/<failure/,/<\/failure/p' "$report"
        cat "build/reports/$name.log"
        failures=1
    fi
done
exit $failures
