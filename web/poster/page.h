// SPDX-License-Identifier: MIT
// A picture of several plots: paper, and scenes put on it in boxes. In CSS px.
//
//   page_open -> { page_scene -> scene_… -> page_panel | page_shape } -> page_close
//
// What runs out of memory is noted in `failed`; nothing has to be checked in between.
#ifndef PAGE_H
#define PAGE_H

#include "gfx_soft.h"
#include "poster.h"

typedef struct box {
    float x, y, width, height;
} box;

typedef struct page {
    poster *poster;
    bool dark, failed;
    scene scene; // of the box that is drawn
    gfx_soft soft;
} page;

page page_open(poster *poster, float width, float height, bool dark);
bool page_close(page *page); // false when something failed

colour page_colour(const page *page, poster_tint tint);

// What is within the border of a panel.
box page_inside(box panel);

// Starts page->scene for a plot that this camera sees.
scene *page_scene(page *page, camera camera);

void page_panel(page *page, box panel); // draws page->scene inside of a panel with its rounded border
void page_shape(page *page, box at);    // draws it as it is

// One half of a network: a trapezoid as high as its box on the side of the data, with a bar for each of the hidden
// layers and dotted lines for what flows through it.
typedef enum page_half { PAGE_ENCODER, PAGE_DECODER } page_half;
void page_network(page *page, box at, page_half half, int layers);

#endif
