// SPDX-License-Identifier: MIT
// What scene.c offers to scene_shapes.c, scene_mesh.c and chart.c.
#ifndef SCENE_PARTS_H
#define SCENE_PARTS_H

#include "scene.h"

// Room for so many more. False, with what is there as it was, when memory or the list of items is at its end.
bool scene_need_marks(scene *scene, size_t more);
bool scene_need_vertices(scene *scene, size_t more);
bool scene_need_pixels(scene *scene, size_t more);

void scene_put_mark(scene *scene, scene_mark mark); // there is room for it
void scene_put_line(scene *scene, camera_point a, camera_point b, float width, colour fill);
void scene_put_anchor(scene *scene, float x, float y, double value, int axis); // none when there are too many
scene_item *scene_put_item(scene *scene, scene_kind kind);                     // NULL when there are too many

void scene_read_point(const scene *scene, const scene_cloud *cloud, size_t index, float x[3]); // where it is now
colour scene_colour(const scene *scene, const scene_cloud *cloud, size_t index);

// scene->order for so many depths (count), the farthest first, equals in their order; NULL when memory ran out.
// scene_need_depths gives the array to write the depths to.
float *scene_need_depths(scene *scene, size_t count);
const uint32_t *scene_sort(scene *scene, size_t count);

#endif
