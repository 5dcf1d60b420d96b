// SPDX-License-Identifier: MIT
// Between the files that export what Figure 6 needs: lab_autoencoder.c has networks, lab_digits.c maps of codes and
// what is drawn of them, lab_images.c the digits themselves. See lab.h for what all exports have in common.
#ifndef LAB_DIGITS_H
#define LAB_DIGITS_H

#include "digit_map.h"
#include "lab.h"
#include "packed.h"
#include "tiles.h"

// NULL and 0 when there is no such handle, or nothing has been read yet. What writes parameters says so with
// lab_autoencoder_changed.
ae_network *lab_autoencoder_network(int handle);
ae_pass *lab_autoencoder_pass(int handle); // of TILES_ROWS rows
unsigned lab_autoencoder_version(int handle);
void lab_autoencoder_changed(int handle);

digit_map *lab_digits_map(int handle);          // NULL when there is none
const ae_packed *lab_images_packed(int handle); // likewise

#endif
