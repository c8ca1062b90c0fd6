/* The signals: short, not loud, without a click, and told apart by ear. */
#include "stage/tone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define ROOM (TONE_RATE * 2)
static int16_t samples[ROOM];

/* Crossings of zero upwards, a second, in that part. */
static int pitch(const int16_t *from, size_t n)
{
    int crossings = 0;
    for (size_t i = 1; i < n; i++)
        crossings += from[i - 1] < 0 && from[i] >= 0;
    return (int)((size_t)crossings * TONE_RATE / n);
}

static void sounds_like_a_signal(void **state)
{
    (void)state;
    for (int t = TONE_DONE; t <= TONE_FAILED; t++) {
        size_t n = tone_samples((enum tone)t, samples, ROOM);
        int loudest = 0, step = 0;
        assert_in_range(n, TONE_RATE / 5, TONE_RATE / 2);
        for (size_t i = 0; i < n; i++) {
            int before = i ? samples[i - 1] : 0;
            loudest = abs(samples[i]) > loudest ? abs(samples[i]) : loudest;
            step = abs(samples[i] - before) > step ? abs(samples[i] - before) : step;
        }
        assert_in_range(loudest, INT16_MAX / 5, INT16_MAX / 3);
        assert_true(step < loudest / 5); /* a click is a jump */
        assert_true(abs(samples[n - 1]) < loudest / 10);
        int first = pitch(samples, n / 2), second = pitch(samples + n / 2, n / 2);
        assert_true(t == TONE_DONE ? second > first + 100 : first > second + 80);
    }
}

static void less_room_is_respected(void **state)
{
    (void)state;
    samples[10] = 77;
    assert_int_equal(tone_samples(TONE_DONE, samples, 10), 10);
    assert_int_equal(samples[10], 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sounds_like_a_signal), cmocka_unit_test(less_room_is_respected)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
