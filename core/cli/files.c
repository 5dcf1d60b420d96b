// SPDX-License-Identifier: MIT
#include "files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "args.h"

static const size_t MOST = (size_t)4 << 30; // bytes of a file, so that a few gzipped bytes do not take all memory

static bool is_dash(const char *path) { return !strcmp(path, "-"); }

// ---- reading --------------------------------------------------------------------------------------------------------

// Room for more, twice as much as before.
static bool grow(cli_bytes *bytes, size_t *capacity) {
    if (bytes->size < *capacity) return true;
    const size_t wanted = *capacity ? 2 * *capacity : 1 << 16;
    unsigned char *more = bytes->size < MOST ? realloc(bytes->at, wanted) : NULL;
    if (!more) return false;
    bytes->at = more;
    *capacity = wanted;
    return true;
}

static bool read_all(cli_bytes *bytes, FILE *file) {
    size_t capacity = 0;
    for (size_t got = 1; got; bytes->size += got) {
        if (!grow(bytes, &capacity)) return errno = ENOMEM, false;
        got = fread(bytes->at + bytes->size, 1, capacity - bytes->size, file);
    }
    return !ferror(file);
}

// One gzip member after the other. Returns what is wrong; NULL: nothing.
static const char *inflate_members(z_stream *stream, cli_bytes packed, cli_bytes *bytes) {
    size_t capacity = 0, taken = 0;
    int status = Z_STREAM_END;
    while (taken < packed.size || status != Z_STREAM_END) {
        if (status == Z_STREAM_END && taken && inflateReset(stream)) return "memory ran out";
        if (!grow(bytes, &capacity)) return "what it holds is too large";
        const size_t left = packed.size - taken, room = capacity - bytes->size, most = 1 << 30;
        stream->next_in = packed.at + taken;
        stream->avail_in = (uInt)(left < most ? left : most);
        stream->next_out = bytes->at + bytes->size;
        stream->avail_out = (uInt)(room < most ? room : most);
        status = inflate(stream, Z_NO_FLUSH);
        taken = (size_t)(stream->next_in - packed.at);
        bytes->size = (size_t)(stream->next_out - bytes->at);
        if (status == Z_BUF_ERROR && taken == packed.size) return "its gzipped data end too early";
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return "its gzipped data are damaged";
    }
    return NULL;
}

static bool gunzip(cli_bytes *bytes, const char *name) {
    if (bytes->size < 2 || bytes->at[0] != 0x1f || bytes->at[1] != 0x8b) return true;
    cli_bytes plain = {0};
    z_stream stream = {0};
    const char *wrong = "memory ran out";
    if (inflateInit2(&stream, 15 + 16) == Z_OK) wrong = inflate_members(&stream, *bytes, &plain);
    inflateEnd(&stream);
    free(bytes->at);
    *bytes = plain;
    if (wrong) cli_fail("%s: %s", name, wrong);
    return !wrong;
}

bool cli_read(cli_bytes *bytes, const char *path) {
    *bytes = (cli_bytes){0};
    const char *name = is_dash(path) ? "standard input" : path;
    FILE *file = is_dash(path) ? stdin : fopen(path, "rb");
    bool ok = file && read_all(bytes, file);
    if (!ok) cli_fail("%s: %s", name, strerror(errno));
    if (file && file != stdin) fclose(file);
    ok = ok && gunzip(bytes, name);
    if (ok) return true;
    free(bytes->at);
    *bytes = (cli_bytes){0};
    return false;
}

// ---- writing --------------------------------------------------------------------------------------------------------

bool cli_is_folder(const char *path) {
    struct stat found;
    return !stat(path, &found) && S_ISDIR(found.st_mode);
}

static bool fail(cli_output *output) {
    cli_fail("%s: %s", output->name, strerror(errno));
    cli_discard(output);
    return false;
}

// As open(2) would have made it: mkstemp's files are for their owner alone.
static void set_mode(int file, const char *path) {
    struct stat found;
    const mode_t mask = umask(0);
    umask(mask);
    const mode_t mode = stat(path, &found) ? 0666 & ~mask : found.st_mode & 07777;
    if (fchmod(file, mode)) return; // some file systems have no modes
}

// A file beside `path`, which follows a link to where it leads.
static bool open_beside(cli_output *output, const char *path) {
    output->path = realpath(path, NULL);
    if (!output->path) output->path = strdup(path);
    const size_t length = output->path ? strlen(output->path) + sizeof ".XXXXXX" : 0;
    output->temporary = length ? malloc(length) : NULL;
    if (!output->temporary) return errno = ENOMEM, false;
    snprintf(output->temporary, length, "%s.XXXXXX", output->path);
    const int file = mkstemp(output->temporary);
    if (file < 0) {
        free(output->temporary);
        output->temporary = NULL;
        return false;
    }
    set_mode(file, output->path);
    output->file = fdopen(file, "wb");
    if (!output->file) close(file);
    return output->file != NULL;
}

bool cli_open(cli_output *output, const char *path) {
    *output = (cli_output){0};
    snprintf(output->name, sizeof output->name, "%s", is_dash(path) ? "standard output" : path);
    struct stat found;
    const bool there = !is_dash(path) && !stat(path, &found);
    if (there && S_ISDIR(found.st_mode)) return errno = EISDIR, fail(output);
    if (is_dash(path)) {
        output->file = stdout;
        return true;
    }
    if (there && !S_ISREG(found.st_mode))
        output->file = fopen(path, "wb");
    else if (!open_beside(output, path))
        return fail(output);
    output->opened = output->file != NULL;
    return output->opened || fail(output);
}

bool cli_close(cli_output *output) {
    FILE *file = output->file;
    bool ok = !fflush(file) && !ferror(file);
    if (ok && output->path) ok = !fsync(fileno(file)); // or a crash could leave a name without its bytes
    if (output->opened && fclose(file)) ok = false;
    output->file = NULL;
    if (ok && output->path) ok = !rename(output->temporary, output->path);
    if (!ok) return fail(output);
    free(output->temporary);
    output->temporary = NULL;
    cli_discard(output);
    return true;
}

void cli_discard(cli_output *output) {
    if (output->file && output->opened) fclose(output->file);
    if (output->temporary) unlink(output->temporary);
    free(output->temporary);
    free(output->path);
    output->file = NULL;
    output->temporary = output->path = NULL;
}

bool cli_write(const char *path, const void *bytes, size_t size) {
    cli_output output;
    if (!cli_open(&output, path)) return false;
    if (fwrite(bytes, 1, size, output.file) != size) return fail(&output);
    return cli_close(&output);
}

bool cli_writable(const char *path) {
    cli_output output;
    const bool ok = cli_open(&output, path);
    if (ok) cli_discard(&output);
    return ok;
}

bool cli_make_folder(const char *path) {
    if (!mkdir(path, 0777) || cli_is_folder(path)) return true;
    if (errno == EEXIST) errno = ENOTDIR;
    cli_fail("%s: %s", path, strerror(errno));
    return false;
}

bool cli_ends_in(const char *path, const char *end) {
    const size_t a = strlen(path), b = strlen(end);
    return a >= b && !strcmp(path + a - b, end);
}
