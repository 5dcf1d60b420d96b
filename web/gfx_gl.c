// SPDX-License-Identifier: MIT
#include "gfx_gl.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <stddef.h>

static const char VERTEX[] = "#version 300 es\n"
                             "layout(location = 0) in vec4 ends;\n" // a, b in CSS px
                             "layout(location = 1) in vec2 radii;\n"
                             "layout(location = 2) in vec4 fill;\n"
                             "layout(location = 3) in vec4 ring;\n"
                             "uniform vec2 size;\n" // of the plot, CSS px
                             "out vec2 at;\n"
                             "flat out vec4 v_ends, v_fill, v_ring;\n"
                             "flat out vec2 v_radii;\n"
                             "void main() {\n"
                             "  vec2 axis = ends.zw - ends.xy;\n"
                             "  float extent = length(axis);\n"
                             "  vec2 along = extent > 0.0 ? axis / extent : vec2(1.0, 0.0);\n"
                             "  float reach = max(radii.x, radii.y) + 1.0;\n"
                             "  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
                             "  at = corner.x < 0.5 ? ends.xy - along * reach : ends.zw + along * reach;\n"
                             "  at += vec2(-along.y, along.x) * reach * (2.0 * corner.y - 1.0);\n"
                             "  v_ends = ends; v_fill = fill; v_ring = ring; v_radii = radii;\n"
                             "  vec2 clip = 2.0 * at / size - 1.0;\n"
                             "  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);\n"
                             "}\n";

// `outside` is the distance to the capsule's edge in CSS px, negative within it.
static const char FRAGMENT[] = "#version 300 es\n"
                               "precision highp float;\n"
                               "in vec2 at;\n"
                               "flat in vec4 v_ends, v_fill, v_ring;\n"
                               "flat in vec2 v_radii;\n"
                               "uniform float density, ring_width;\n" // device pixels a CSS px; CSS px
                               "out vec4 pixel;\n"
                               "void main() {\n"
                               "  vec2 axis = v_ends.zw - v_ends.xy, from = at - v_ends.xy;\n"
                               "  float t = clamp(dot(from, axis) / max(dot(axis, axis), 1e-9), 0.0, 1.0);\n"
                               "  float outside = length(from - t * axis) - mix(v_radii.x, v_radii.y, t);\n"
                               "  float cover = clamp(0.5 - outside * density, 0.0, 1.0);\n"
                               "  float edge = clamp(0.5 + (outside + ring_width) * density, 0.0, 1.0);\n"
                               "  vec4 c = mix(v_fill, v_ring, edge);\n"
                               "  pixel = vec4(c.rgb, 1.0) * c.a * cover;\n" // premultiplied
                               "}\n";

static struct {
    GLuint buffer;
    GLint size, density;
} gl;

static GLuint build_shader(GLenum kind, const char *source) {
    GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, NULL);
    glCompileShader(shader);
    return shader;
}

static void describe_marks(void) {
    const GLsizei stride = sizeof(scene_mark);
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, stride, (const void *)offsetof(scene_mark, ax));
    glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, stride, (const void *)offsetof(scene_mark, ra));
    glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, (const void *)offsetof(scene_mark, fill));
    glVertexAttribPointer(3, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, (const void *)offsetof(scene_mark, ring));
    for (GLuint k = 0; k < 4; k++) {
        glEnableVertexAttribArray(k);
        glVertexAttribDivisor(k, 1);
    }
}

bool gfx_gl_open(const char *canvas) {
    EmscriptenWebGLContextAttributes wanted;
    emscripten_webgl_init_context_attributes(&wanted);
    wanted.majorVersion = 2;
    wanted.antialias = false; // marks antialias themselves
    wanted.depth = false;
    EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(canvas, &wanted);
    if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS) return false;
    GLuint program = glCreateProgram();
    glAttachShader(program, build_shader(GL_VERTEX_SHADER, VERTEX));
    glAttachShader(program, build_shader(GL_FRAGMENT_SHADER, FRAGMENT));
    glLinkProgram(program);
    GLint linked = 0;
    glGetProgramiv(program, GL_LINK_STATUS, &linked);
    if (!linked) return false;
    glUseProgram(program);
    gl.size = glGetUniformLocation(program, "size");
    gl.density = glGetUniformLocation(program, "density");
    glUniform1f(glGetUniformLocation(program, "ring_width"), SCENE_RING);
    glGenBuffers(1, &gl.buffer);
    glBindBuffer(GL_ARRAY_BUFFER, gl.buffer);
    describe_marks();
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    return true;
}

void gfx_gl_draw(const scene *s, int pixel_width, int pixel_height) {
    glViewport(0, 0, pixel_width, pixel_height);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    if (!s->count) return;
    glUniform2f(gl.size, s->camera.width, s->camera.height);
    glUniform1f(gl.density, (float)pixel_width / s->camera.width);
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(s->count * sizeof *s->marks), s->marks, GL_STREAM_DRAW);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, (GLsizei)s->count);
}
