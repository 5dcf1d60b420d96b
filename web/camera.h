// SPDX-License-Identifier: MIT
// From space to a plot: an orbit around a box in three dimensions, a square of a plane, or a window on a plane with a
// scale of its own for each axis. Pure arithmetic, same bits on every machine.
//
// Plots are measured in CSS pixels from the top left corner. In space the third coordinate points up.
#ifndef CAMERA_H
#define CAMERA_H

typedef struct camera {
    float width, height;            // of the plot, CSS px
    float centre[3];                // of the box or window, in the data's units
    float reach;                    // half the side of the box or window
    int dims;                       // 3: orbit; 2: plane
    float right[3], up[3], back[3]; // the camera's axes in space
    float scale;                    // CSS px a unit, at the centre
    float stretch;                  // times so many upwards: 1 but in a window
    float distance;                 // from the eye to the centre, in the data's units; 3D alone
} camera;

typedef struct camera_point {
    float x, y;  // CSS px
    float size;  // how much larger than at the centre things look here, 1 in a plane
    float depth; // from -1 (front) to 1 (back) within the box, 0 in a plane
} camera_point;

// Around a box with this centre and reach (half its side): yaw and pitch in radians, zoom 1 shows the whole box from
// every side. Perspective is mild.
camera camera_orbit(float width, float height, const float centre[3], float reach, float yaw, float pitch, float zoom);

// The window of this centre and reach (half of its shorter side) on the plane of the first two coordinates.
camera camera_plane(float width, float height, const float centre[2], float reach);

typedef struct camera_sides {
    float left, right, bottom, top;
} camera_sides;

// The window from (left,bottom) to (right,top) on the plane, `inside` CSS px in from each side of the plot.
camera camera_window(float width, float height, camera_sides window, camera_sides inside);

// In the data's units, from the centre to where the depth of a camera_point is 1.
float camera_depth_reach(const camera *camera);

camera_point camera_project(const camera *camera, const float x[3]);

// The point of the plane that is at (x, y) CSS px of the plot; not for an orbit.
void camera_unproject(const camera *camera, float x, float y, float at[2]);

#endif
