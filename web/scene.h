// SPDX-License-Identifier: MIT
// What one plot shows, as a list of things that a backend draws in order. No GPU in it.
//
//   scene_begin -> { scene_axes, scene_links, scene_trails, scene_points, … } -> gfx_…_draw, scene_pick
//
// There are four kinds of things. Two are in CSS px, already projected:
//   marks   capsules: all points within a radius of the line from a to b, the radius running from one at a to another
//           at b. With a = b it is a disc, with equal radii a line with round ends, with unequal ones a tapered trail
//   images  rectangles of pixels
// Two keep their place in space, because there may be a million of them or because they hide each other:
//   points  a cloud, projected by the backend with the scene's camera; from `before` to `at` by the scene's progress
//   meshes  triangles with a depth, the farthest first, under a grid of lines; points in front of a mesh are not veiled
//   by it
//
// Pictures are opaque: a backend starts from the theme's paper.
//
// Arrays handed in are borrowed until the next scene_begin. The scene grows its own memory and keeps it for the next
// picture.
#ifndef SCENE_H
#define SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "camera.h"
#include "colour.h"
#include "pick.h"

#define SCENE_RING 1.3f     // CSS px: the width of a mark's or point's ring
#define SCENE_SELECTED 2.5f // CSS px: how much larger the radius of the selected point is

enum {
    SCENE_MAX_ANCHORS = 32,
    SCENE_MAX_ITEMS = 32,
    SCENE_MAX_CLOUDS = 4,
    SCENE_MAX_SORTED = 20000, // points: so many are drawn in scene_order, more by the depth buffer
};

typedef struct scene_theme {
    colour paper, ink; // opaque
    bool dark;         // which side of the ramps and class colours
} scene_theme;

// Rows of a data set or of codes: dims 1 … 3; missing coordinates are 0.
typedef struct scene_cloud {
    const float *at;     // (count,dims)
    const float *before; // (count,dims): where they were, for a tween; NULL: no tween
    int dims;
    size_t count;
    const float *positions; // (count): along the data set, 0 … 1, for the colour; NULL: the ink's colour
    const uint8_t *classes; // (count): class 0 … 9, which gives the colour instead; NULL: none
    bool cyclic;            // the colour ramp closes
    unsigned version;       // another number whenever what the arrays hold has changed, and for other arrays
} scene_cloud;

typedef struct scene_point_style {
    float radius;  // CSS px, e.g. 4
    bool hollow;   // a ring of its own colour around paper; else a disc with a ring of paper around it
    bool plain;    // a disc without that ring, as for very many points
    float opacity; // e.g. 1
    int selected;  // this point is drawn larger, with a ring of ink, and last; -1: none
} scene_point_style;

typedef struct scene_mark {
    float ax, ay, bx, by; // ends
    float ra, rb;         // radius at a, at b
    colour fill;          // inside
    colour ring;          // the outermost SCENE_RING px of it
} scene_mark;

typedef struct scene_vertex {
    float x, y;  // CSS px
    float depth; // as of camera_point
    float u, v;  // the lines of the grid are where one of them is a whole number
    colour fill; // of this corner, lit; its opacity is that of the sheet
} scene_vertex;

typedef struct scene_image {
    float x, y, width, height; // CSS px
    int columns, rows;
    size_t first; // of its pixels in scene.pixels, (rows,columns), from the top
} scene_image;

typedef struct scene_points_item {
    scene_cloud cloud;
    scene_point_style style;
    int slot;              // 0 … SCENE_MAX_CLOUDS - 1: the how-manieth cloud of the scene
    const colour *colours; // (count): each point's own, owned by the scene
    unsigned version;      // another number whenever at, before, count or colours have changed
} scene_points_item;

typedef enum scene_kind { SCENE_MARKS, SCENE_POINTS, SCENE_MESH, SCENE_IMAGE } scene_kind;

typedef struct scene_item {
    scene_kind kind;
    size_t first, count;      // SCENE_MARKS: of marks. SCENE_MESH: of vertices, three for each triangle
    colour line;              // SCENE_MESH: of its grid
    scene_points_item points; // SCENE_POINTS
    scene_image image;        // SCENE_IMAGE
} scene_item;

typedef struct scene_anchor {
    float x, y;   // where a label is centred, CSS px
    double value; // what a tick's label says; an axis's name has none (NaN)
    int axis;     // 0, 1, 2
} scene_anchor;

// What is kept of one cloud from picture to picture: its colours, what they were made from, and a grid.
typedef struct scene_slot {
    colour *colours;
    size_t capacity;
    scene_cloud cloud;
    scene_theme theme;
    float opacity;
    unsigned version; // of the item
    pick_grid grid;   // for picking; of the item's version `grid_version`
    unsigned grid_version;
} scene_slot;

typedef struct scene {
    camera camera;
    scene_theme theme;
    float progress; // 0: clouds are at `before`; 1: they are at `at`
    bool failed;    // memory ran out, or there was more than the SCENE_MAX_… say: the picture is not complete
    scene_item items[SCENE_MAX_ITEMS];
    int item_count;
    scene_mark *marks;
    size_t mark_count, mark_capacity;
    scene_vertex *vertices;
    size_t vertex_count, vertex_capacity;
    colour *pixels;
    size_t pixel_count, pixel_capacity;
    scene_anchor anchors[SCENE_MAX_ANCHORS];
    int anchor_count;
    // For scene*.c alone:
    scene_slot slots[SCENE_MAX_CLOUDS];
    int cloud_count;
    float *depths; // of what is sorted
    uint32_t *order;
    size_t depth_capacity, order_capacity;
} scene;

// Starts an empty picture. progress: see above.
void scene_begin(scene *scene, camera camera, scene_theme theme, float progress);
void scene_free(scene *scene); // what it owns, not the struct

void scene_axes(
    scene *scene); // 3D: through the lowest corner; 2D: a cross through the origin. Adds an anchor for each axis
void scene_links(scene *scene, scene_cloud from, scene_cloud to); // a thin line from each point to its partner
void scene_points(scene *scene, scene_cloud cloud, scene_point_style style);

// From each point a trail along `scale` times `direction` (count,dims), widest at the point.
void scene_trails(scene *scene, scene_cloud cloud, const float *direction, float scale, float radius);

// A line through all points of the cloud in their order, back to the first when `closed`. Points that are not finite
// leave a gap.
void scene_line(scene *scene, scene_cloud cloud, bool closed, float width, colour fill);

// Likewise for points on a line (dims 1): flat arcs above it, each in the colour of the point that it starts from.
void scene_arcs(scene *scene, scene_cloud cloud, bool closed, float width);

// An arrow in the plane; one that is too short for its head is the head's part of it alone, and one without length is
// nothing.
void scene_arrow(scene *scene, const float from[2], const float to[2], float width, colour fill);

// A disc around a place, the ring within its radius; over everything so far.
void scene_spot(scene *scene, const float place[3], float radius, colour fill, colour ring);

// Lines where a function, sampled as values (rows,columns) on a window of the plane from (left,bottom) to (right,top)
// in the data's units, row 0 at the bottom, takes each of the levels (count).
typedef struct scene_samples {
    const float *values; // (rows,columns)
    int columns, rows;   // 2 or more
    float left, right, bottom, top;
} scene_samples;
void scene_contours(scene *scene, scene_samples samples, const float *levels, int count, float width, colour fill);

// The sheet through at (rows,columns,3), opacity 0 … 1, lit from the eye's side, with a grid line at every row and
// column.
void scene_mesh(scene *scene, const float *at, int rows, int columns, colour fill, float opacity);

// Leaves grid lines at every so-manieth row and column alone, of the mesh put last.
void scene_mesh_lines(scene *scene, int every);

// Grey values (rows,columns), 0: paper, 1: ink, from the top, into a rectangle of the plot in CSS px.
void scene_picture(scene *scene, const float *values, int columns, int rows, float x, float y, float width,
                   float height);

// The same for pixels (rows,columns), opaque.
void scene_colours(scene *scene, const colour *pixels, int columns, int rows, float x, float y, float width,
                   float height);

// The order in which a backend draws a cloud, the farthest point first: (count) indices, owned by the scene and good
// until the next call; NULL when memory ran out.
const uint32_t *scene_order(scene *scene, const scene_points_item *item);

// Where a point of a cloud is now: projected, with the scene's progress.
camera_point scene_project(const scene *scene, const scene_cloud *cloud, size_t index);

// The point of any cloud nearest to (x, y) CSS px within `reach` px, the one in front when they tie; -1 when there is
// none.
int scene_pick(scene *scene, float x, float y, float reach);

// Half the side of the smallest square (cube) around `centre` (written; 0 where the cloud has no such dimension) that
// holds the cloud and the tips of its trails, with 15% to spare. direction: as for scene_trails; NULL for none.
float scene_bounds(scene_cloud cloud, const float *direction, float scale, float centre[3]);

#endif
