#!/bin/sh
# SPDX-License-Identifier: MIT
# The layers know each other in one direction only: article/ -> web/ -> core/ -> cJSON.
failures=0

# absent "WHAT IS FORBIDDEN" PATTERN FILE...: fails when a file has a line with the pattern
absent() {
    rule=$1 pattern=$2
    shift 2
    if grep -nE "$pattern" "$@"; then
        echo "check-layers: $rule" >&2
        failures=1
    fi
}

# only "RULE" PATTERN ALLOWED: fails when a C file other than the allowed one has a line with the pattern
only() {
    found=$(grep -lE "$2" core/*.[ch] core/*/*.[ch] web/*.[ch] web/*/*.[ch] | grep -vxF "$3")
    [ -z "$found" ] && return
    echo "check-layers: $1, but so does $found" >&2
    failures=1
}

absent 'core/ knows nothing of the browser' '#include[ "<]+(emscripten|GLES|\.\./web)|EMSCRIPTEN' core/*.[ch] core/*/*.[ch]
absent 'core/ includes nothing of web/' "#include \"($(basename -s .h web/*.h | paste -sd '|'))\.h\"" core/*.[ch] core/*/*.[ch]
absent 'core/ knows nothing of the command line' '#include "(\.\./)?cli/' core/*.[ch]
absent 'core/ opens no files and prints nothing, the command line apart' '\b(fopen|printf|puts|exit) *\(' core/*.[ch]
only 'core/model_json.c alone includes cJSON' '#include.*cJSON\.[ch]' core/model_json.c
only 'core/cli/files.c alone includes zlib.h' '#include.*zlib\.h' core/cli/files.c
only 'web/gfx_gl.c alone includes GLES' '#include.*GLES' web/gfx_gl.c
only 'web/poster/png_file.c alone includes png.h' '#include <png\.h' web/poster/png_file.c
absent 'the article uses the figure element only' 'from .*(web/|#core)|import .*(core|engine|trainer|panel)\.js' article/*.js article/*.html
absent 'the article knows nothing of wasm' '\.wasm|HEAPF32|_lab_' article/*
absent 'web/ knows nothing of the article' '(from|import) .*article/' \
    $(ls web/*.js web/*/*.js | grep -vxE 'web/(vite\.config|single/build)\.js')
absent 'JavaScript outside the core wrapper and the renderer does not touch wasm memory' 'HEAP(F32|U8)' \
    $(ls web/*.js web/*/*.js | grep -vxE 'web/core(_[a-z_]+)?\.js')
exit $failures
