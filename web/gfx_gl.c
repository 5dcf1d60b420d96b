// SPDX-License-Identifier: MIT
#include "gfx_gl.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <stddef.h>

#include "gfx_shaders.h"

enum { MAX_KEYS = 256, MARK_CHUNK = 1024 }; // marks in one call

typedef struct pass {
    GLuint program, array, buffer;
    GLint size, density;
} pass;

// What is kept of a cloud. Its objects are those of one context: a restored one knows nothing of them.
typedef struct kept_cloud {
    GLuint array, at, before, colours, order;
    unsigned version, generation;
} kept_cloud;

typedef struct points_pass {
    pass pass;
    GLint centre, right, up, back, paper, lens, progress, radius, ring, hollow, inset, least;
} points_pass;

static kept_cloud kept[MAX_KEYS][SCENE_MAX_CLOUDS];

static struct {
    unsigned generation; // counts contexts
    pass marks, mesh, image;
    points_pass ringed, plain;
    GLint line, box; // of mesh, of image
    GLuint texture;
    float largest_point; // device pixels
} gl;

// The picture that is being drawn
typedef struct frame {
    scene *scene;
    int key, width, height; // device pixels
    float density;          // device pixels a CSS px
    bool meshes;            // there are some
} frame;

// ---- building -------------------------------------------------------------------------------------------------------

static void attach_shader(GLuint program, GLenum kind, const char *definitions, const char *source) {
    GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 3, (const char *[]){HEAD, definitions, source}, NULL);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);
}

// Does not wait for the compiler: all programs are given to it before the first one is asked for.
static void begin_pass(pass *pass, const char *definitions, const char *vertex, const char *fragment) {
    pass->program = glCreateProgram();
    attach_shader(pass->program, GL_VERTEX_SHADER, definitions, vertex);
    attach_shader(pass->program, GL_FRAGMENT_SHADER, definitions, fragment);
    glLinkProgram(pass->program);
}

// Leaves the pass in use. False when a shader does not build.
static bool build_pass(pass *pass) {
    GLint linked = 0;
    glGetProgramiv(pass->program, GL_LINK_STATUS, &linked);
    if (!linked) return false;
    pass->size = glGetUniformLocation(pass->program, "size");
    pass->density = glGetUniformLocation(pass->program, "density");
    glUseProgram(pass->program);
    GLint ring_width = glGetUniformLocation(pass->program, "ring_width");
    if (ring_width >= 0) glUniform1f(ring_width, SCENE_RING);
    glGenVertexArrays(1, &pass->array);
    glGenBuffers(1, &pass->buffer);
    glBindVertexArray(pass->array);
    glBindBuffer(GL_ARRAY_BUFFER, pass->buffer);
    return true;
}

static void describe(GLuint location, GLint count, GLenum type, size_t stride, size_t offset) {
    glEnableVertexAttribArray(location);
    glVertexAttribPointer(location, count, type, type == GL_UNSIGNED_BYTE, (GLsizei)stride, (const void *)offset);
}

static bool build_marks(void) {
    if (!build_pass(&gl.marks)) return false;
    describe(0, 4, GL_FLOAT, sizeof(scene_mark), offsetof(scene_mark, ax));
    describe(1, 2, GL_FLOAT, sizeof(scene_mark), offsetof(scene_mark, ra));
    describe(2, 4, GL_UNSIGNED_BYTE, sizeof(scene_mark), offsetof(scene_mark, fill));
    describe(3, 4, GL_UNSIGNED_BYTE, sizeof(scene_mark), offsetof(scene_mark, ring));
    static uint16_t corners[6 * MARK_CHUNK]; // of two triangles for each mark
    for (int k = 0; k < 6 * MARK_CHUNK; k++) corners[k] = (uint16_t)(4 * (k / 6) + (k % 6 < 3 ? k % 6 : 6 - k % 6));
    GLuint indices;
    glGenBuffers(1, &indices);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof corners, corners, GL_STATIC_DRAW);
    return true;
}

static bool build_points(points_pass *points) {
    if (!build_pass(&points->pass)) return false;
    const struct {
        const char *name;
        GLint *location;
    } uniforms[] = {{"centre", &points->centre},     {"right", &points->right},   {"up", &points->up},
                    {"back", &points->back},         {"paper", &points->paper},   {"lens", &points->lens},
                    {"progress", &points->progress}, {"radius", &points->radius}, {"ring", &points->ring},
                    {"hollow", &points->hollow},     {"inset", &points->inset},   {"least", &points->least}};
    for (size_t k = 0; k < sizeof uniforms / sizeof *uniforms; k++)
        *uniforms[k].location = glGetUniformLocation(points->pass.program, uniforms[k].name);
    return true;
}

static bool build_mesh(void) {
    if (!build_pass(&gl.mesh)) return false;
    gl.line = glGetUniformLocation(gl.mesh.program, "line");
    describe(0, 3, GL_FLOAT, sizeof(scene_vertex), offsetof(scene_vertex, x));
    describe(1, 2, GL_FLOAT, sizeof(scene_vertex), offsetof(scene_vertex, u));
    describe(2, 4, GL_UNSIGNED_BYTE, sizeof(scene_vertex), offsetof(scene_vertex, fill));
    return true;
}

static bool build_image(void) {
    if (!build_pass(&gl.image)) return false;
    gl.box = glGetUniformLocation(gl.image.program, "box");
    glGenTextures(1, &gl.texture);
    glBindTexture(GL_TEXTURE_2D, gl.texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return true;
}

bool gfx_gl_begin(const char *canvas) {
    EmscriptenWebGLContextAttributes wanted;
    emscripten_webgl_init_context_attributes(&wanted);
    wanted.majorVersion = 2;
    wanted.alpha = false;
    wanted.antialias = false; // marks and points antialias themselves
    EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(canvas, &wanted);
    if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS) return false;
    gl.generation++;
    begin_pass(&gl.marks, "", MARK_VERTEX, MARK_FRAGMENT);
    begin_pass(&gl.ringed.pass, "", POINT_VERTEX, POINT_FRAGMENT);
    begin_pass(&gl.plain.pass, WITHOUT_RINGS, POINT_VERTEX, POINT_FRAGMENT);
    begin_pass(&gl.mesh, "", MESH_VERTEX, MESH_FRAGMENT);
    begin_pass(&gl.image, "", IMAGE_VERTEX, IMAGE_FRAGMENT);
    return true;
}

bool gfx_gl_build(void) {
    if (!build_marks() || !build_mesh() || !build_image()) return false;
    if (!build_points(&gl.ringed) || !build_points(&gl.plain)) return false;
    float sizes[2] = {0};
    glGetFloatv(GL_ALIASED_POINT_SIZE_RANGE, sizes);
    gl.largest_point = sizes[1];
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    return true;
}

bool gfx_gl_open(const char *canvas) { return gfx_gl_begin(canvas) && gfx_gl_build(); }

// ---- marks ----------------------------------------------------------------------------------------------------------

static float channel(colour c, int k) { return (float)(c >> 8 * k & 255) / 255; } // 0 … 3: red, green, blue, alpha

static void use(const pass *pass, const frame *f) {
    glUseProgram(pass->program);
    glBindVertexArray(pass->array);
    glBindBuffer(GL_ARRAY_BUFFER, pass->buffer);
    glUniform2f(pass->size, f->scene->camera.width, f->scene->camera.height);
    glUniform1f(pass->density, f->density);
}

// Not instanced: with Chromium's software GL 10,000 discs take 135 ms of processor time so, and 365 ms as instances.
static void draw_marks(const frame *f, const scene_mark *marks, size_t count) {
    static scene_mark corners[4 * MARK_CHUNK];
    use(&gl.marks, f);
    for (size_t first = 0; first < count; first += MARK_CHUNK) {
        size_t some = count - first < MARK_CHUNK ? count - first : MARK_CHUNK;
        for (size_t k = 0; k < 4 * some; k++) corners[k] = marks[first + k / 4];
        glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(4 * some * sizeof *corners), corners, GL_STREAM_DRAW);
        glDrawElements(GL_TRIANGLES, (GLsizei)(6 * some), GL_UNSIGNED_SHORT, NULL);
    }
}

// ---- points ---------------------------------------------------------------------------------------------------------

static scene_mark point_mark(const scene *s, const scene_points_item *points, size_t index) {
    const scene_point_style *style = &points->style;
    camera_point at = scene_project(s, &points->cloud, index);
    bool bare = style->plain || style->hollow;
    float radius = style->radius * at.size + (bare ? 0 : SCENE_RING);
    float pale = s->camera.dims == 3 ? 0.08f * (at.depth + 1) : 0; // farther points are paler
    colour own = colour_mix(points->colours[index], s->theme.paper, pale);
    own = (own & 0xffffffu) | (points->colours[index] & 0xff000000u);
    colour fill = style->hollow ? s->theme.paper : own, ring = bare ? own : s->theme.paper;
    return (scene_mark){at.x, at.y, at.x, at.y, radius, radius, fill, ring};
}

// For GPUs whose points do not become so large.
static void draw_points_as_marks(const frame *f, const scene_points_item *points) {
    static scene_mark chunk[MARK_CHUNK];
    const uint32_t *order = scene_order(f->scene, points);
    for (size_t k = 0; order && k < points->cloud.count;) {
        size_t count = 0;
        while (count < MARK_CHUNK && k < points->cloud.count) chunk[count++] = point_mark(f->scene, points, order[k++]);
        draw_marks(f, chunk, count);
    }
}

static void empty_buffer(GLenum target, GLuint buffer) {
    if (!buffer) return;
    glBindBuffer(target, buffer);
    glBufferData(target, 0, NULL, GL_STREAM_DRAW);
}

// The objects stay for the next scene of this key, without what was in them: Emscripten's tables of objects grow with
// every one that is made, also when others were deleted, so that figures that come and go would take ever more memory.
static void forget_cloud(kept_cloud *cloud) {
    cloud->version = 0;
    if (!cloud->array || cloud->generation != gl.generation) return;
    glBindVertexArray(cloud->array); // of which `order` is the element buffer
    empty_buffer(GL_ARRAY_BUFFER, cloud->at);
    empty_buffer(GL_ARRAY_BUFFER, cloud->before);
    empty_buffer(GL_ARRAY_BUFFER, cloud->colours);
    empty_buffer(GL_ELEMENT_ARRAY_BUFFER, cloud->order);
}

void gfx_gl_forget(int key) {
    for (int k = 0; k < SCENE_MAX_CLOUDS && key >= 1 && key <= MAX_KEYS; k++) forget_cloud(&kept[key - 1][k]);
}

static void fill_buffer(GLuint *buffer, GLuint location, GLint numbers, GLenum type, const void *data, size_t count) {
    size_t stride = (size_t)numbers * (type == GL_FLOAT ? sizeof(float) : 1);
    if (!*buffer) glGenBuffers(1, buffer);
    glBindBuffer(GL_ARRAY_BUFFER, *buffer);
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(count * stride), data, GL_DYNAMIC_DRAW);
    describe(location, numbers, type, stride, 0);
}

// The cloud's vertex array is bound, and holds what the item does.
static kept_cloud *keep_cloud(const frame *f, const scene_points_item *points) {
    kept_cloud *cloud = &kept[f->key - 1][points->slot];
    const scene_cloud *from = &points->cloud;
    if (cloud->generation != gl.generation) *cloud = (kept_cloud){.generation = gl.generation};
    if (!cloud->array) glGenVertexArrays(1, &cloud->array);
    glBindVertexArray(cloud->array);
    if (cloud->version == points->version) return cloud;
    fill_buffer(&cloud->at, 0, from->dims, GL_FLOAT, from->at, from->count);
    if (from->before)
        fill_buffer(&cloud->before, 1, from->dims, GL_FLOAT, from->before, from->count);
    else
        glDisableVertexAttribArray(1);
    fill_buffer(&cloud->colours, 2, 4, GL_UNSIGNED_BYTE, points->colours, from->count);
    cloud->version = points->version;
    return cloud;
}

static const points_pass *use_points(const frame *f, const scene_points_item *points, float margin) {
    const points_pass *to = points->style.plain && !points->style.hollow ? &gl.plain : &gl.ringed;
    const camera *camera = &f->scene->camera;
    const scene_point_style *style = &points->style;
    const colour paper = f->scene->theme.paper;
    const float across = camera->scale, upwards = across * camera->stretch;
    const bool space = camera->dims == 3;
    use(&to->pass, f);
    glUniform3fv(to->centre, 1, camera->centre);
    glUniform3f(to->right, across * camera->right[0], across * camera->right[1], across * camera->right[2]);
    glUniform3f(to->up, upwards * camera->up[0], upwards * camera->up[1], upwards * camera->up[2]);
    glUniform3fv(to->back, 1, camera->back);
    glUniform2f(to->lens, space ? camera->distance : 0, space ? 1 / camera_depth_reach(camera) : 0);
    glUniform3f(to->paper, channel(paper, 0), channel(paper, 1), channel(paper, 2));
    glUniform1f(to->progress, points->cloud.before ? f->scene->progress : 1);
    glUniform1f(to->radius, style->radius);
    glUniform1f(to->ring, style->plain || style->hollow ? 0 : SCENE_RING);
    glUniform1i(to->hollow, style->hollow);
    glUniform2f(to->inset, (float)f->width / ((float)f->width + 2 * margin),
                (float)f->height / ((float)f->height + 2 * margin));
    glUniform1f(to->least, points->cloud.count > SCENE_MAX_SORTED ? 0.5f : 0);
    return to;
}

// One over the other: in space the farthest first, in a plane in their order.
static void draw_over(const frame *f, const scene_points_item *points, kept_cloud *cloud, GLint least) {
    const GLsizei count = (GLsizei)points->cloud.count;
    const bool space = f->scene->camera.dims == 3;
    const uint32_t *order = space ? scene_order(f->scene, points) : NULL;
    if (space && !order) return;
    if (order && !cloud->order) glGenBuffers(1, &cloud->order);
    if (order) glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, cloud->order);
    if (order) glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)count * 4, order, GL_STREAM_DRAW);
    for (int pass = 0; pass < (f->meshes ? 2 : 1); pass++) {
        if (pass) { // for the meshes: where a point covers more than half of a pixel
            glUniform1f(least, 0.5f);
            glColorMask(false, false, false, false);
            glEnable(GL_DEPTH_TEST);
        }
        if (order)
            glDrawElements(GL_POINTS, count, GL_UNSIGNED_INT, NULL);
        else
            glDrawArrays(GL_POINTS, 0, count);
    }
    glDisable(GL_DEPTH_TEST);
    glColorMask(true, true, true, true);
}

static void draw_points(const frame *f, const scene_points_item *points) {
    const scene_cloud *cloud = &points->cloud;
    // What is nearest in the box looks less than 1.3 times as large as at the centre.
    float largest = 2 * (1.3f * points->style.radius + SCENE_RING) * f->density + 1;
    if (!cloud->count) return;
    if (largest > gl.largest_point || f->key < 1 || f->key > MAX_KEYS) {
        draw_points_as_marks(f, points);
        return;
    }
    // Some GPUs drop a point whose centre is outside of the viewport, so that is made larger than the plot.
    float margin = (float)(int)(largest / 2 + 1);
    const points_pass *pass = use_points(f, points, margin);
    kept_cloud *buffers = keep_cloud(f, points);
    glViewport(-(int)margin, -(int)margin, f->width + 2 * (int)margin, f->height + 2 * (int)margin);
    if (f->scene->camera.dims != 3 || cloud->count <= SCENE_MAX_SORTED) {
        draw_over(f, points, buffers, pass->least);
    } else {
        glEnable(GL_DEPTH_TEST);
        glDrawArrays(GL_POINTS, 0, (GLsizei)cloud->count);
        glDisable(GL_DEPTH_TEST);
    }
    glViewport(0, 0, f->width, f->height);
}

// ---- meshes and images ----------------------------------------------------------------------------------------------

static void draw_mesh(const frame *f, const scene_item *item) {
    use(&gl.mesh, f);
    glUniform4f(gl.line, channel(item->line, 0), channel(item->line, 1), channel(item->line, 2),
                channel(item->line, 3));
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(item->count * sizeof(scene_vertex)), f->scene->vertices + item->first,
                 GL_STREAM_DRAW);
    glEnable(GL_DEPTH_TEST);
    glDepthMask(false);
    glDrawArrays(GL_TRIANGLES, 0, (GLsizei)item->count);
    glDepthMask(true);
    glDisable(GL_DEPTH_TEST);
}

static void draw_image(const frame *f, const scene_image *image) {
    use(&gl.image, f);
    glUniform4f(gl.box, image->x, image->y, image->width, image->height);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, image->columns, image->rows, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 f->scene->pixels + image->first);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

// ---- pictures -------------------------------------------------------------------------------------------------------

static frame begin_frame(scene *s, int key, int width, int height) {
    frame f = {.scene = s, .key = key, .width = width, .height = height, .density = (float)width / s->camera.width};
    for (int k = 0; k < s->item_count; k++) f.meshes |= s->items[k].kind == SCENE_MESH;
    colour paper = s->theme.paper;
    glViewport(0, 0, width, height);
    glClearColor(channel(paper, 0), channel(paper, 1), channel(paper, 2), 1);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    return f;
}

void gfx_gl_draw(scene *s, int key, int pixel_width, int pixel_height) {
    const frame f = begin_frame(s, key, pixel_width, pixel_height);
    for (int k = 0; k < s->item_count; k++) {
        const scene_item *item = &s->items[k];
        switch (item->kind) {
        case SCENE_MARKS: draw_marks(&f, s->marks + item->first, item->count); break;
        case SCENE_POINTS: draw_points(&f, &item->points); break;
        case SCENE_MESH: draw_mesh(&f, item); break;
        case SCENE_IMAGE: draw_image(&f, &item->image); break;
        }
    }
}
