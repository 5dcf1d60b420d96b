// SPDX-License-Identifier: MIT
// Draws scenes with WebGL 2, through Emscripten's GLES 3: one context for all plots of a page.
#ifndef GFX_GL_H
#define GFX_GL_H

#include <stdbool.h>

#include "scene.h"

// Makes the context on the canvas of this CSS selector or special target, and has the shaders compiled; gfx_gl_build makes
// of them what drawing needs, and waits for the compiler: whoever cannot wait calls it when a fence says that all is done.
// False when there is no WebGL 2 or a shader does not build.
bool gfx_gl_begin(const char *canvas);
bool gfx_gl_build(void);

// Both. Call it again after a lost context was restored.
bool gfx_gl_open(const char *canvas);

// Draws into the canvas, which is pixel_width × pixel_height device pixels. `key` tells scenes apart, 1 … 256: what is
// uploaded of a scene's clouds is kept under it until gfx_gl_forget.
void gfx_gl_draw(scene *scene, int key, int pixel_width, int pixel_height);
void gfx_gl_forget(int key);

#endif
