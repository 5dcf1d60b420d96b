// SPDX-License-Identifier: MIT
// What one plot shows, as a list of marks that a backend draws in order. No GPU in it.
//
//   scene_begin -> { scene_axes, scene_links, scene_trails, scene_points } -> gfx_…_draw, scene_pick
//
// A mark is a capsule: all points within a radius of the line from a to b, the radius running from one at a to another
// at b. With a = b it is a disc, with equal radii a line with round ends, with unequal ones a tapered trail. So one
// shader draws everything. Marks are in CSS px, already projected; what is farther away comes first.
//
// Arrays handed in are borrowed for the call. The scene grows its own memory and keeps it for the next picture.
#ifndef SCENE_H
#define SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "camera.h"
#include "colour.h"

typedef struct scene_mark {
    float ax, ay, bx, by; // ends
    float ra, rb;         // radius at a, at b
    colour fill;          // inside
    colour ring;          // the outermost SCENE_RING px of it
} scene_mark;

#define SCENE_RING 1.3f // CSS px

enum { SCENE_MAX_ANCHORS = 3 };

typedef struct scene_anchor {
    float x, y; // where the label of an axis is centred
} scene_anchor;

typedef struct scene {
    camera camera;
    bool dark;
    bool failed; // memory ran out: the picture is not complete
    scene_mark *marks;
    size_t count, capacity;
    scene_anchor anchors[SCENE_MAX_ANCHORS]; // of the axes' labels, camera.dims of them after scene_axes
    struct scene_spot *spots;                // where the points are, for picking
    size_t spot_count, spot_capacity;
    unsigned *order; // scratch of the depth sort
    size_t order_capacity;
} scene;

// Rows of a data set or of codes: at (count,dims), dims 1 … 3; missing coordinates are 0.
typedef struct scene_cloud {
    const float *at;
    int dims;
    size_t count;
    const float *positions; // (count): along the data set, 0 … 1, for the colour
    bool cyclic;            // the colour ramp closes
} scene_cloud;

typedef struct scene_point_style {
    float radius;  // CSS px, e.g. 4
    bool hollow;   // a ring alone
    float opacity; // e.g. 1
    int selected;  // this point is drawn larger, with a ring, and last; -1: none
} scene_point_style;

void scene_begin(scene *scene, camera camera, bool dark);
void scene_free(scene *scene); // what it owns, not the struct

void scene_axes(scene *scene);                                    // through the lowest corner, with anchors for labels
void scene_links(scene *scene, scene_cloud from, scene_cloud to); // a thin line from each point to its partner
void scene_points(scene *scene, scene_cloud cloud, scene_point_style style);

// From each point a trail along `scale` times `direction` (count,dims), widest at the point.
void scene_trails(scene *scene, scene_cloud cloud, const float *direction, float scale, float radius);

// The point nearest to (x, y) CSS px within `reach` px, the one in front when they tie; -1 when there is none.
int scene_pick(const scene *scene, float x, float y, float reach);

// Half the side of the smallest square (cube) around `centre` (written; 0 where the cloud has no such dimension) that
// holds the cloud and the tips of its trails, with 15% to spare. direction: as for scene_trails; NULL for none.
float scene_bounds(scene_cloud cloud, const float *direction, float scale, float centre[3]);

#endif
