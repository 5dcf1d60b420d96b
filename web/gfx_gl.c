// SPDX-License-Identifier: MIT
#include "gfx_gl.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <stddef.h>

#include "gfx_shaders.h"

typedef struct pass {
    GLuint program, array, buffer;
    GLint size, density;
} pass;

static struct {
    pass marks, mesh, image;
    GLint mesh_line, image_box;
    GLuint texture;
} gl;

// ---- building -------------------------------------------------------------------------------------------------------

static void attach_shader(GLuint program, GLenum kind, const char *source) {
    GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, NULL);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);
}

// Leaves the pass in use. False when a shader does not build.
static bool build_pass(pass *pass, const char *vertex, const char *fragment) {
    pass->program = glCreateProgram();
    attach_shader(pass->program, GL_VERTEX_SHADER, vertex);
    attach_shader(pass->program, GL_FRAGMENT_SHADER, fragment);
    glLinkProgram(pass->program);
    GLint linked = 0;
    glGetProgramiv(pass->program, GL_LINK_STATUS, &linked);
    if (!linked) return false;
    pass->size = glGetUniformLocation(pass->program, "size");
    pass->density = glGetUniformLocation(pass->program, "density");
    glGenVertexArrays(1, &pass->array);
    glGenBuffers(1, &pass->buffer);
    glUseProgram(pass->program);
    glBindVertexArray(pass->array);
    glBindBuffer(GL_ARRAY_BUFFER, pass->buffer);
    return true;
}

static void describe(GLuint location, GLint count, GLenum type, size_t stride, size_t offset) {
    glEnableVertexAttribArray(location);
    glVertexAttribPointer(location, count, type, type == GL_UNSIGNED_BYTE, (GLsizei)stride, (const void *)offset);
}

static bool build_marks(void) {
    if (!build_pass(&gl.marks, MARK_VERTEX, MARK_FRAGMENT)) return false;
    glUniform1f(glGetUniformLocation(gl.marks.program, "ring_width"), SCENE_RING);
    for (GLuint k = 0; k < 4; k++) glVertexAttribDivisor(k, 1);
    return true;
}

static bool build_mesh(void) {
    if (!build_pass(&gl.mesh, MESH_VERTEX, MESH_FRAGMENT)) return false;
    gl.mesh_line = glGetUniformLocation(gl.mesh.program, "line");
    describe(0, 3, GL_FLOAT, sizeof(scene_vertex), offsetof(scene_vertex, x));
    describe(1, 2, GL_FLOAT, sizeof(scene_vertex), offsetof(scene_vertex, u));
    describe(2, 4, GL_UNSIGNED_BYTE, sizeof(scene_vertex), offsetof(scene_vertex, fill));
    return true;
}

static bool build_image(void) {
    if (!build_pass(&gl.image, IMAGE_VERTEX, IMAGE_FRAGMENT)) return false;
    gl.image_box = glGetUniformLocation(gl.image.program, "box");
    glGenTextures(1, &gl.texture);
    glBindTexture(GL_TEXTURE_2D, gl.texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return true;
}

bool gfx_gl_open(const char *canvas) {
    EmscriptenWebGLContextAttributes wanted;
    emscripten_webgl_init_context_attributes(&wanted);
    wanted.majorVersion = 2;
    wanted.alpha = false;
    wanted.antialias = false; // marks antialias themselves
    EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(canvas, &wanted);
    if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS) return false;
    if (!build_marks() || !build_mesh() || !build_image()) return false;
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    return true;
}

// ---- drawing --------------------------------------------------------------------------------------------------------

static void use(const pass *pass, const scene *s, float density) {
    glUseProgram(pass->program);
    glBindVertexArray(pass->array);
    glBindBuffer(GL_ARRAY_BUFFER, pass->buffer);
    glUniform2f(pass->size, s->camera.width, s->camera.height);
    glUniform1f(pass->density, density);
}

static void draw_marks(const scene *s, const scene_mark *marks, size_t count, float density) {
    use(&gl.marks, s, density);
    const size_t stride = sizeof(scene_mark);
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(count * stride), marks, GL_STREAM_DRAW);
    describe(0, 4, GL_FLOAT, stride, offsetof(scene_mark, ax));
    describe(1, 2, GL_FLOAT, stride, offsetof(scene_mark, ra));
    describe(2, 4, GL_UNSIGNED_BYTE, stride, offsetof(scene_mark, fill));
    describe(3, 4, GL_UNSIGNED_BYTE, stride, offsetof(scene_mark, ring));
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, (GLsizei)count);
}

static scene_mark point_mark(const scene *s, const scene_points_item *points, size_t index) {
    const scene_point_style *style = &points->style;
    camera_point at = scene_project(s, &points->cloud, index);
    bool bare = style->plain || style->hollow;
    float radius = style->radius * at.size + (bare ? 0 : SCENE_RING);
    float pale = s->camera.dims == 3 ? 0.08f * (at.depth + 1) : 0; // farther points are paler
    colour own = colour_mix(points->colours[index], s->theme.paper, pale);
    colour fill = style->hollow ? s->theme.paper : own, ring = bare ? own : s->theme.paper;
    return (scene_mark){at.x, at.y, at.x, at.y, radius, radius, fill, ring};
}

static void draw_points(scene *s, const scene_points_item *points, float density) {
    enum { CHUNK = 4096 };
    static scene_mark chunk[CHUNK];
    const uint32_t *order = scene_order(s, points);
    for (size_t k = 0; order && k < points->cloud.count;) {
        size_t count = 0;
        while (count < CHUNK && k < points->cloud.count) chunk[count++] = point_mark(s, points, order[k++]);
        draw_marks(s, chunk, count, density);
    }
}

static void draw_mesh(const scene *s, const scene_item *item, float density) {
    use(&gl.mesh, s, density);
    glUniform4f(gl.mesh_line, (float)(item->line & 255) / 255, (float)(item->line >> 8 & 255) / 255,
                (float)(item->line >> 16 & 255) / 255, (float)(item->line >> 24) / 255);
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(item->count * sizeof(scene_vertex)), s->vertices + item->first,
                 GL_STREAM_DRAW);
    glDrawArrays(GL_TRIANGLES, 0, (GLsizei)item->count);
}

static void draw_image(const scene *s, const scene_image *image, float density) {
    use(&gl.image, s, density);
    glUniform4f(gl.image_box, image->x, image->y, image->width, image->height);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, image->columns, image->rows, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 s->pixels + image->first);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void gfx_gl_draw(scene *s, int key, int pixel_width, int pixel_height) {
    (void)key;
    float density = (float)pixel_width / s->camera.width;
    colour paper = s->theme.paper;
    glViewport(0, 0, pixel_width, pixel_height);
    glClearColor((float)(paper & 255) / 255, (float)(paper >> 8 & 255) / 255, (float)(paper >> 16 & 255) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    for (int k = 0; k < s->item_count; k++) {
        const scene_item *item = &s->items[k];
        switch (item->kind) {
        case SCENE_MARKS: draw_marks(s, s->marks + item->first, item->count, density); break;
        case SCENE_POINTS: draw_points(s, &item->points, density); break;
        case SCENE_MESH: draw_mesh(s, item, density); break;
        case SCENE_IMAGE: draw_image(s, &item->image, density); break;
        }
    }
}

void gfx_gl_forget(int key) { (void)key; }
