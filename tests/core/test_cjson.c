// SPDX-License-Identifier: MIT
// cJSON, as set up in build/cjson/, is there, builds with the project's compilers and has the fixes it was pinned for.
#include "test.h"

#include <cJSON.h>
#include <string.h>

static void parses_and_prints(void **state) {
    (void)state;
    cJSON *model = cJSON_Parse("{\"layers\": [{\"units\": 64, \"activation\": \"tanh\"}]}");
    assert_non_null(model);
    const cJSON *layer = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(model, "layers"), 0);
    assert_int_equal(cJSON_GetObjectItemCaseSensitive(layer, "units")->valueint, 64);
    char *text = cJSON_PrintUnformatted(model);
    assert_string_equal(text, "{\"layers\":[{\"units\":64,\"activation\":\"tanh\"}]}");
    cJSON_free(text);
    cJSON_Delete(model);
}

// Brackets without end are refused at a depth, instead of using up the stack.
static void refuses_deep_nesting(void **state) {
    (void)state;
    char bombs[20001];
    memset(bombs, '[', sizeof bombs - 1);
    bombs[sizeof bombs - 1] = '\0';
    assert_null(cJSON_Parse(bombs));
}

// Released versions before 1.7.18, without Debian's patches, read through NULL here (CVE-2024-31755).
static void survives_setting_no_string(void **state) {
    (void)state;
    cJSON *text = cJSON_CreateString("a");
    assert_null(cJSON_SetValuestring(text, NULL));
    cJSON_Delete(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_and_prints),
        cmocka_unit_test(refuses_deep_nesting),
        cmocka_unit_test(survives_setting_no_string),
    };
    return cmocka_run_group_tests_name("cjson", tests, NULL, NULL);
}
