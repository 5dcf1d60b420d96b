// SPDX-License-Identifier: MIT
// What went wrong, in a code for programs and a sentence for people.
//
// Every function of the core that can fail returns an ae_status and, when given one, fills an ae_error whose
// detail names the field ("layers[2].units is 0, …"). The core never prints and never exits. A mistake of the
// programmer who calls it (a NULL handle, a batch larger than promised) is an assert, not a status.
#ifndef AE_STATUS_H
#define AE_STATUS_H

typedef enum ae_status {
    AE_OK = 0,
    AE_BAD_VALUE,     // a field of a description is impossible
    AE_BAD_DATA,      // the data hold a value that cannot be trained on
    AE_OUT_OF_MEMORY, // nothing was allocated, nothing is leaked
    AE_DIVERGED,      // the loss is no longer a finite number
} ae_status;

typedef struct ae_error {
    ae_status status;
    char detail[128]; // always terminated; cut when it does not fit
} ae_error;

// Fills `error` (written; may be NULL) and returns `status`. `format` knows %d (int) and %s (const char *) alone, so
// that no printf is linked into the page.
ae_status ae_fail(ae_error *error, ae_status status, const char *format, ...);

#endif
