// SPDX-License-Identifier: MIT
// The shaders of gfx_gl.c. Colours leave them premultiplied.
#ifndef GFX_SHADERS_H
#define GFX_SHADERS_H

// Every shader begins with this. `size` is the plot's in CSS px, `density` is device pixels a CSS px.
static const char HEAD[] =
    "#version 300 es\n"
    "precision highp float;\n"
    "uniform vec2 size;\n"
    "uniform float density;\n"
    "vec4 to_clip(vec2 at, float z) { vec2 c = 2.0 * at / size - 1.0; return vec4(c.x, -c.y, z, 1.0); }\n";

// ---- marks ----------------------------------------------------------------------------------------------------------

static const char MARK_VERTEX[] = "layout(location = 0) in vec4 ends;\n" // a, b in CSS px
                                  "layout(location = 1) in vec2 radii;\n"
                                  "layout(location = 2) in vec4 fill;\n"
                                  "layout(location = 3) in vec4 ring;\n"
                                  "out vec2 at;\n"
                                  "flat out vec4 v_ends, v_fill, v_ring;\n"
                                  "flat out vec2 v_radii;\n"
                                  "void main() {\n"
                                  "  vec2 axis = ends.zw - ends.xy;\n"
                                  "  float extent = length(axis);\n"
                                  "  vec2 along = extent > 0.0 ? axis / extent : vec2(1.0, 0.0);\n"
                                  "  float reach = max(radii.x, radii.y) + 1.0;\n"
                                  "  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1);\n" // of four
                                  "  at = corner.x < 0.5 ? ends.xy - along * reach : ends.zw + along * reach;\n"
                                  "  at += vec2(-along.y, along.x) * reach * (2.0 * corner.y - 1.0);\n"
                                  "  v_ends = ends; v_fill = fill; v_ring = ring; v_radii = radii;\n"
                                  "  gl_Position = to_clip(at, 0.0);\n"
                                  "}\n";

// `outside` is the distance to the capsule's edge in CSS px, negative within it.
static const char MARK_FRAGMENT[] = "in vec2 at;\n"
                                    "flat in vec4 v_ends, v_fill, v_ring;\n"
                                    "flat in vec2 v_radii;\n"
                                    "uniform float ring_width;\n" // CSS px
                                    "out vec4 pixel;\n"
                                    "void main() {\n"
                                    "  vec2 axis = v_ends.zw - v_ends.xy, from = at - v_ends.xy;\n"
                                    "  float t = clamp(dot(from, axis) / max(dot(axis, axis), 1e-9), 0.0, 1.0);\n"
                                    "  float outside = length(from - t * axis) - mix(v_radii.x, v_radii.y, t);\n"
                                    "  float cover = clamp(0.5 - outside * density, 0.0, 1.0);\n"
                                    "  float edge = clamp(0.5 + (outside + ring_width) * density, 0.0, 1.0);\n"
                                    "  vec4 c = mix(v_fill, v_ring, edge);\n"
                                    "  pixel = vec4(c.rgb, 1.0) * c.a * cover;\n"
                                    "}\n";

// ---- points ---------------------------------------------------------------------------------------------------------

// camera_project, and then as scene_points_item says. Radii in device pixels from here on. Built twice: without rings
// (WITHOUT_RINGS), because there may be a million of them, and with.
static const char WITHOUT_RINGS[] = "#define PLAIN\n";

static const char POINT_VERTEX[] =
    "layout(location = 0) in vec3 at;\n"
    "layout(location = 1) in vec3 before;\n"
    "layout(location = 2) in vec4 colour;\n"
    "uniform vec3 centre, right, up, back, paper;\n"
    "uniform vec2 lens;\n"                    // distance of the eye, depth of a unit; 0 in a plane
    "uniform float progress, radius, ring;\n" // CSS px; the ring of paper is outside of the radius
    "uniform float least;\n"                  // less coverage than this is not drawn
    "uniform bool hollow;\n"
    "uniform vec2 inset;\n" // the part of the viewport that is the plot
    "flat out vec4 v_fill;\n"
    "flat out float v_radius;\n"
    "#ifndef PLAIN\n"
    "flat out vec4 v_ring;\n"
    "#endif\n"
    "void main() {\n"
    "  vec3 from = (progress < 1.0 ? mix(before, at, progress) : at) - centre;\n"
    "  float away = dot(back, from);\n"
    "  float near = lens.x > 0.0 ? lens.x / (lens.x + away) : 1.0;\n"
    "  vec2 place = 0.5 * size + near * vec2(dot(right, from), -dot(up, from));\n"
    "  float depth = lens.y * away;\n"
    "  v_fill = vec4(lens.x > 0.0 ? mix(colour.rgb, paper, 0.08 * (depth + 1.0)) : colour.rgb, colour.a);\n"
    "#ifdef PLAIN\n"
    "  v_fill.rgb *= v_fill.a;\n"
    "#else\n"
    "  v_ring = hollow ? v_fill : vec4(paper, 1.0);\n"
    "  if (hollow) v_fill = vec4(paper, 1.0);\n"
    "#endif\n"
    "  v_radius = (radius * near + ring) * density;\n"
    "  gl_PointSize = 2.0 * (v_radius + 0.5 - least);\n"
    "  gl_Position = to_clip(place, clamp(depth, -0.99, 0.99));\n"
    "  gl_Position.xy *= inset;\n"
    "}\n";

static const char POINT_FRAGMENT[] =
    "flat in vec4 v_fill;\n"
    "flat in float v_radius;\n"
    "#ifndef PLAIN\n"
    "flat in vec4 v_ring;\n"
    "#endif\n"
    "uniform float ring_width, least;\n" // CSS px
    "out vec4 pixel;\n"
    "void main() {\n"
    "  float outside = 2.0 * length(gl_PointCoord - 0.5) * (v_radius + 0.5 - least) - v_radius;\n"
    "  float cover = min(0.5 - outside, 1.0);\n"
    "  if (cover <= least) discard;\n"
    "#ifdef PLAIN\n"
    "  pixel = v_fill * cover;\n"
    "#else\n"
    "  vec4 c = mix(v_fill, v_ring, clamp(0.5 + outside + ring_width * density, 0.0, 1.0));\n"
    "  pixel = vec4(c.rgb, 1.0) * c.a * cover;\n"
    "#endif\n"
    "}\n";

// ---- meshes ---------------------------------------------------------------------------------------------------------

static const char MESH_VERTEX[] =
    "layout(location = 0) in vec3 place;\n" // CSS px, depth
    "layout(location = 1) in vec2 grid;\n"
    "layout(location = 2) in vec4 fill;\n"
    "out vec2 v_grid;\n"
    "out vec4 v_fill;\n"
    "void main() {\n"
    "  v_grid = grid; v_fill = fill;\n"
    "  gl_Position = to_clip(place.xy, clamp(place.z, -0.99, 0.99) + 1e-3);\n" // points on the sheet are in front of it
    "}\n";

// A line of 1 CSS px where u or v is a whole number: its distance is in device pixels.
static const char MESH_FRAGMENT[] =
    "in vec2 v_grid;\n"
    "in vec4 v_fill;\n"
    "uniform vec4 line;\n"
    "out vec4 pixel;\n"
    "void main() {\n"
    "  vec2 across = dFdx(v_grid), down = dFdy(v_grid);\n"
    "  vec2 gradient = max(sqrt(across * across + down * down), 1e-9);\n"
    "  vec2 away = abs(fract(v_grid + 0.5) - 0.5) / gradient;\n"
    "  float cover = line.a * clamp(0.5 + 0.5 * density - min(away.x, away.y), 0.0, 1.0);\n"
    "  pixel = mix(vec4(v_fill.rgb, 1.0) * v_fill.a, vec4(line.rgb, 1.0), cover);\n"
    "}\n";

// ---- images ---------------------------------------------------------------------------------------------------------

static const char IMAGE_VERTEX[] = "uniform vec4 box;\n" // left, top, width, height, CSS px
                                   "out vec2 at;\n"
                                   "void main() {\n"
                                   "  at = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
                                   "  gl_Position = to_clip(box.xy + at * box.zw, 0.0);\n"
                                   "}\n";

static const char IMAGE_FRAGMENT[] = "in vec2 at;\n"
                                     "uniform sampler2D image;\n"
                                     "out vec4 pixel;\n"
                                     "void main() {\n"
                                     "  vec4 c = texture(image, at);\n"
                                     "  pixel = vec4(c.rgb, 1.0) * c.a;\n"
                                     "}\n";

#endif
