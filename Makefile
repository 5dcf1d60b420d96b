# SPDX-License-Identifier: MIT
# An Interactive Introduction to Autoencoders. `make help` lists the targets; `make serve` and `make test` set up what they
# need by themselves. Nothing is written outside build/ and node_modules/.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: setup-build setup-test $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' Makefile)

CORE    := $(wildcard core/*.c)
WEB     := $(wildcard web/*.c)
SCENE   := $(filter-out web/lab_%.c web/gfx_gl.c,$(WEB)) # what needs no browser
POSTER  := $(addprefix web/poster/,page.c palette.c poster.c poster_digits.c) # pictures of figures, but for the files of them
CLI     := $(wildcard core/cli/*.c) web/poster/plot.c web/poster/lettering.c web/poster/png_file.c # the command line
HEADERS := $(wildcard core/*.h core/cli/*.h web/*.h web/poster/*.h tests/core/*.h tests/fuzz/*.h) build/cjson/cJSON.h
SCRIPTS := $(wildcard web/*.js web/*.css web/figures/*.js web/single/*.js article/*)

# One source gives the same bits everywhere only if no compiler fuses a multiplication and an addition.
CFLAGS := -std=c11 -ffp-contract=off -fno-math-errno -Wall -Wextra -Wpedantic -Wconversion -Werror -Icore -Iweb -isystem build/cjson

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

serve: setup-build wasm posters images facts build/recording.json ## Build the article and serve it at http://localhost:8000
	npx vite --config web/vite.config.js

site: setup-build wasm build/wasm/core.wasm.gz posters images facts build/recording.json package ## Build the article into build/site/, single files and the package into embed/ there
	npx vite build --config web/vite.config.js --logLevel warn
	node web/single/build.js
	cp build/package/ae-figure-*.tgz build/site/embed/ae-figure.tgz
	node article/finish.js

package: setup-build wasm build/recording.json ## Build the npm package into build/package/, and pack it there
	node web/package/build.js

wasm: build/wasm/core.mjs ## Build the core into build/wasm/

cli: setup-build build/ae ## Build the command line, build/ae, for this machine (ARCH=x86-64: for others)

test: setup-test ## Run every test; the last line counts them
	node tests/run.js

# ---- set-up ----------------------------------------------------------------------------------------------------------

setup-build:
	@.setup/install.sh build

setup-test:
	@.setup/install.sh test

build/cjson/cJSON.h: .setup/cjson.sh | setup-build
	.setup/cjson.sh

# ---- WebAssembly -----------------------------------------------------------------------------------------------------

# Debian's emcc looks for its JavaScript optimiser's modules here.
export NODE_PATH := /usr/share/nodejs

EMFLAGS := --no-entry -sMODULARIZE -sEXPORT_ES6 -sUSE_ES6_IMPORT_META=0 -sENVIRONMENT=web,worker \
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sINITIAL_MEMORY=16MB -sALLOW_MEMORY_GROWTH -sFILESYSTEM=0 \
  -sMALLOC=emmalloc -sSUPPORT_LONGJMP=0 -sDYNAMIC_EXECUTION=0 -sEXPORTED_FUNCTIONS=_malloc,_free \
  -sEXPORTED_RUNTIME_METHODS=specialHTMLTargets --extern-pre-js web/emscripten.js

# The kernels are made fast, the rest small: a reader has to wait for it before pressing play.
FAST := $(addprefix core/,kernels.c kernels_dense.c functions.c)
BRISK := web/gfx_soft_discs.c # at -O1 ten thousand dots are as fast as at -O3, in half the bytes
SMALL := $(filter-out $(FAST) $(BRISK),$(CORE) $(WEB))
IN_BUILD := $(CFLAGS) $(addprefix -I../../../,core web) -isystem ../../cjson

build/wasm/core.mjs: SIMD := -msimd128
build/wasm/core.mjs build/wasm-scalar/core.mjs: $(CORE) $(WEB) $(HEADERS) Makefile | setup-build
	@rm -rf $(@D)/objects && mkdir -p $(@D)/objects
	@echo 'emcc -Oz $(SIMD) -o $@'
	@cd $(@D)/objects && emcc $(IN_BUILD) -Oz $(SIMD) -c $(SMALL:%=../../../%) && emcc $(IN_BUILD) -O3 $(SIMD) -c $(FAST:%=../../../%) && \
	  emcc $(IN_BUILD) -O1 $(SIMD) -c $(BRISK:%=../../../%)
	@emcc -Os $(SIMD) $(@D)/objects/*.o $(EMFLAGS) -o $@

build/wasm/core.wasm.gz: build/wasm/core.mjs # as single files have it inside
	@gzip -9nc $(@D)/core.wasm >$@

# ---- pictures --------------------------------------------------------------------------------------------------------

# What figures look like before any script has run: `poster FIGURE light|dark OUT.png`.
FIGURES := train encoder gradient trails decoder digits # those of web/poster/

build/poster: web/poster/main.c web/poster/png_file.c web/poster/read_file.c $(POSTER) $(CORE) $(SCENE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'gcc -O2 -o $@'
	@gcc $(CFLAGS) -O2 $(filter %.c,$^) -lpng -lm -o $@

# In wide and narrow layout; as AVIF, which is what readers get.
build/posters/%-light.png: build/poster
	@mkdir -p $(@D)
	build/poster $* light $@
build/posters/%-dark.png: build/poster
	@mkdir -p $(@D)
	build/poster $* dark $@
build/posters/%-light-narrow.png: build/poster
	@mkdir -p $(@D)
	build/poster $* light $@ 480
build/posters/%-dark-narrow.png: build/poster
	@mkdir -p $(@D)
	build/poster $* dark $@ 480

$(addprefix build/posters/digits-,light.png dark.png light-narrow.png dark-narrow.png): $(wildcard assets/models/digits/codes.bin assets/models/digits/decoder/*)

PICTURES := $(foreach f,$(FIGURES),$(foreach t,light dark,$(addprefix build/posters/$f-$t,.png -narrow.png)))

build/posters/%-1x.avif: build/posters/%.png web/poster/shrink.js
	@echo 'shrink.js $<'
	@node web/poster/shrink.js $<

build/posters/card.png: build/poster # for previews of links
	build/poster card light $@

posters: $(PICTURES) $(PICTURES:.png=-1x.avif) build/posters/card.png ## Draw the pictures of the figures into build/posters/

# ---- facts -----------------------------------------------------------------------------------------------------------

# The numbers that the article quotes; the build compares them with its text.
facts: build/facts.json ## Compute the numbers of the article's text

build/facts: core/facts/main.c $(CORE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'gcc -O3 -o $@'
	@gcc $(CFLAGS) -O3 $(filter %.c,$^) -lm -o $@

build/facts.json: build/facts
	build/facts >$@

# Figure 1's first run, for pages that may not compute it.
build/recording: web/recording/main.c $(CORE) $(SCENE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'gcc -O2 -o $@'
	@gcc $(CFLAGS) -O2 $(filter %.c,$^) -lm -o $@

build/recording.json: build/recording
	build/recording >$@

# ---- images ----------------------------------------------------------------------------------------------------------

# Images of MNIST for Figure 6, where there are some: the site is whole without them, and shows reconstructions alone.
MNIST_DIR ?= ../shared/mnist
IMAGES := $(if $(wildcard $(MNIST_DIR)/t10k-images-idx3-ubyte.gz $(MNIST_DIR)/train-images-idx3-ubyte.gz),build/digits/test.bin build/digits/train.bin)

build/digits/pack: web/digits/pack.c web/poster/read_file.c core/packed.c core/status.c $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'gcc -O2 -o $@'
	@gcc $(CFLAGS) -O2 $(filter %.c,$^) -o $@

build/digits/test.bin: SET := t10k
build/digits/train.bin: SET := train
$(IMAGES): build/digits/pack
	@echo 'pack $(MNIST_DIR)/$(SET)-images-idx3-ubyte.gz >$@'
	@for part in images-idx3 labels-idx1; do gzip -dc "$(MNIST_DIR)/$(SET)-$$part-ubyte.gz" >$(@:.bin=.$$part); done
	@$< $(@:.bin=.images-idx3) $(@:.bin=.labels-idx1) 10000 | gzip -9n >$@
	@rm $(@:.bin=.images-idx3) $(@:.bin=.labels-idx1)

images: $(IMAGES) ## Pack MNIST's images for Figure 6 into build/digits/ (MNIST_DIR says where they are)

mnist: ## Fetch the files of MNIST that MNIST_DIR lacks, checked by SHA-256
	.setup/mnist.sh "$(MNIST_DIR)"

# ---- models ----------------------------------------------------------------------------------------------------------

# Figure 6's autoencoders. The same command gives the same bytes, on every machine and with any number of threads.
DIGITS := --layers 896-448-192-2 --decoder 128-256-280 --output-activation sigmoid --batch 128 --schedule cosine \
  --warm-up 1 --patience 0 --seed 1 -j 0
build/digits/plain/model.json:    DIGITS += --epochs 60 --drop 0.1
build/digits/denoiser/model.json: DIGITS += --epochs 45 --drop 0.1 --noise 0.4
build/digits/plain/model.json build/digits/denoiser/model.json: | build/ae mnist
	build/ae train "$(MNIST_DIR)/train-images-idx3-ubyte.gz" -o $(@D) $(DIGITS)

build/digits/finish: core/digits/main.c $(addprefix core/cli/,apply.c args.c models.c files.c tables.c) $(CORE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'gcc -O3 -o $@'
	@gcc $(CFLAGS) -D_XOPEN_SOURCE=700 -Icore/cli -O3 $(filter %.c,$^) -lz -lm -o $@

models: build/digits/finish build/digits/plain/model.json build/digits/denoiser/model.json ## Train Figure 6's models anew from MNIST into assets/models/digits/ (half an hour)
	@mkdir -p assets/models/digits
	build/digits/finish build/digits/plain build/digits/denoiser "$(MNIST_DIR)" 60 assets/models/digits

# ---- tests -----------------------------------------------------------------------------------------------------------

# Native configurations: every test in the first three, the golden hashes in all.
gcc      := gcc -O2
clang    := clang -O2
sanitize := gcc -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all
gcc-O0   := gcc -O0
gcc-O3   := gcc -O3
gcc-march := gcc -O3 -march=native
ARCH      := native
cli       := gcc -O3 -march=$(ARCH)

TESTS := $(basename $(notdir $(wildcard tests/core/test_*.c)))
FUZZ  := $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c))) # targets; in the tests they are fed the files that are kept
SCRIPTED := $(patsubst tests/fuzz/fuzz_%.js,%,$(wildcard tests/fuzz/fuzz_*.js)) # likewise, in JavaScript
WATCHED := build/fuzz/core.mjs build/fuzz/figures.mjs # what these run: the core with sanitizers, and the figures' code
PROGRAMS := $(foreach c,gcc clang sanitize,$(TESTS:%=build/native/$c/%)) $(FUZZ:%=build/native/sanitize/%) \
  $(foreach c,gcc-O0 gcc-O3 gcc-march,build/native/$c/test_golden build/native/$c/test_pictures)

define native
build/native/$1/%.o: %.c $(HEADERS) Makefile
	@mkdir -p $$(@D)
	@$($1) $$(CFLAGS) -c $$< -o $$@
build/native/$1/test_%: build/native/$1/tests/core/test_%.o $(patsubst %.c,build/native/$1/%.o,$(CORE) $(SCENE) $(POSTER))
	@echo '$($1) -o $$@'
	@$($1) $$^ -lcmocka -lm -Wl,--wrap=malloc,--wrap=calloc -o $$@
build/native/$1/fuzz_%: $(addprefix build/native/$1/,tests/fuzz/fuzz_%.o tests/fuzz/replay.o $(CORE:%.c=%.o))
	@echo '$($1) -o $$@'
	@$($1) $$^ -lcmocka -lm -Wl,--wrap=malloc,--wrap=calloc -o $$@
build/native/$1/ae: $(patsubst %.c,build/native/$1/%.o,$(CLI) $(CORE) $(SCENE) $(POSTER))
	@echo '$($1) -o $$@'
	@$($1) $$^ -lpng -lz -lm -pthread -o $$@
build/native/$1/test_parallel: build/native/$1/core/cli/pool.o
endef
$(foreach c,gcc clang sanitize gcc-O0 gcc-O3 gcc-march cli,$(eval $(call native,$c)))

$(foreach c,gcc clang sanitize cli,build/native/$c/core/cli/%.o): CFLAGS += -D_XOPEN_SOURCE=700 # files, signals, clocks

# The command line is of the last of them.
build/ae: build/native/cli/ae
	@cp $< $@

# The core without the page, for programs of the tests.
BARE_EMFLAGS := $(filter-out -sMIN_WEBGL% -sMAX_WEBGL% -sEXPORTED_RUNTIME%,$(EMFLAGS))

build/stranger/stranger.mjs: tests/wasm/stranger.c
build/bench/bench.mjs: tests/bench/bench.c
build/stranger/stranger.mjs build/bench/bench.mjs: $(CORE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'emcc -O3 -msimd128 -o $@'
	@emcc $(CFLAGS) -O3 -msimd128 $(filter %.c,$^) $(BARE_EMFLAGS) -o $@

build/kernels/simd.mjs: SIMD := -msimd128
build/kernels/simd.mjs build/kernels/scalar.mjs: tests/wasm/kernels.c $(CORE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'emcc -O3 $(SIMD) -o $@'
	@emcc $(CFLAGS) -O3 $(SIMD) $(filter %.c,$^) $(BARE_EMFLAGS) -o $@

# Pictures that are compared bit by bit, and shown by `make pictures`.
build/pictures/simd.mjs: SIMD := -msimd128
build/pictures/simd.mjs build/pictures/scalar.mjs: tests/wasm/pictures.c $(CORE) $(SCENE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'emcc -O3 $(SIMD) -o $@'
	@emcc $(CFLAGS) -O3 $(SIMD) $(filter %.c,$^) $(BARE_EMFLAGS) -o $@

build/pictures/gl.mjs: tests/browser/pictures.c web/gfx_gl.c $(CORE) $(SCENE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'emcc -O3 -msimd128 -o $@'
	@emcc $(CFLAGS) -O3 -msimd128 $(filter %.c,$^) $(EMFLAGS) -o $@

MODULES := $(addsuffix .mjs,$(addprefix build/,wasm/core wasm-scalar/core stranger/stranger kernels/simd kernels/scalar pictures/simd pictures/scalar))

# Of the command line's tests, those that are run once more with what checks memory at run time.
CHECKED := models plot tables train

check: setup-test check-layers build/ae build/digits/finish build/native/sanitize/ae $(PROGRAMS) $(MODULES) $(WATCHED) posters facts build/recording.json ## Native and WebAssembly tests, no browser
	tests/core/run.sh $(PROGRAMS)
	node --test --test-reporter=spec --test-reporter-destination=stdout \
	  --test-reporter=junit --test-reporter-destination=build/reports/node.xml $(wildcard $(addsuffix /*.test.js,tests/wasm tests/fuzz tests/cli tests/article))
	AE=build/native/sanitize/ae node --test --test-reporter=dot --test-reporter-destination=stdout \
	  --test-reporter=junit --test-reporter-destination=build/reports/cli.xml $(addprefix tests/cli/,$(CHECKED:=.test.js))

check-package: setup-test site ## Install the package into fresh projects, bundle it, open it in headless Chromium; try what authors copy
	node --test --test-reporter=spec --test-reporter-destination=stdout \
	  --test-reporter=junit --test-reporter-destination=build/reports/package.xml $(wildcard tests/package/*.test.js)

# The one direction of the layers: article/ -> web/ -> core/ -> cJSON.
check-layers: ## Prove by grep that no layer knows the one above it
	tests/layers.sh

browser: setup-test site build/pictures/gl.mjs build/ae ## Tests in headless Chromium
	npx playwright test --config tests/browser/playwright.config.js

# The screen that two of them need is one in memory.
engines: setup-test site ## The behaviour suite in Chromium, Firefox and WebKit (ENGINE=webkit: in one)
	xvfb-run -a -s '-screen 0 1600x1700x24' node --test --test-concurrency=2 --test-reporter=spec --test-reporter-destination=stdout \
	  --test-reporter=junit --test-reporter-destination=build/reports/engines.xml $(wildcard tests/engines/$(or $(ENGINE),*).test.js)

trust: ## Make the README's table of what is tested from the reports of the last `make test`
	node tests/trust.js README.md

soak: setup-test site ## Long runs in Chromium, SOAK=600 seconds each: memory must stay flat; numbers and picture in build/soak/
	SOAK=$(or $(SOAK),600) node --test --test-reporter=spec tests/engines/soak.test.js

# What reads files is fed what libFuzzer makes up, what reads addresses and messages what tests/fuzz/fuzz.js does, which takes the same
# options; findings stay in build/fuzz/. See tests/fuzz/fuzz.h and tests/fuzz/fuzz.js.
TIME := 60
ONLY := $(FUZZ:fuzz_%=%) $(SCRIPTED)

build/fuzz/%: tests/fuzz/fuzz_%.c $(CORE) $(HEADERS) Makefile | setup-test
	@mkdir -p $@-corpus
	@echo 'clang -O1 -g -fsanitize=fuzzer,address,undefined -o $@'
	@clang $(CFLAGS) -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all $(filter %.c,$^) -lm -o $@

build/fuzz/%: tests/fuzz/fuzz_%.js $(WATCHED)
	@mkdir -p $@-corpus
	@printf '#!/bin/sh\nexec node --disallow-code-generation-from-strings tests/fuzz/fuzz.js $* "$$@"\n' >$@ && chmod +x $@

# The log holds a warning of the linker: the runtime declares the counters' function otherwise.
build/fuzz/core.mjs: tests/fuzz/watched.c $(CORE) $(WEB) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'emcc -O2 -fsanitize=address,undefined -o $@'
	@emcc $(CFLAGS) -O2 -g1 -msimd128 -fsanitize=address,undefined -fno-sanitize-recover=all \
	  -fsanitize-coverage=inline-8bit-counters $(filter %.c,$^) $(filter-out -sMALLOC=% -sINITIAL_MEMORY=%,$(EMFLAGS)) \
	  -sINITIAL_MEMORY=256MB -o $@ 2>$(@D)/emcc.log || { cat $(@D)/emcc.log; exit 1; }

build/fuzz/figures.mjs: $(wildcard web/*.js web/figures/*.js tests/fuzz/*.js) | setup-test build/fuzz/core.mjs
	node tests/fuzz/bundle.js

fuzz: $(ONLY:%=build/fuzz/%) ## Make up files, addresses and messages against what reads them: TIME=600 seconds each, ONLY=csv
	@for t in $(ONLY); do build/fuzz/$$t -max_total_time=$(TIME) -timeout=10 -artifact_prefix=build/fuzz/$$t- \
	  build/fuzz/$$t-corpus tests/fuzz/corpus/$$t || exit 1; done

# ---- measurements ----------------------------------------------------------------------------------------------------

build/bench/%: tests/bench/%.c $(CORE) $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'gcc -O3 -o $@'
	@gcc $(CFLAGS) -O3 $< $(CORE) -lm -o $@

build/bench/render.mjs: tests/bench/render.c $(CORE) $(SCENE) web/gfx_gl.c $(HEADERS) Makefile | setup-build
	@mkdir -p $(@D)
	@echo 'emcc -O3 -msimd128 -o $@'
	@emcc $(CFLAGS) -O3 -msimd128 $(filter %.c,$^) $(EMFLAGS) -o $@

bench: setup-test site build/bench/bench build/bench/bench.mjs build/bench/render.mjs ## Measure speed beside other libraries (QUICK=1: under a minute)
	node tests/bench/run.js

seeds: build/bench/seeds ## Train each data set with 100 seeds; the table goes into assets/README.md
	build/bench/seeds >build/bench/seeds.md
	sed -i -e '/<!-- seeds -->/,/<!-- end -->/{//!d}' -e '/<!-- seeds -->/r build/bench/seeds.md' assets/README.md

files: build/bench/files ## Measure how fast data files are read
	build/bench/files

pictures: setup-test build/pictures/draw ## Draw the scenes of tests/core/pictures.h into build/pictures/, to be looked at
	build/pictures/draw build/pictures

build/pictures/draw: tests/core/pictures.c web/poster/png_file.c web/poster/palette.c $(CORE) $(SCENE) $(HEADERS) Makefile
	@mkdir -p $(@D)
	@echo 'gcc -O2 -o $@'
	@gcc $(CFLAGS) -O2 $(filter %.c,$^) -lpng -lm -o $@

# ---- care ------------------------------------------------------------------------------------------------------------

screenshot: setup-test site ## Remake the picture in the README
	node tests/browser/screenshot.js assets/screenshot.png

fonts: setup-build ## Remake the fonts of assets/fonts/ from the packages they come in
	node article/fonts.js

budget: setup-test site ## What a reader has to fetch; fails when it is too much (build/budget.json)
	npx playwright test --config tests/browser/playwright.config.js budget.test.js

lighthouse: setup-test site ## Lighthouse's scores of the article; fails when they are low
	node tests/browser/lighthouse.js

shots: setup-test site ## Take pictures of the article at five widths in both themes (build/shots/), to be looked at
	node tests/browser/shots.js build/shots

reproducible: setup-build ## Build two clean clones and compare build/site/ byte for byte (some minutes)
	tests/reproducible.sh

licences: setup-build ## Write THIRD_PARTY.md: what of others reaches readers, and its licences
	node article/licences.js >THIRD_PARTY.md

heights: setup-test site ## Measure how high figures are, so that the page keeps room for them (article/heights.css)
	node tests/browser/heights.js article/heights.css
	npx biome check --write article/heights.css

C_FILES := $(wildcard core/*.[ch] core/*/*.[ch] web/*.[ch] web/poster/*.[ch] web/digits/*.c web/recording/*.c tests/core/*.[ch] tests/fuzz/*.[ch] tests/bench/*.c tests/wasm/*.c tests/browser/*.c)

# What is found by reading: by the analyzers of GCC and of Clang (as part of clang-tidy, see .clang-tidy), and by cppcheck.
# A file is read again when it or a header has changed.
ANALYSED := $(patsubst %.c,build/analyse/%.o,$(filter %.c,$(C_FILES)))
GCC_ANALYZER = gcc $(CFLAGS) -fanalyzer $(addprefix -Wno-analyzer-,$(UNHEEDED)) -c $< -o $@
UNHEEDED := use-of-uninitialized-value # GCC 12 takes what memcpy fills for such

# It knows no vectors, and not that cmocka's assertions end a test.
build/analyse/core/kernel%.o build/analyse/tests/%.o: GCC_ANALYZER = touch $@

# What is for Emscripten: with its headers after those of this machine, and without an attribute in them that GCC
# refuses. A handle is often looked up twice, which GCC does not take for the same.
build/analyse/web/lab_%.o build/analyse/web/gfx_gl.o build/analyse/tests/%.o: \
  CFLAGS += -idirafter $(shell em-config CACHE)/sysroot/include '-Ddeprecated(...)=unused'
build/analyse/web/lab_%.o: UNHEEDED += null-dereference

build/analyse/core/cli/%.o build/analyse/core/digits/%.o: CFLAGS += -D_XOPEN_SOURCE=700 -Icore/cli

build/analyse/%.o: %.c $(HEADERS) .clang-tidy tests/.clang-tidy Makefile | setup-test
	@mkdir -p $(@D)
	@echo 'analyse $<'
	@clang-tidy --quiet $< -- $(CFLAGS) 2>$@.log || { cat $@.log; exit 1; } # the log is a count of what it does not show
	@$(GCC_ANALYZER)

# Arrays of several types lie in one allocation; some tests walk through the numbers of a struct.
build/analyse/cppcheck: $(filter %.c,$(C_FILES)) $(HEADERS) Makefile | setup-test
	@mkdir -p $@-files
	cppcheck --std=c11 --quiet --error-exitcode=1 -j2 --enable=warning,performance,portability --cppcheck-build-dir=$@-files \
	  --suppress=missingIncludeSystem --suppress=invalidPointerCast '--suppress=objectIndex:tests/*' '--suppress=*:build/cjson/*' \
	  -Icore -Iweb -Icore/cli -Ibuild/cjson $(filter %.c,$^)
	@touch $@

analyse: $(ANALYSED) build/analyse/cppcheck ## Static checks of all C: analyzers, clang-tidy, cppcheck

format: setup-test ## Lay out all sources
	clang-format -i $(C_FILES)
	npx biome check --write

lint: setup-test wasm ## Formatting, static checks and types
	clang-format --dry-run -Werror $(C_FILES)
	@$(MAKE) --no-print-directory --output-sync --silent -j$$(nproc) analyse
	npx biome check --error-on-warnings
	npx tsc --project web/tsconfig.json

clean: ## Remove what was built
	rm -rf build
