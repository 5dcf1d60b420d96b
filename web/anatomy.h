// SPDX-License-Identifier: MIT
// A picture of one point's way through the network: a column for each station, from the input on the left to the
// reconstruction on the right, a cell for each unit. Cells are as strong as their number is large within the column;
// its sign is its colour.
#ifndef ANATOMY_H
#define ANATOMY_H

#include "scene.h"
#include "trace.h"

typedef enum anatomy_stage {
    ANATOMY_FORWARD,  // the values
    ANATOMY_BACKWARD, // the slopes of the point's error
} anatomy_stage;

// Begins the scene and fills it. Anchors: below each column, with its number of neurons (axis 0).
void anatomy_scene(scene *scene, scene_theme theme, const ae_trace *trace, anatomy_stage stage, float width,
                   float height, colour positive, colour negative);

#endif
