// SPDX-License-Identifier: MIT
// What a decoder makes of the codes on a plane, as pictures: of the whole plane in tiles, of a path between two codes
// in a strip. For networks with two latent units.
//
//   tiles t = {0} -> { tiles_update -> tiles_draw } -> tiles_free
//
// Nothing allocates between two tiles_update of as many tiles.
#ifndef TILES_H
#define TILES_H

#include "digit_map.h"
#include "network.h"

enum {
    TILES_ROWS = 64,   // codes decoded at a time: what the pass is for
    TILES_MOST = 4096, // tiles
};

typedef struct tiles {
    int columns, rows; // of tiles
    float side;        // of a tile, CSS px
    int width;         // of a picture
    colour *pixels;    // (rows * height, columns * width of a picture)
    size_t capacity;
    // What they are of:
    const ae_network *network;
    unsigned version, map_version; // see tiles_desc; of the map
    camera camera;
    scene_theme theme;
} tiles;

typedef struct tiles_desc {
    const ae_network *network; // borrowed; two latent units
    ae_pass *pass;             // of TILES_ROWS rows
    unsigned version;          // another number whenever the network's parameters are others
    int width;                 // of a picture, e.g. 28
    const digit_map *map;      // whose labels give the colour of tiles near to codes; NULL: all are ink
    float side;                // of a tile, CSS px, e.g. 42
} tiles_desc;

// Decodes the code at the middle of each tile of the plane that the scene's camera sees, as far as they are not that
// already. A tile has the colour of the label that most of its 5 nearest codes have, and is grey where none of these is
// within its own square. False when memory ran out, or there were more than TILES_MOST.
bool tiles_update(tiles *tiles, const tiles_desc *desc, const scene *scene);
void tiles_draw(const tiles *tiles, scene *scene);
void tiles_free(tiles *tiles); // what it owns, not the struct

// Decodes `count` codes on the straight path between two of them, both included, into pixels (width, count * width),
// written, side by side in a strip, from paper to ink. The pass is of TILES_ROWS rows.
typedef struct tiles_path {
    const ae_network *network;
    ae_pass *pass;
    int width; // of a picture
    float from[2], to[2];
    int count; // 2 … TILES_ROWS
} tiles_path;
void tiles_strip(colour *pixels, const tiles_path *path, colour paper, colour ink);

// A grey picture 0 … 1 (count) as pixels (count, written).
void tiles_picture(colour *pixels, const float *values, size_t count, colour paper, colour ink);

#endif
