/* The kernel's events of a touch device become fingers: several at once, one that takes another's place, single-touch
 * panels, tablets, lost events, a device that is pulled out. */
#include "stage/fingers.h"

#include <linux/input-event-codes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static struct finger_change heard[64];
static int count;

static void hear(void *user, const struct finger_change *c)
{
    (void)user;
    if (count < 64)
        heard[count++] = *c;
}

static struct fingers panel(bool many)
{
    count = 0;
    return (struct fingers){.many = many, .x = {0, 1000}, .y = {100, 300}, .ear = hear};
}

static void put(struct fingers *f, unsigned code, int32_t value)
{
    fingers_feed(f, EV_ABS, code, value, 5);
}

static void end_report(struct fingers *f)
{
    fingers_feed(f, EV_SYN, SYN_REPORT, 0, 7);
}

static void down(struct fingers *f, int slot, int id, int x, int y)
{
    put(f, ABS_MT_SLOT, slot);
    put(f, ABS_MT_TRACKING_ID, id);
    put(f, ABS_MT_POSITION_X, x);
    put(f, ABS_MT_POSITION_Y, y);
}

static void expect(int i, enum finger_kind kind, float x, float y)
{
    assert_true(i < count);
    assert_int_equal(heard[i].kind, kind);
    assert_float_equal(heard[i].x, x, 0.001);
    assert_float_equal(heard[i].y, y, 0.001);
}

static void two_fingers(void **state)
{
    struct fingers f = panel(true);
    (void)state;
    down(&f, 0, 10, 0, 100);
    assert_int_equal(count, 0); /* nothing before the report's end */
    down(&f, 1, 11, 1000, 300);
    end_report(&f);
    expect(0, FINGER_DOWN, 0, 0);
    expect(1, FINGER_DOWN, 1, 1);
    assert_int_equal(heard[0].mono_ms, 7);
    assert_true(heard[0].id != heard[1].id);
    put(&f, ABS_MT_POSITION_X, 500); /* still the second's slot */
    put(&f, ABS_MT_SLOT, 0);
    put(&f, ABS_MT_TRACKING_ID, -1);
    end_report(&f);
    assert_int_equal(count, 4);
    expect(2, FINGER_UP, 0, 0);
    expect(3, FINGER_MOVE, 0.5f, 1);
    assert_int_equal(heard[2].id, heard[0].id);
    assert_int_equal(heard[3].id, heard[1].id);
}

static void another_finger_in_one_report(void **state)
{
    struct fingers f = panel(true);
    (void)state;
    down(&f, 0, 1, 0, 100);
    end_report(&f);
    down(&f, 0, 2, 1000, 100);
    end_report(&f);
    assert_int_equal(count, 3);
    expect(1, FINGER_UP, 1, 0);
    expect(2, FINGER_DOWN, 1, 0);
    assert_true(heard[2].id != heard[0].id);
}

static void single_touch_and_tablet(void **state)
{
    static const unsigned buttons[] = {BTN_TOUCH, BTN_LEFT};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct fingers f = panel(false);
        put(&f, ABS_X, 250);
        end_report(&f);
        assert_int_equal(count, 0); /* hovering */
        fingers_feed(&f, EV_KEY, buttons[i], 1, 5);
        put(&f, ABS_Y, 200);
        end_report(&f);
        fingers_feed(&f, EV_KEY, buttons[i], 0, 5);
        end_report(&f);
        assert_int_equal(count, 2);
        expect(0, FINGER_DOWN, 0.25f, 0.5f);
        expect(1, FINGER_UP, 0.25f, 0.5f);
    }
}

static void lost_events_cancel(void **state)
{
    struct fingers f = panel(true);
    (void)state;
    down(&f, 0, 1, 500, 200);
    end_report(&f);
    fingers_feed(&f, EV_SYN, SYN_DROPPED, 0, 9);
    assert_int_equal(count, 2);
    expect(1, FINGER_CANCEL, 0.5f, 0.5f);
    down(&f, 1, 2, 0, 100); /* of the part that is not to be trusted */
    end_report(&f);
    assert_int_equal(count, 2);
    down(&f, 1, 3, 1000, 300);
    end_report(&f);
    assert_int_equal(count, 3);
    expect(2, FINGER_DOWN, 1, 1);
}

static void pulled_out(void **state)
{
    struct fingers f = panel(true);
    (void)state;
    down(&f, 0, 1, 500, 200);
    end_report(&f);
    fingers_cancel(&f, 9);
    fingers_cancel(&f, 9);
    assert_int_equal(count, 2);
}

/* Random types, codes and values: every finger that comes goes once, and nothing lies off the panel. */
static void nonsense(void **state)
{
    static const unsigned codes[] = {ABS_X, ABS_Y, ABS_MT_SLOT, ABS_MT_TRACKING_ID, ABS_MT_POSITION_X, ABS_MT_POSITION_Y,
                                     BTN_TOUCH, SYN_REPORT, SYN_DROPPED, 9999};
    long open = 0;
    (void)state;
    srand(4);
    for (int many = 0; many < 2; many++) {
        struct fingers f = panel(many);
        for (int i = 0; i < 200000; i++) {
            int32_t value = rand() % 4 ? rand() % 40 - 10 : (int32_t)((unsigned)rand() * 3u);
            count = 0;
            fingers_feed(&f, (unsigned)rand() % 4, codes[(unsigned)rand() % 10], value, i);
            for (int h = 0; h < count; h++) {
                assert_true(heard[h].x >= 0 && heard[h].x <= 1 && heard[h].y >= 0 && heard[h].y <= 1);
                open += heard[h].kind == FINGER_DOWN ? 1 : heard[h].kind == FINGER_MOVE ? 0 : -1;
            }
            assert_true(count < 64 && open >= 0 && open <= FINGERS_MOST);
        }
        count = 0;
        fingers_cancel(&f, 0);
        assert_int_equal(open, count);
        open = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_fingers),        cmocka_unit_test(another_finger_in_one_report),
        cmocka_unit_test(single_touch_and_tablet), cmocka_unit_test(lost_events_cancel),
        cmocka_unit_test(pulled_out),         cmocka_unit_test(nonsense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
