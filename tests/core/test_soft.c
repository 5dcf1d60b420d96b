// SPDX-License-Identifier: MIT
// The software raster: each shape against a plain version of it, and what pictures must have whatever is drawn.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "gfx_soft.h"
#include "reference.h"

static const float ORIGIN[3] = {0};
static const colour WHITE = 0xffffffffu, BLACK = 0xff000000u, RED = 0xff0000ffu, BLUE = 0xffff0000u;

// ---- scenes ---------------------------------------------------------------------------------------------------------

// An empty scene of so many CSS px, on white.
static void begin(scene *s, int dims, float width, float height) {
    camera c = dims == 3 ? camera_orbit(width, height, ORIGIN, 0.5f, -0.9f, 0.42f, 1)
                         : camera_plane(width, height, ORIGIN, 0.5f);
    scene_begin(s, c, (scene_theme){.paper = WHITE, .ink = BLACK}, 1);
}

enum { MOST = 64 };

// A list of marks, vertices or an image as the only item, borrowed; the scene must not be freed.
static scene scene_of(float width, float height, scene_kind kind, size_t count) {
    scene s = {.theme = {.paper = WHITE, .ink = BLACK}, .progress = 1, .item_count = 1};
    s.camera = camera_plane(width, height, ORIGIN, 0.5f);
    s.items[0] = (scene_item){.kind = kind, .count = count, .line = BLACK};
    return s;
}

static scene scene_of_marks(float width, float height, scene_mark *marks, size_t count) {
    scene s = scene_of(width, height, SCENE_MARKS, count);
    s.marks = marks;
    s.mark_count = count;
    return s;
}

static scene_mark disc(float x, float y, float radius, colour fill) {
    return (scene_mark){x, y, x, y, radius, radius, fill, fill};
}

static void draw(gfx_soft *soft, scene *s, int width, int height) {
    assert_true(gfx_soft_draw(soft, s, width, height));
    for (int k = 0; k < width * height; k++) assert_int_equal(soft->pixels[k] >> 24, 255);
}

// How dark a picture on white is, in black pixels.
static double ink(const gfx_soft *soft, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) sum += (255.0 - (soft->pixels[k] & 255)) / 255;
    return sum;
}

static int level_of(colour c, int channel) { return (int)(c >> 8 * channel & 255); }

static int greatest_difference(const colour *a, const colour *b, size_t count) {
    int most = 0;
    for (size_t k = 0; k < count; k++)
        for (int c = 0; c < 4; c++)
            if (abs(level_of(a[k], c) - level_of(b[k], c)) > most) most = abs(level_of(a[k], c) - level_of(b[k], c));
    return most;
}

// ---- the plain version ----------------------------------------------------------------------------------------------

static float limit(float x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

// weight/255 of a and the rest of b, rounded.
static int plain_mix(int a, int b, int weight) { return (2 * (a * weight + b * (255 - weight)) + 255) / 510; }

// The formula of the shader at every pixel, one after the other.
static void plain_mark(colour *pixels, int width, int height, float density, scene_mark m) {
    const float ax = m.ax * density, ay = m.ay * density, ux = m.bx * density - ax, uy = m.by * density - ay;
    const float ra = m.ra * density, rb = m.rb * density, square = ux * ux + uy * uy;
    for (int k = 0; k < width * height; k++) {
        float dx = (float)(k % width) + 0.5f - ax, dy = (float)(k / width) + 0.5f - ay;
        float t = square > 0 ? limit((dx * ux + dy * uy) * (1 / square)) : 0;
        dx -= t * ux, dy -= t * uy;
        const float outside = sqrtf(dx * dx + dy * dy) - (square > 0 ? ra * (1 - t) + rb * t : ra);
        const int cover = (int)rintf(limit(0.5f - outside) * 255);
        const int edge = (int)rintf(limit(0.5f + outside + SCENE_RING * density) * 255);
        const int alpha = plain_mix(plain_mix(level_of(m.ring, 3), level_of(m.fill, 3), edge), 0, cover);
        colour mixed = BLACK;
        for (int c = 0; c < 3; c++) {
            const int own = plain_mix(level_of(m.ring, c), level_of(m.fill, c), edge);
            mixed |= (colour)plain_mix(own, level_of(pixels[k], c), alpha) << 8 * c;
        }
        pixels[k] = mixed;
    }
}

static colour random_colour(ae_random *random) {
    colour c = (colour)ae_random_bits(random);
    return ae_random_bits(random) & 1 ? c | BLACK : c;
}

// Small and large, within the picture and off it.
static scene_mark random_mark(ae_random *random, bool round) {
    const float size = random_float(random, 0, 1) < 0.2f ? 60 : 8;
    scene_mark m = {.ax = random_float(random, -20, 60), .ay = random_float(random, -20, 60)};
    m.bx = round ? m.ax : random_float(random, -20, 60);
    m.by = round ? m.ay : random_float(random, -20, 60);
    m.ra = random_float(random, 0, size);
    m.rb = round ? m.ra : random_float(random, 0, size);
    m.fill = random_colour(random);
    m.ring = ae_random_bits(random) & 1 ? m.fill : random_colour(random);
    return m;
}

static void marks_are_those_of_the_plain_version(void **state) {
    (void)state;
    gfx_soft soft = {0};
    ae_random random = ae_random_new(1, 11);
    for (int trial = 0; trial < 600; trial++) {
        const float density = trial % 3 == 0 ? 1 : trial % 3 == 1 ? 2 : 0.6875f;
        const int width = (int)(48 * density), height = (int)(32 * density);
        scene_mark marks[3];
        colour wanted[96 * 64];
        for (int k = 0; k < width * height; k++) wanted[k] = WHITE;
        for (int k = 0; k < 3; k++) {
            marks[k] = random_mark(&random, trial & 1);
            plain_mark(wanted, width, height, density, marks[k]);
        }
        scene s = scene_of_marks(48, 32, marks, 3);
        draw(&soft, &s, width, height);
        for (int k = 0; k < width * height; k++)
            if (soft.pixels[k] != wanted[k])
                fail_msg("trial %d, pixel %d, %d: %08x, not %08x", trial, k % width, k / width,
                         (unsigned)soft.pixels[k], (unsigned)wanted[k]);
    }
    gfx_soft_free(&soft);
}

// ---- marks ----------------------------------------------------------------------------------------------------------

static void discs_and_lines_have_their_areas(void **state) {
    (void)state;
    const double PI = 3.14159265358979;
    gfx_soft soft = {0};
    for (int density = 1; density <= 2; density++)
        for (int k = 0; k < 40; k++) {
            const float shift = (float)k / 40, radius = 0.7f + 0.4f * (float)k;
            const double square = density * density, r = radius * (float)density;
            scene_mark mark = disc(20 + shift, 21 - shift, radius, BLACK);
            scene s = scene_of_marks(40, 40, &mark, 1);
            draw(&soft, &s, 40 * density, 40 * density);
            // A soft edge adds PI / 12 of a pixel, and where the pixels happen to be does the rest.
            assert_near(ink(&soft, 1600 * density * density), PI * r * r, 0.02 * PI * r * r + 0.5);
            mark = (scene_mark){8 + shift, 9, 29, 30 - shift, 1.5f, 1.5f, BLACK, BLACK}; // a line
            double length = hypot(21 - (double)shift, 21 - (double)shift);
            draw(&soft, &s, 40 * density, 40 * density);
            assert_near(ink(&soft, 1600 * density * density), (3 * length + PI * 2.25) * square, 0.04 * 64 * square);
            mark =
                (scene_mark){8 + shift, 9, 29, 30 - shift, 4, 1, BLACK, BLACK}; // a taper with half discs at its ends
            draw(&soft, &s, 40 * density, 40 * density);
            assert_near(ink(&soft, 1600 * density * density), (5 * length + PI * 8.5) * square, 0.03 * 170 * square);
        }
    gfx_soft_free(&soft);
}

static void colours_are_blended(void **state) {
    (void)state;
    gfx_soft soft = {0};
    scene_mark marks[2] = {disc(10, 10, 8, 0x800000ffu), disc(10, 10, 4, 0x40ff0000u)};
    scene s = scene_of_marks(20, 20, marks, 2);
    draw(&soft, &s, 20, 20);
    const colour below = 0xff7f7fffu; // 128/255 of red on white
    assert_int_equal(soft.pixels[10 * 20 + 16], below);
    assert_int_equal(soft.pixels[10 * 20 + 10], 0xff9f5fbfu); // and 64/255 of blue on that
    assert_int_equal(soft.pixels[0], WHITE);
    marks[0].fill = marks[0].ring = marks[1].fill = marks[1].ring = 0x00ffffffu; // nothing
    draw(&soft, &s, 20, 20);
    assert_int_equal(ink(&soft, 400), 0);
    s.theme.paper = 0xff102030u;
    draw(&soft, &s, 20, 20);
    for (int k = 0; k < 400; k++) assert_int_equal(soft.pixels[k], 0xff102030u);
    gfx_soft_free(&soft);
}

static void rings_are_as_wide_as_they_should(void **state) {
    (void)state;
    gfx_soft soft = {0};
    for (int density = 1; density <= 3; density++) {
        scene_mark mark = {20, 20, 20, 20, 12, 12, RED, BLUE};
        scene s = scene_of_marks(40, 40, &mark, 1);
        draw(&soft, &s, 40 * density, 40 * density);
        double ring = 0, fill = 0; // along the middle row
        for (int x = 0; x < 40 * density; x++) {
            colour c = soft.pixels[20 * density * 40 * density + x];
            ring += (255 - level_of(c, 0)) / 255.0; // white and red have no less red
            fill += (255 - level_of(c, 2)) / 255.0;
        }
        assert_near(ring, 2 * (double)SCENE_RING * density, 0.1);
        assert_near(fill, 2 * (12 - (double)SCENE_RING) * density, 0.1);
    }
    gfx_soft_free(&soft);
}

// A picture is the part of a larger one that its edges cut out.
static void what_is_off_the_picture_is_cut_off(void **state) {
    (void)state;
    gfx_soft part = {0}, whole = {0};
    ae_random random = ae_random_new(2, 11);
    enum { SIDE = 24, MARGIN = 40, WIDE = SIDE + 2 * MARGIN };
    for (int trial = 0; trial < 200; trial++) {
        scene_mark marks[4], moved[4];
        for (int k = 0; k < 4; k++) {
            marks[k] = random_mark(&random, trial & 1);
            float *numbers = &marks[k].ax;
            for (int c = 0; c < 4; c++) numbers[c] = (float)(int)(numbers[c] * 8) / 8; // so that moving rounds nothing
            moved[k] = marks[k];
            moved[k].ax += MARGIN, moved[k].ay += MARGIN, moved[k].bx += MARGIN, moved[k].by += MARGIN;
        }
        scene a = scene_of_marks(SIDE, SIDE, marks, 4), b = scene_of_marks(WIDE, WIDE, moved, 4);
        draw(&part, &a, SIDE, SIDE);
        draw(&whole, &b, WIDE, WIDE);
        for (int y = 0; y < SIDE; y++)
            if (greatest_difference(part.pixels + y * SIDE, whole.pixels + (y + MARGIN) * WIDE + MARGIN, SIDE) > 1)
                fail_msg("trial %d, row %d", trial, y);
    }
    gfx_soft_free(&part);
    gfx_soft_free(&whole);
}

static void nothing_is_written_behind_the_picture(void **state) {
    (void)state;
    gfx_soft soft = {0};
    scene_mark marks[MOST];
    ae_random random = ae_random_new(3, 11);
    for (int k = 0; k < MOST; k++) marks[k] = random_mark(&random, k & 1);
    scene s = scene_of_marks(40, 30, marks, MOST);
    draw(&soft, &s, 80, 60); // room for four times as much
    for (int k = 1200; k < 4800; k++) soft.pixels[k] = 0x12345678u;
    draw(&soft, &s, 40, 30);
    for (int k = 1200; k < 4800; k++) assert_int_equal(soft.pixels[k], 0x12345678u);
    gfx_soft_free(&soft);
}

// ---- points ---------------------------------------------------------------------------------------------------------

static const float at[] = {-0.25f, -0.25f, 0, 0.25f, 0.25f, 0}, classes_at[] = {0, 0.5f};

static scene_cloud two_points(int dims) {
    static const float flat[] = {-0.25f, -0.25f, 0.25f, 0.25f};
    return (scene_cloud){.at = dims == 3 ? at : flat, .dims = dims, .count = 2, .positions = classes_at, .version = 1};
}

// The pixel where a point is.
static colour pixel_at(const gfx_soft *soft, const scene *s, const scene_cloud *cloud, size_t index, int density) {
    camera_point p = scene_project(s, cloud, index);
    return soft->pixels[(int)(p.y * (float)density) * (int)s->camera.width * density + (int)(p.x * (float)density)];
}

static void points_are_as_their_style_says(void **state) {
    (void)state;
    gfx_soft soft = {0};
    scene s = {0};
    const scene_cloud cloud = two_points(2);
    const colour own = colour_ramp(0, false, false);
    for (int density = 1; density <= 2; density++) {
        const int side = 80 * density, middle = (60 * side + 20) * density; // of the first point
        begin(&s, 2, 80, 80);
        scene_points(&s, cloud, (scene_point_style){.radius = 6, .opacity = 1, .selected = -1});
        draw(&soft, &s, side, side);
        assert_int_equal(soft.pixels[middle], own);
        const int most = (int)(3.2 * 49 * density * density);
        int painted = 0;
        for (int k = 0; k < side * side / 2; k++) painted += soft.pixels[k] != WHITE; // the second point, above
        assert_true(painted > most / 2 && painted < most);
        begin(&s, 2, 80, 80);
        scene_points(&s, cloud, (scene_point_style){.radius = 6, .hollow = true, .opacity = 1, .selected = -1});
        draw(&soft, &s, side, side);
        assert_int_equal(soft.pixels[middle], WHITE);
        const colour ring = soft.pixels[middle + (int)(5.3f * (float)density)];
        assert_true(greatest_difference(&ring, &own, 1) <= 6);
        begin(&s, 2, 80, 80);
        scene_points(&s, cloud, (scene_point_style){.radius = 6, .plain = true, .opacity = 0.5f, .selected = 0});
        draw(&soft, &s, side, side);
        int ringed = 0;
        for (int k = 0; k < side * side; k++)
            ringed += level_of(soft.pixels[k], 0) < 64; // the ink around the selected one
        assert_true(ringed > 20);
        const colour pale = pixel_at(&soft, &s, &cloud, 1, density), full = colour_ramp(0.5f, false, false);
        for (int c = 0; c < 3; c++) assert_near(level_of(pale, c), (level_of(full, c) + 255) / 2, 2);
    }
    scene_free(&s);
    gfx_soft_free(&soft);
}

static void a_ring_of_paper_parts_a_point_from_what_is_below(void **state) {
    (void)state;
    gfx_soft soft = {0};
    scene s = {0};
    for (int plain = 0; plain < 2; plain++) {
        begin(&s, 2, 80, 80);
        const float line[] = {-0.5f, -0.25f, 0.5f, -0.25f};
        scene_line(&s, (scene_cloud){.at = line, .dims = 2, .count = 2}, false, 20, RED);
        scene_points(&s, two_points(2), (scene_point_style){.radius = 6, .plain = plain, .opacity = 1, .selected = -1});
        draw(&soft, &s, 160, 160);
        const colour beside = soft.pixels[120 * 160 + 40 + 13]; // 6.5 px from the middle
        assert_int_equal(beside, plain ? RED : WHITE);
        assert_int_equal(soft.pixels[120 * 160 + 40 + 20], RED);
        assert_int_equal(soft.pixels[120 * 160 + 40 + 10], colour_ramp(0, false, false)); // 5 px: still the point
    }
    scene_free(&s);
    gfx_soft_free(&soft);
}

static void a_tween_is_drawn_on_its_way(void **state) {
    (void)state;
    gfx_soft a = {0}, b = {0};
    scene s = {0};
    const float before[] = {-0.5f, 0.25f, 0, 0, -0.25f, 0.25f}, half[] = {-0.375f, 0, 0, 0.125f, 0, 0.125f};
    scene_cloud moving = two_points(3), resting = moving;
    moving.before = before;
    resting.at = half;
    resting.version = 2;
    for (int k = 0; k < 2; k++) {
        begin(&s, 3, 100, 80);
        s.progress = 0.5f;
        scene_points(&s, k ? resting : moving, (scene_point_style){.radius = 5, .opacity = 1, .selected = -1});
        draw(k ? &b : &a, &s, 100, 80);
    }
    assert_memory_equal(a.pixels, b.pixels, 8000 * sizeof(colour));
    assert_true(ink(&a, 8000) > 50);
    scene_free(&s);
    gfx_soft_free(&a);
    gfx_soft_free(&b);
}

// Among few points, which are sorted, and beyond SCENE_MAX_SORTED, where they are not.
static void points_hide_what_is_behind_them(void **state) {
    (void)state;
    enum { MANY = SCENE_MAX_SORTED + 1, SIDE = 40 };
    gfx_soft soft = {0}, alone = {0};
    scene s = {0};
    float *rows = malloc(3 * MANY * sizeof *rows), *positions = malloc(MANY * sizeof *positions);
    assert_true(rows && positions);
    unsigned version = 0;
    for (int trial = 0; trial < 4; trial++) {
        const size_t count = trial & 1 ? MANY : 2, front = trial & 2 ? count - 1 : 0; // it comes first or last
        for (int with = 0; with < 2; with++) {
            version++;
            begin(&s, 3, SIDE, SIDE);
            for (size_t k = 0; k < count; k++) { // the others are in the centre, or nowhere
                for (size_t c = 0; c < 3; c++) rows[3 * k + c] = with ? 0 : NAN;
                positions[k] = 0;
            }
            for (int c = 0; c < 3; c++) rows[3 * front + (size_t)c] = -0.4f * s.camera.back[c];
            positions[front] = 0.5f;
            scene_cloud cloud = {.at = rows, .dims = 3, .count = count, .positions = positions, .version = version};
            scene_points(&s, cloud, (scene_point_style){.radius = 4, .plain = true, .opacity = 1, .selected = -1});
            draw(with ? &soft : &alone, &s, SIDE, SIDE);
        }
        assert_true(ink(&alone, SIDE * SIDE) > 10);
        assert_int_equal(soft.pixels[20 * SIDE + 20], alone.pixels[20 * SIDE + 20]);
        if (count == MANY && front == 0) // what comes later and is behind changes nothing
            assert_memory_equal(soft.pixels, alone.pixels, SIDE * SIDE * sizeof(colour));
    }
    scene_free(&s);
    gfx_soft_free(&soft);
    gfx_soft_free(&alone);
    free(rows);
    free(positions);
}

// ---- meshes ---------------------------------------------------------------------------------------------------------

static scene scene_of_vertices(float width, float height, scene_vertex *vertices, size_t count) {
    scene s = scene_of(width, height, SCENE_MESH, count);
    s.vertices = vertices;
    s.vertex_count = count;
    return s;
}

static scene_vertex corner(float x, float y, float depth) {
    return (scene_vertex){x, y, depth, x / 10 + 0.5f, y / 10 + 0.5f, 0x80000000u};
}

// Every pixel within belongs to one of the triangles around a point, and to no more than one.
static void triangles_share_their_edges(void **state) {
    (void)state;
    gfx_soft soft = {0};
    ae_random random = ae_random_new(4, 11);
    for (int trial = 0; trial < 100; trial++) {
        enum { AROUND = 8 };
        const bool exact = trial < 10; // edges pass through the middles of pixels
        scene_vertex v[3 * AROUND], rim[AROUND];
        const scene_vertex hub =
            exact ? corner(20.5f, 19.5f, 0) : corner(random_float(&random, 10, 30), random_float(&random, 10, 30), 0);
        const double turn = random_float(&random, 0, 6);
        for (int k = 0; k < AROUND; k++) { // larger than the picture
            const double angle = turn + 6.283185307 * k / AROUND;
            rim[k] = corner((float)(20 + 60 * cos(angle)), (float)(20 + 60 * sin(angle)), 0);
            static const float across[] = {1, 1, 0, -1, -1, -1, 0, 1}, down[] = {0, 1, 1, 1, 0, -1, -1, -1};
            if (exact) rim[k] = corner(hub.x + 60 * across[k], hub.y + 60 * down[k], 0);
        }
        for (int k = 0; k < AROUND; k++) {
            v[3 * k] = hub;
            v[3 * k + 1] = rim[trial & 1 ? k : (k + 1) % AROUND]; // both ways round
            v[3 * k + 2] = rim[trial & 1 ? (k + 1) % AROUND : k];
        }
        for (int k = 0; k < 3 * AROUND; k++) v[k].u = v[k].v = 0.5f; // without lines
        scene s = scene_of_vertices(40, 40, v, 3 * AROUND);
        draw(&soft, &s, 40, 40);
        for (int k = 0; k < 1600; k++) assert_int_equal(soft.pixels[k], 0xff7f7f7fu); // 128/255 of black on white, once
    }
    gfx_soft_free(&soft);
}

static void a_triangle_has_its_area_and_its_colours(void **state) {
    (void)state;
    gfx_soft soft = {0};
    scene_vertex v[3] = {corner(5, 5, 0), corner(95, 5, 0), corner(5, 95, 0)};
    for (int k = 0; k < 3; k++) v[k].u = v[k].v = 0.5f, v[k].fill = BLACK;
    scene s = scene_of_vertices(100, 100, v, 3);
    draw(&soft, &s, 100, 100);
    assert_near(ink(&soft, 10000), 90 * 90 / 2, 100);
    assert_int_equal(soft.pixels[4 * 100 + 50], WHITE);
    assert_int_equal(soft.pixels[5 * 100 + 50], BLACK);
    v[1].fill = RED;
    draw(&soft, &s, 100, 100);
    for (int x = 5; x < 90; x++) assert_near(level_of(soft.pixels[5 * 100 + x], 0), (x - 4.5) / 90 * 255, 1.5);
    gfx_soft_free(&soft);
}

// Lines of the grid are 1 CSS px wide where u or v is a whole number.
static void grid_lines_are_where_they_should_be(void **state) {
    (void)state;
    gfx_soft soft = {0};
    for (int density = 1; density <= 3; density++) {
        scene_vertex v[6] = {corner(0, 0, 0), corner(100, 0, 0),   corner(100, 100, 0),
                             corner(0, 0, 0), corner(100, 100, 0), corner(0, 100, 0)};
        for (int k = 0; k < 6; k++) v[k].fill = WHITE, v[k].v = 0.5f; // u is whole at x = 5, 15, 25, …
        scene s = scene_of_vertices(100, 100, v, 6);
        const int side = 100 * density;
        draw(&soft, &s, side, side);
        assert_near(ink(&soft, side * side), 10 * density * side, 0.01 * 10 * density * side);
        for (int x = 0; x < side; x++) {
            const double from_line = fabs(fmod((x + 0.5) / density, 10) - 5);
            const colour c = soft.pixels[side / 2 * side + x];
            if (from_line < 0.5 - 0.5 / density - 0.01) assert_int_equal(c, BLACK);
            if (from_line > 0.5 + 0.5 / density + 0.01) assert_int_equal(c, WHITE);
        }
    }
    gfx_soft_free(&soft);
}

static void points_before_a_mesh_are_not_veiled(void **state) {
    (void)state;
    gfx_soft soft = {0}, bare = {0};
    scene s = {0};
    for (int density = 1; density <= 2; density++) {
        begin(&s, 3, 80, 80);
        float sheet[12], points[9];
        const float size = 0.6f; // a square that faces the eye, one point before it, one behind, one on it
        for (int k = 0; k < 4; k++)
            for (int c = 0; c < 3; c++)
                sheet[3 * k + c] =
                    size * ((k & 1 ? 1.0f : -1.0f) * s.camera.right[c] + (k & 2 ? 1.0f : -1.0f) * s.camera.up[c]);
        for (int c = 0; c < 3; c++) {
            points[c] = -0.2f * s.camera.right[c] - 0.3f * s.camera.back[c];
            points[3 + c] = 0.2f * s.camera.right[c] + 0.3f * s.camera.back[c];
            points[6 + c] = 0.1f * s.camera.up[c];
        }
        scene_cloud cloud = {.at = points, .dims = 3, .count = 3, .version = 1};
        for (int with = 0; with < 2; with++) {
            begin(&s, 3, 80, 80);
            scene_points(&s, cloud, (scene_point_style){.radius = 5, .opacity = 1, .selected = -1});
            if (with) scene_mesh(&s, sheet, 2, 2, RED, 0.5f);
            draw(with ? &soft : &bare, &s, 80 * density, 80 * density);
        }
        for (int k = 0; k < 3; k++) {
            const colour alone = pixel_at(&bare, &s, &cloud, (size_t)k, density);
            const colour seen = pixel_at(&soft, &s, &cloud, (size_t)k, density);
            if (k == 1)
                assert_true(level_of(seen, 0) > level_of(alone, 0) + 60); // red lies over it
            else
                assert_int_equal(seen, alone);
        }
    }
    scene_free(&s);
    gfx_soft_free(&soft);
    gfx_soft_free(&bare);
}

// ---- images ---------------------------------------------------------------------------------------------------------

static void images_show_their_cells(void **state) {
    (void)state;
    gfx_soft soft = {0};
    colour cells[6] = {RED, BLUE, BLACK, BLUE, BLACK, RED};
    scene s = scene_of(40, 30, SCENE_IMAGE, 0);
    s.pixels = cells;
    s.items[0].image = (scene_image){.x = 5, .y = 4, .width = 30, .height = 20, .columns = 3, .rows = 2};
    for (int density = 1; density <= 2; density++) {
        const int width = 40 * density;
        draw(&soft, &s, width, 30 * density);
        for (int y = 0; y < 30 * density; y++)
            for (int x = 0; x < width; x++) {
                const int column = x < 5 * density ? -1 : (x - 5 * density) / (10 * density);
                const int row = y < 4 * density ? -1 : (y - 4 * density) / (10 * density);
                const bool within = column >= 0 && column < 3 && row >= 0 && row < 2;
                assert_int_equal(soft.pixels[y * width + x], within ? cells[row * 3 + column] : WHITE);
            }
    }
    for (int k = 0; k < 6; k++) cells[k] = BLACK;
    s.items[0].image.x = 5.5f, s.items[0].image.y = -4; // through the middles of pixels at its sides; cut off above
    draw(&soft, &s, 40, 30);
    assert_near(ink(&soft, 1200), 30 * 16, 0.1);
    assert_int_equal(soft.pixels[5], BLACK);
    assert_int_equal(soft.pixels[35], WHITE);
    gfx_soft_free(&soft);
}

// ---- what no one should draw ----------------------------------------------------------------------------------------

static const float STRANGE[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 3e38f, 1e10f, -1e10f, 1e6f, -1e6f};
enum { STRANGERS = sizeof STRANGE / sizeof *STRANGE };

static void strange_marks_are_survived(void **state) {
    (void)state;
    gfx_soft soft = {0};
    for (int round = 0; round < 2; round++)
        for (int field = 0; field < 6; field++)
            for (int k = 0; k < STRANGERS; k++) {
                scene_mark marks[2] = {disc(10, 10, 4, BLACK), disc(30, 10, 4, BLACK)};
                if (!round) marks[1].bx = 35;
                (&marks[1].ax)[field] = STRANGE[k];
                scene s = scene_of_marks(40, 20, marks, 2);
                draw(&soft, &s, 40, 20);
                assert_int_equal(soft.pixels[10 * 40 + 10], BLACK);
                if (!isfinite(STRANGE[k])) assert_near(ink(&soft, 800), 3.14159 * 16, 1); // the other one alone
            }
    gfx_soft_free(&soft);
}

static void strange_points_are_survived(void **state) {
    (void)state;
    gfx_soft soft = {0};
    scene s = {0};
    for (int dims = 2; dims <= 3; dims++)
        for (int k = 0; k < STRANGERS; k++)
            for (int c = 0; c < dims; c++) {
                float rows[6] = {0};
                rows[dims + c] = STRANGE[k];
                begin(&s, dims, 40, 40);
                scene_cloud cloud = {.at = rows, .dims = dims, .count = 2, .version = (unsigned)k + 1};
                scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
                draw(&soft, &s, 40, 40);
                const colour seen = soft.pixels[20 * 40 + 20];
                assert_true(level_of(seen, 0) < 40); // the other one, paler in space
            }
    scene_free(&s);
    gfx_soft_free(&soft);
}

static void strange_meshes_are_survived(void **state) {
    (void)state;
    gfx_soft soft = {0};
    for (int field = 0; field < 5; field++)
        for (int k = 0; k < STRANGERS; k++)
            for (int which = 0; which < 3; which++) {
                scene_vertex v[6] = {corner(1, 1, 0),  corner(20, 1, 0),  corner(1, 20, 0),
                                     corner(20, 1, 0), corner(39, 10, 0), corner(20, 39, 0)};
                (&v[3 + which].x)[field] = STRANGE[k];
                scene s = scene_of_vertices(40, 40, v, 6);
                draw(&soft, &s, 40, 40);
                assert_true(soft.pixels[3 * 40 + 3] != WHITE);
                if (!isfinite(STRANGE[k])) assert_int_equal(soft.pixels[10 * 40 + 30], WHITE); // it is left out
            }
    scene_vertex flat[3] = {corner(1, 1, 0), corner(20, 20, 0), corner(39, 39, 0)};
    scene s = scene_of_vertices(40, 40, flat, 3);
    draw(&soft, &s, 40, 40);
    assert_int_equal(ink(&soft, 1600), 0);
    gfx_soft_free(&soft);
}

static void strange_images_are_survived(void **state) {
    (void)state;
    gfx_soft soft = {0};
    colour cell = BLACK;
    for (int field = 0; field < 4; field++)
        for (int k = 0; k < STRANGERS; k++) {
            scene s = scene_of(40, 30, SCENE_IMAGE, 0);
            s.pixels = &cell;
            s.items[0].image = (scene_image){.x = 5, .y = 4, .width = 30, .height = 20, .columns = 1, .rows = 1};
            (&s.items[0].image.x)[field] = STRANGE[k];
            draw(&soft, &s, 40, 30);
            if (!isfinite(STRANGE[k])) assert_int_equal(ink(&soft, 1200), 0);
        }
    gfx_soft_free(&soft);
}

// ---- pictures -------------------------------------------------------------------------------------------------------

// A picture twice as dense shows the same, only finer.
static void densities_show_the_same(void **state) {
    (void)state;
    gfx_soft one = {0}, two = {0};
    scene s = {0};
    float rows[60];
    ae_random random = ae_random_new(5, 11);
    for (int k = 0; k < 60; k++) rows[k] = random_float(&random, -0.5, 0.5);
    begin(&s, 3, 120, 90);
    scene_axes(&s);
    scene_cloud cloud = {.at = rows, .dims = 3, .count = 20, .version = 1};
    scene_trails(&s, cloud, rows, 0.3f, 4);
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = 3});
    scene_mesh(&s, rows, 2, 4, RED, 0.5f);
    draw(&one, &s, 120, 90);
    draw(&two, &s, 240, 180);
    double difference = 0;
    for (int y = 0; y < 90; y++)
        for (int x = 0; x < 120; x++) {
            double mean = 0;
            for (int k = 0; k < 4; k++) mean += level_of(two.pixels[(2 * y + k / 2) * 240 + 2 * x + k % 2], 0) / 4.0;
            difference += fabs(mean - level_of(one.pixels[y * 120 + x], 0)) / (120 * 90);
        }
    assert_true(ink(&one, 120 * 90) > 300);
    assert_true(difference < 1.5);
    scene_free(&s);
    gfx_soft_free(&one);
    gfx_soft_free(&two);
}

static void want_of_memory_is_told(void **state) {
    (void)state;
    scene s = {0};
    begin(&s, 3, 40, 40);
    const float sheet[12] = {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0};
    scene_mesh(&s, sheet, 2, 2, RED, 0.5f);
    gfx_soft soft = {0};
    for (int k = 1; k <= 2; k++) { // the pixels, then the depths
        test_fail_allocation = k;
        assert_false(gfx_soft_draw(&soft, &s, 40, 40));
        assert_int_equal(test_fail_allocation, 0);
        gfx_soft_free(&soft);
        assert_null(soft.pixels);
    }
    draw(&soft, &s, 40, 40);
    test_fail_allocation = 1;
    assert_false(gfx_soft_draw(&soft, &s, 80, 80)); // it cannot grow
    test_fail_allocation = 0;
    draw(&soft, &s, 80, 80);
    const int before = test_allocations;
    draw(&soft, &s, 80, 80);
    draw(&soft, &s, 10, 10);
    assert_int_equal(test_allocations, before); // nothing allocates in a draw that fits
    s.failed = true;
    assert_false(gfx_soft_draw(&soft, &s, 40, 40)); // the scene lacks something
    gfx_soft_free(&soft);
    gfx_soft_free(&soft); // twice is fine
    scene_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_those_of_the_plain_version),
        cmocka_unit_test(discs_and_lines_have_their_areas),
        cmocka_unit_test(colours_are_blended),
        cmocka_unit_test(rings_are_as_wide_as_they_should),
        cmocka_unit_test(what_is_off_the_picture_is_cut_off),
        cmocka_unit_test(nothing_is_written_behind_the_picture),
        cmocka_unit_test(points_are_as_their_style_says),
        cmocka_unit_test(a_ring_of_paper_parts_a_point_from_what_is_below),
        cmocka_unit_test(a_tween_is_drawn_on_its_way),
        cmocka_unit_test(points_hide_what_is_behind_them),
        cmocka_unit_test(triangles_share_their_edges),
        cmocka_unit_test(a_triangle_has_its_area_and_its_colours),
        cmocka_unit_test(grid_lines_are_where_they_should_be),
        cmocka_unit_test(points_before_a_mesh_are_not_veiled),
        cmocka_unit_test(images_show_their_cells),
        cmocka_unit_test(strange_marks_are_survived),
        cmocka_unit_test(strange_points_are_survived),
        cmocka_unit_test(strange_meshes_are_survived),
        cmocka_unit_test(strange_images_are_survived),
        cmocka_unit_test(densities_show_the_same),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests_name("soft", tests, NULL, NULL);
}
