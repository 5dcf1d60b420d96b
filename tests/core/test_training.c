// SPDX-License-Identifier: MIT
// The trainer and the options it is built from.
#include "test.h"

#include <string.h>

#include "options.h"

typedef struct run {
    ae_options options;
    ae_dataset *dataset;
    ae_trainer *trainer;
} run;

static void build(run *r) {
    static float values[] = {0, 0, 0, 1, 2, 3, 3, 2, 1};
    const ae_table own = {.rows = 3, .columns = 3, .values = values};
    ae_error error;
    if (ae_options_build(&r->options, &own, &r->dataset, &r->trainer, &error)) fail_msg("%s", error.detail);
}

// The default run with another seed; close it with stop.
static run start(uint64_t seed) {
    run r = {.options = ae_options_default()};
    r.options.value[AE_OPTION_SEED] = (double)seed;
    build(&r);
    return r;
}

static void stop(run *r) {
    ae_trainer_free(r->trainer);
    ae_dataset_free(r->dataset);
}

static void step(ae_trainer *trainer, int epochs) { assert_int_equal(ae_trainer_step(trainer, epochs), AE_OK); }

static size_t parameter_bytes(const ae_trainer *trainer) {
    return ae_trainer_network(trainer)->parameter_count * sizeof(float);
}

static size_t latent_bytes(const ae_trainer *trainer) {
    const ae_network *network = ae_trainer_network(trainer);
    return (size_t)ae_trainer_points(trainer) * network->places[network->desc.latent].outputs * sizeof(float);
}

static size_t data_bytes(const ae_trainer *trainer) {
    return (size_t)ae_trainer_points(trainer) * (size_t)ae_trainer_network(trainer)->desc.inputs * sizeof(float);
}

static void assert_same_state(ae_trainer *a, ae_trainer *b) {
    assert_int_equal(ae_trainer_epoch(a), ae_trainer_epoch(b));
    assert_memory_equal(ae_trainer_parameters(a), ae_trainer_parameters(b), parameter_bytes(a));
    double loss_a = ae_trainer_loss(a), loss_b = ae_trainer_loss(b);
    assert_memory_equal(&loss_a, &loss_b, sizeof loss_a);
    assert_memory_equal(ae_trainer_latent(a), ae_trainer_latent(b), latent_bytes(a));
    assert_memory_equal(ae_trainer_latent_gradient(a), ae_trainer_latent_gradient(b), latent_bytes(a));
    assert_memory_equal(ae_trainer_output(a), ae_trainer_output(b), data_bytes(a));
    assert_memory_equal(ae_trainer_gradients(a), ae_trainer_gradients(b), parameter_bytes(a));
}

// ---- running --------------------------------------------------------------------------------------------------------

static void reset_equals_new(void **state) {
    (void)state;
    for (int optimizer = 0; optimizer < AE_OPTIMIZER_COUNT; optimizer++) {
        run fresh = {.options = ae_options_default()}, used = fresh;
        fresh.options.value[AE_OPTION_OPTIMIZER] = used.options.value[AE_OPTION_OPTIMIZER] = optimizer;
        fresh.options.value[AE_OPTION_SEED] = 7;
        build(&fresh);
        build(&used);
        step(used.trainer, 30);
        ae_trainer_reset(used.trainer, 7);
        assert_int_equal(ae_trainer_epoch(used.trainer), 0);
        assert_same_state(used.trainer, fresh.trainer);
        step(fresh.trainer, 50); // the optimizer's memory is gone too
        step(used.trainer, 50);
        assert_same_state(used.trainer, fresh.trainer);
        stop(&fresh);
        stop(&used);
    }
}

static void reset_to_another_seed_differs(void **state) {
    (void)state;
    run a = start(1), b = start(1);
    ae_trainer_reset(b.trainer, 2);
    assert_memory_not_equal(ae_trainer_parameters(a.trainer), ae_trainer_parameters(b.trainer),
                            parameter_bytes(a.trainer));
    stop(&a);
    stop(&b);
}

static void look(ae_trainer *trainer) {
    ae_trainer_loss(trainer);
    ae_trainer_latent(trainer);
    ae_trainer_gradients(trainer);
    ae_trainer_latent_gradient(trainer);
    ae_trainer_output(trainer);
    for (int i = 0; i < ae_trainer_points(trainer); i++) ae_trainer_point_loss(trainer, i);
}

static void looking_changes_no_weight(void **state) {
    (void)state;
    run watched = start(1), alone = start(1);
    for (int epoch = 0; epoch < 20; epoch++) {
        look(watched.trainer);
        step(watched.trainer, 1);
        look(watched.trainer);
        step(alone.trainer, 1);
    }
    assert_same_state(watched.trainer, alone.trainer);
    stop(&watched);
    stop(&alone);
}

static void fifty_epochs_equal_fifty_times_one(void **state) {
    (void)state;
    run whole = start(3), parts = start(3);
    step(whole.trainer, 50);
    for (int epoch = 0; epoch < 50; epoch++) {
        assert_int_equal(ae_trainer_epoch(parts.trainer), epoch);
        step(parts.trainer, 1);
    }
    step(parts.trainer, 0);
    assert_int_equal(ae_trainer_epoch(whole.trainer), 50);
    assert_same_state(whole.trainer, parts.trainer);
    stop(&whole);
    stop(&parts);
}

static void the_defaults_learn_the_saddle_loop(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        run r = start(seed);
        assert_true(ae_trainer_loss(r.trainer) > 0.02); // not learnt before
        while (ae_trainer_epoch(r.trainer) < 1000 && !(ae_trainer_loss(r.trainer) < 1e-3)) step(r.trainer, 50);
        double loss = ae_trainer_loss(r.trainer);
        if (!(loss < 1e-3)) fail_msg("seed %d: loss %g after 1000 epochs", (int)seed, loss);
        stop(&r);
    }
}

// A rate of 10 is far too high for SGD.
static run start_diverging(void) {
    run r = {.options = ae_options_default()};
    r.options.value[AE_OPTION_OPTIMIZER] = AE_SGD;
    r.options.value[AE_OPTION_RATE] = 10;
    build(&r);
    return r;
}

static void divergence_keeps_the_last_finite_state(void **state) {
    (void)state;
    run r = start_diverging(), same = start_diverging();
    assert_int_equal(ae_trainer_step(r.trainer, 1000), AE_DIVERGED);
    int epoch = ae_trainer_epoch(r.trainer);
    assert_in_range(epoch, 1, 999);
    assert_true(isfinite(ae_trainer_loss(r.trainer)));
    for (size_t k = 0; k < ae_trainer_network(r.trainer)->parameter_count; k++)
        assert_true(isfinite(ae_trainer_parameters(r.trainer)[k]));
    step(same.trainer, epoch); // so far the same run had no trouble
    assert_same_state(r.trainer, same.trainer);
    stop(&r);
    stop(&same);
}

// Parameters can be finite and so large that the loss is not.
static void a_loss_that_is_none_is_a_divergence(void **state) {
    (void)state;
    run r = {.options = ae_options_default()};
    const struct {
        int option;
        double value;
    } given[] = {{AE_OPTION_POINTS, 33},
                 {AE_OPTION_WIDTH, 34},
                 {AE_OPTION_DEPTH, 3},
                 {AE_OPTION_SEED, 2},
                 {AE_OPTION_ACTIVATION, AE_LINEAR},
                 {AE_OPTION_OPTIMIZER, AE_SGD},
                 {AE_OPTION_RATE, 10}};
    for (size_t k = 0; k < sizeof given / sizeof *given; k++) r.options.value[given[k].option] = given[k].value;
    build(&r);
    ae_status status = AE_OK;
    for (int k = 0; k < 100 && !status; k++) {
        status = ae_trainer_step(r.trainer, 1);
        assert_true(isfinite(ae_trainer_loss(r.trainer)));
    }
    assert_int_equal(status, AE_DIVERGED);
    stop(&r);
}

static void after_divergence_a_lower_rate_goes_on(void **state) {
    (void)state;
    run r = start_diverging();
    assert_int_equal(ae_trainer_step(r.trainer, 1000), AE_DIVERGED);
    assert_int_equal(ae_trainer_set_rate(r.trainer, 1e-6f, NULL), AE_OK);
    int epoch = ae_trainer_epoch(r.trainer);
    step(r.trainer, 20);
    assert_int_equal(ae_trainer_epoch(r.trainer), epoch + 20);
    assert_true(isfinite(ae_trainer_loss(r.trainer)));
    stop(&r);
}

static void reset_after_divergence_equals_new(void **state) {
    (void)state;
    run r = start_diverging(), fresh = start_diverging();
    assert_int_equal(ae_trainer_step(r.trainer, 1000), AE_DIVERGED);
    ae_trainer_reset(r.trainer, 1);
    assert_same_state(r.trainer, fresh.trainer);
    step(r.trainer, 1);
    step(fresh.trainer, 1);
    assert_same_state(r.trainer, fresh.trainer);
    stop(&r);
    stop(&fresh);
}

// ---- views ----------------------------------------------------------------------------------------------------------

static void the_input_is_a_copy_of_the_data(void **state) {
    (void)state;
    run r = start(1);
    assert_int_equal(ae_trainer_points(r.trainer), 25);
    assert_memory_equal(ae_trainer_input(r.trainer), r.dataset->values, data_bytes(r.trainer));
    assert_ptr_not_equal(ae_trainer_input(r.trainer), r.dataset->values);
    stop(&r);
}

static void point_losses_average_to_the_loss(void **state) {
    (void)state;
    run r = start(1);
    step(r.trainer, 5);
    double sum = 0;
    for (int i = 0; i < 25; i++) {
        const float *y = ae_trainer_output(r.trainer) + 3 * i, *x = ae_trainer_input(r.trainer) + 3 * i;
        double own = 0;
        for (int c = 0; c < 3; c++) own += pow((double)y[c] - (double)x[c], 2) / 3;
        assert_near(ae_trainer_point_loss(r.trainer, i), own, 1e-12);
        sum += own;
    }
    assert_true(sum > 0);
    assert_near(ae_trainer_loss(r.trainer), sum / 25, 1e-12);
    stop(&r);
}

static void views_are_those_of_the_current_parameters(void **state) {
    (void)state;
    run r = start(1);
    for (int epoch = 0; epoch < 3; epoch++) {
        ae_pass *pass;
        const ae_network *network = ae_trainer_network(r.trainer);
        assert_int_equal(ae_pass_new(&pass, network, 25, NULL), AE_OK);
        const float *output = ae_forward(network, pass, ae_trainer_input(r.trainer), 25);
        assert_memory_equal(ae_trainer_output(r.trainer), output, data_bytes(r.trainer));
        assert_memory_equal(ae_trainer_latent(r.trainer), ae_latent(network, pass), latent_bytes(r.trainer));
        assert_near(ae_trainer_loss(r.trainer), ae_mse(output, ae_trainer_input(r.trainer), 75), 1e-12);
        ae_pass_free(pass);
        step(r.trainer, 1);
    }
    stop(&r);
}

// ---- adopting -------------------------------------------------------------------------------------------------------

// What a page does with the state of a worker's trainer.
static void adopt(ae_trainer *to, ae_trainer *from) {
    memcpy(ae_trainer_parameters(to), ae_trainer_parameters(from), parameter_bytes(to));
    memcpy(ae_trainer_latent(to), ae_trainer_latent(from), latent_bytes(to));
    memcpy(ae_trainer_latent_gradient(to), ae_trainer_latent_gradient(from), latent_bytes(to));
    memcpy(ae_trainer_output(to), ae_trainer_output(from), data_bytes(to));
    ae_trainer_adopt(to, ae_trainer_epoch(from), ae_trainer_loss(from), ae_trainer_held_out_loss(from));
}

static void adopting_shows_the_other_trainers_state(void **state) {
    (void)state;
    run worker = start(1), page = start(2);
    step(worker.trainer, 40);
    step(page.trainer, 3);
    adopt(page.trainer, worker.trainer);
    assert_same_state(page.trainer, worker.trainer);
    step(worker.trainer, 10);
    adopt(page.trainer, worker.trainer); // again, and over an adopted state
    assert_same_state(page.trainer, worker.trainer);
    stop(&worker);
    stop(&page);
}

static void adopting_computes_nothing(void **state) {
    (void)state;
    run page = start(1);
    ae_trainer_latent(page.trainer)[0] = 123; // no network says so
    ae_trainer_latent_gradient(page.trainer)[0] = 124;
    ae_trainer_output(page.trainer)[0] = 125;
    ae_trainer_adopt(page.trainer, 17, 126, 127);
    assert_int_equal(ae_trainer_epoch(page.trainer), 17);
    assert_true(ae_trainer_loss(page.trainer) == 126);
    assert_true(ae_trainer_held_out_loss(page.trainer) == 127);
    assert_true(ae_trainer_latent(page.trainer)[0] == 123);
    assert_true(ae_trainer_latent_gradient(page.trainer)[0] == 124);
    assert_true(ae_trainer_output(page.trainer)[0] == 125);
    stop(&page);
}

static void a_step_after_adopting_has_a_fresh_optimizer(void **state) {
    (void)state;
    run worker = start(1), page = start(2), fresh = start(3);
    step(worker.trainer, 40);
    step(page.trainer, 10); // moments that are to be forgotten
    adopt(page.trainer, worker.trainer);
    memcpy(ae_trainer_parameters(fresh.trainer), ae_trainer_parameters(worker.trainer),
           parameter_bytes(worker.trainer));
    step(page.trainer, 5);
    step(fresh.trainer, 5);
    assert_int_equal(ae_trainer_epoch(page.trainer), 45);
    assert_true(isfinite(ae_trainer_loss(page.trainer)));
    assert_memory_equal(ae_trainer_parameters(page.trainer), ae_trainer_parameters(fresh.trainer),
                        parameter_bytes(page.trainer));
    assert_true(ae_trainer_loss(page.trainer) == ae_trainer_loss(fresh.trainer));
    stop(&worker);
    stop(&page);
    stop(&fresh);
}

// ---- what is refused ------------------------------------------------------------------------------------------------

static float data[4 * 3];

static ae_trainer_desc small_desc(void) {
    for (int k = 0; k < 12; k++) data[k] = (float)k / 12;
    return (ae_trainer_desc){
        .network = {.inputs = 3, .layer_count = 2, .layers = {{2, AE_LINEAR}, {3, AE_LINEAR}}, .latent = 0},
        .optimizer = {.rate = 0.01f},
        .data = data,
        .points = 4,
    };
}

static void assert_refused(const ae_trainer_desc *desc, ae_status status, const char *part) {
    ae_trainer *trainer = (ae_trainer *)data;
    ae_error error = {0};
    assert_int_equal(ae_trainer_new(&trainer, desc, &error), status);
    assert_null(trainer);
    assert_int_equal(error.status, status);
    assert_holds(error.detail, part);
    assert_int_equal(ae_trainer_new(&trainer, desc, NULL), status);
}

static void data_that_are_not_finite_are_named_by_row_and_column(void **state) {
    (void)state;
    const float wrong[] = {NAN, INFINITY, -INFINITY};
    for (int k = 0; k < 3; k++) {
        ae_trainer_desc desc = small_desc();
        data[0] = wrong[k];
        assert_refused(&desc, AE_BAD_DATA, "row 1, column 1 ");
        desc = small_desc();
        data[2 * 3 + 1] = wrong[k];
        assert_refused(&desc, AE_BAD_DATA, "row 3, column 2 ");
        desc = small_desc();
        data[11] = wrong[k];
        assert_refused(&desc, AE_BAD_DATA, "row 4, column 3 ");
    }
}

static void bad_fields_of_a_trainer_are_named(void **state) {
    (void)state;
    ae_trainer_desc desc = small_desc();
    desc.points = 0;
    assert_refused(&desc, AE_BAD_VALUE, "points is 0");
    desc.points = AE_MAX_ROWS + 1;
    assert_refused(&desc, AE_BAD_VALUE, "points is 1048577");
    desc = small_desc();
    desc.data = NULL;
    assert_refused(&desc, AE_BAD_VALUE, "data");
    desc = small_desc();
    desc.initialisation = AE_INITIALISATION_COUNT;
    assert_refused(&desc, AE_BAD_VALUE, "initialisation is 2");
    desc = small_desc();
    desc.network.latent = 1;
    assert_refused(&desc, AE_BAD_VALUE, "latent is 1");
    desc = small_desc();
    desc.optimizer.rate = NAN;
    assert_refused(&desc, AE_BAD_VALUE, "rate");
    ae_trainer_free(NULL);
}

// ---- options --------------------------------------------------------------------------------------------------------

static void assert_kept(int id, double wrong, const char *part) {
    ae_options options = ae_options_default(), before = options;
    ae_error error = {0};
    assert_int_equal(ae_options_set(&options, id, wrong, &error), AE_BAD_VALUE);
    assert_int_equal(error.status, AE_BAD_VALUE);
    assert_holds(error.detail, part);
    assert_memory_equal(&options, &before, sizeof options);
    assert_int_equal(ae_options_set(&options, id, wrong, NULL), AE_BAD_VALUE);
}

static void bad_options_are_named_and_leave_the_old_value(void **state) {
    (void)state;
    for (int id = 0; id < AE_OPTION_COUNT; id++) {
        const ae_option *option = ae_option_at(id);
        assert_kept(id, NAN, option->name);
        assert_kept(id, INFINITY, option->name);
        assert_kept(id, -INFINITY, option->name);
        assert_kept(id, option->least - (option->whole ? 1 : 1e-9), option->name);
        assert_kept(id, option->most + (option->whole ? 1 : 1e-9), option->name);
        if (option->whole) assert_kept(id, option->least + 0.5, option->name);
    }
    assert_kept(-1, 0, "option -1");
    assert_kept(AE_OPTION_COUNT, 0, "option");
}

static void good_options_are_set(void **state) {
    (void)state;
    for (int id = 0; id < AE_OPTION_COUNT; id++) {
        const ae_option *option = ae_option_at(id);
        const double values[] = {option->least, option->most, option->fallback};
        for (int k = 0; k < 3; k++) {
            ae_options options = ae_options_default();
            ae_error error;
            assert_int_equal(ae_options_set(&options, id, values[k], &error), AE_OK);
            assert_true(options.value[id] == values[k]);
            options.value[id] = ae_options_default().value[id];
            for (int other = 0; other < AE_OPTION_COUNT; other++)
                assert_true(options.value[other] == ae_option_at(other)->fallback);
        }
    }
}

static int count_words(const char *words) {
    int count = 1;
    for (; *words; words++) count += *words == ' ';
    return count;
}

static void own_data_need_three_columns(void **state) {
    (void)state;
    ae_options options = ae_options_default();
    ae_options_set(&options, AE_OPTION_DATA, AE_OWN, NULL);
    ae_dataset *dataset;
    ae_trainer *trainer;
    ae_error error;
    assert_int_equal(ae_options_build(&options, NULL, &dataset, &trainer, &error), AE_BAD_VALUE);
    assert_holds(error.detail, "there are no own data");
    float values[] = {1, 2, 3, 4};
    assert_int_equal(
        ae_options_build(&options, &(ae_table){.rows = 2, .columns = 2, .values = values}, &dataset, &trainer, &error),
        AE_BAD_DATA);
    assert_holds(error.detail, "2 columns, not 3");
    assert_null(dataset);
    assert_null(trainer);
}

static void words_match_the_enums(void **state) {
    (void)state;
    static const struct {
        int id, count;
    } worded[] = {
        {AE_OPTION_DATA, AE_OWN + 1}, // the formulas, and the reader's own
        {AE_OPTION_ACTIVATION, AE_ACTIVATION_COUNT},
        {AE_OPTION_OPTIMIZER, AE_OPTIMIZER_COUNT},
        {AE_OPTION_SCHEDULE, AE_SCHEDULE_COUNT},
    };
    const int count = sizeof worded / sizeof *worded;
    int found = 0;
    for (int id = 0; id < AE_OPTION_COUNT; id++) found += ae_option_at(id)->words != NULL;
    assert_int_equal(found, count);
    for (int k = 0; k < count; k++) {
        const ae_option *option = ae_option_at(worded[k].id);
        assert_non_null(option->words);
        assert_int_equal(count_words(option->words), worded[k].count);
        assert_null(strstr(option->words, "  "));
        assert_true(option->least == 0 && option->most == worded[k].count - 1 && option->whole);
    }
}

static void the_option_table_is_complete(void **state) {
    (void)state;
    assert_null(ae_option_at(-1));
    assert_null(ae_option_at(AE_OPTION_COUNT));
    for (int id = 0; id < AE_OPTION_COUNT; id++) {
        const ae_option *option = ae_option_at(id);
        assert_non_null(option);
        assert_true(option->name && option->name[0]);
        for (int other = 0; other < id; other++) assert_string_not_equal(option->name, ae_option_at(other)->name);
        assert_true(option->least < option->most);
        assert_true(option->fallback >= option->least && option->fallback <= option->most);
    }
}

static void options_describe_the_network(void **state) {
    (void)state;
    run r = {.options = ae_options_default()};
    r.options.value[AE_OPTION_DATA] = AE_WAVE;
    r.options.value[AE_OPTION_POINTS] = 30;
    r.options.value[AE_OPTION_WIDTH] = 5;
    r.options.value[AE_OPTION_DEPTH] = 3;
    r.options.value[AE_OPTION_BOTTLENECK] = 1;
    r.options.value[AE_OPTION_ACTIVATION] = AE_RELU;
    r.options.value[AE_OPTION_SEED] = 4294967295.0;
    build(&r);
    const ae_network_desc *desc = &ae_trainer_network(r.trainer)->desc;
    assert_int_equal(ae_trainer_points(r.trainer), 30);
    assert_false(r.dataset->closed);
    assert_int_equal(desc->inputs, 3);
    assert_int_equal(desc->layer_count, 8);
    assert_int_equal(desc->latent, 3);
    for (int l = 0; l < 8; l++) {
        assert_int_equal(desc->layers[l].units, l == 3 ? 1 : l == 7 ? 3 : 5);
        assert_int_equal(desc->layers[l].activation, l == 3 || l == 7 ? AE_LINEAR : AE_RELU);
    }
    ae_network *same;
    assert_int_equal(ae_network_new(&same, desc, NULL), AE_OK);
    ae_network_init(same, AE_GLOROT_UNIFORM, 4294967295u);
    assert_memory_equal(ae_trainer_parameters(r.trainer), same->parameters, parameter_bytes(r.trainer));
    ae_network_free(same);
    stop(&r);
}

// Each data set, activation and optimizer with the least and the most latent units and layers.
static void every_choice_trains(void **state) {
    (void)state;
    for (int k = 0; k < AE_DATASET_COUNT * AE_ACTIVATION_COUNT * AE_OPTIMIZER_COUNT * 4; k++) {
        run r = {.options = ae_options_default()};
        r.options.value[AE_OPTION_BOTTLENECK] = k % 2 ? 1 : 3;
        r.options.value[AE_OPTION_DEPTH] = k / 2 % 2 ? 0 : 4;
        r.options.value[AE_OPTION_OPTIMIZER] = k / 4 % AE_OPTIMIZER_COUNT;
        r.options.value[AE_OPTION_ACTIVATION] = k / 4 / AE_OPTIMIZER_COUNT % AE_ACTIVATION_COUNT;
        r.options.value[AE_OPTION_DATA] = k / 4 / AE_OPTIMIZER_COUNT / AE_ACTIVATION_COUNT;
        r.options.value[AE_OPTION_WIDTH] = 16;
        build(&r);
        double first = ae_trainer_loss(r.trainer);
        step(r.trainer, 20);
        double loss = ae_trainer_loss(r.trainer);
        if (!(loss < first)) fail_msg("choice %d: the loss goes from %g to %g", k, first, loss);
        const float *parameters = ae_trainer_parameters(r.trainer);
        for (size_t p = 0; p < ae_trainer_network(r.trainer)->parameter_count; p++)
            if (!isfinite(parameters[p])) fail_msg("choice %d: parameter %d", k, (int)p);
        stop(&r);
    }
}

static void the_extremes_of_each_option_build(void **state) {
    (void)state;
    for (int id = 0; id < AE_OPTION_COUNT; id++) {
        if (id == AE_OPTION_RATE) continue;
        const double ends[] = {ae_option_at(id)->least, ae_option_at(id)->most};
        for (int k = 0; k < 2; k++) {
            run r = {.options = ae_options_default()};
            r.options.value[id] = ends[k];
            if (id == AE_OPTION_POINTS) r.options.value[AE_OPTION_WIDTH] = 4; // to be quick
            build(&r);
            step(r.trainer, 2);
            assert_true(isfinite(ae_trainer_loss(r.trainer)));
            stop(&r);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reset_equals_new),
        cmocka_unit_test(reset_to_another_seed_differs),
        cmocka_unit_test(looking_changes_no_weight),
        cmocka_unit_test(fifty_epochs_equal_fifty_times_one),
        cmocka_unit_test(the_defaults_learn_the_saddle_loop),
        cmocka_unit_test(divergence_keeps_the_last_finite_state),
        cmocka_unit_test(a_loss_that_is_none_is_a_divergence),
        cmocka_unit_test(after_divergence_a_lower_rate_goes_on),
        cmocka_unit_test(reset_after_divergence_equals_new),
        cmocka_unit_test(the_input_is_a_copy_of_the_data),
        cmocka_unit_test(point_losses_average_to_the_loss),
        cmocka_unit_test(views_are_those_of_the_current_parameters),
        cmocka_unit_test(adopting_shows_the_other_trainers_state),
        cmocka_unit_test(adopting_computes_nothing),
        cmocka_unit_test(a_step_after_adopting_has_a_fresh_optimizer),
        cmocka_unit_test(data_that_are_not_finite_are_named_by_row_and_column),
        cmocka_unit_test(bad_fields_of_a_trainer_are_named),
        cmocka_unit_test(bad_options_are_named_and_leave_the_old_value),
        cmocka_unit_test(good_options_are_set),
        cmocka_unit_test(own_data_need_three_columns),
        cmocka_unit_test(words_match_the_enums),
        cmocka_unit_test(the_option_table_is_complete),
        cmocka_unit_test(options_describe_the_network),
        cmocka_unit_test(every_choice_trains),
        cmocka_unit_test(the_extremes_of_each_option_build),
    };
    return cmocka_run_group_tests_name("training", tests, NULL, NULL);
}
