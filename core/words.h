// SPDX-License-Identifier: MIT
// Different words, numbered 0, 1, … in the order in which they come first.
#ifndef AE_WORDS_H
#define AE_WORDS_H

#include <stddef.h>

enum {
    AE_MAX_WORDS = 1024,
    AE_WORD_SLOTS = 4 * AE_MAX_WORDS, // a power of two
};

typedef struct ae_word {
    const char *at; // borrowed
    size_t length;
} ae_word;

// All zeros is empty.
typedef struct ae_words {
    int count;
    ae_word words[AE_MAX_WORDS];
    int slots[AE_WORD_SLOTS]; // by hash: one more than a word's number; 0: none
} ae_words;

// The number of a word (borrowed for as long as `words` is used); -1 when it would be one too many.
int ae_words_number(ae_words *words, ae_word word);

#endif
