// SPDX-License-Identifier: MIT
#include "words.h"

#include <stdint.h>
#include <string.h>

// FNV-1a
static uint32_t hash(ae_word word) {
    uint32_t h = 2166136261u;
    for (size_t k = 0; k < word.length; k++) h = (h ^ (unsigned char)word.at[k]) * 16777619u;
    return h;
}

int ae_words_number(ae_words *words, ae_word word) {
    uint32_t slot = hash(word) % AE_WORD_SLOTS; // three in four are free, so that the search ends
    for (; words->slots[slot]; slot = (slot + 1) % AE_WORD_SLOTS) {
        const ae_word *known = &words->words[words->slots[slot] - 1];
        if (known->length == word.length && !memcmp(known->at, word.at, word.length)) return words->slots[slot] - 1;
    }
    if (words->count == AE_MAX_WORDS) return -1;
    words->words[words->count] = word;
    words->slots[slot] = ++words->count;
    return words->count - 1;
}
