#include "journal/tally.h"

#include <stdlib.h>
#include <string.h>

#define FREE_SLOT UINT32_MAX

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

static uint64_t hash(const void *data, size_t len)
{
    const unsigned char *at = data;
    uint64_t h = 0x9E3779B97F4A7C15u ^ len, word;
    for (; len >= 8; at += 8, len -= 8) {
        memcpy(&word, at, 8);
        h = mix(h ^ word);
    }
    word = 0;
    memcpy(&word, at, len);
    return mix(h ^ word);
}

static uint64_t row_hash(int list, const uint32_t name[TALLY_NAMES])
{
    return hash(name, TALLY_NAMES * sizeof *name) + (uint64_t)list;
}

static uint32_t *empty_slots(uint32_t room)
{
    uint32_t *slots = mem_alloc((size_t)room * 2 * sizeof *slots);
    memset(slots, 0xFF, (size_t)room * 2 * sizeof *slots);
    return slots;
}

static void grow_names(struct tally *t)
{
    t->names_room = t->names_room ? t->names_room * 2 : 256;
    t->name = mem_resize(t->name, t->names_room * sizeof *t->name);
    free(t->name_slots);
    t->name_slots = empty_slots(t->names_room);
    for (uint32_t i = 0; i < t->names; i++) {
        uint64_t h = hash(t->name[i], strlen(t->name[i]));
        while (t->name_slots[h & (t->names_room * 2 - 1)] != FREE_SLOT)
            h++;
        t->name_slots[h & (t->names_room * 2 - 1)] = i;
    }
}

static void grow_rows(struct tally *t)
{
    t->rows_room = t->rows_room ? t->rows_room * 2 : 256;
    t->row = mem_resize(t->row, t->rows_room * sizeof *t->row);
    free(t->row_slots);
    t->row_slots = empty_slots(t->rows_room);
    for (uint32_t i = 0; i < t->rows; i++) {
        uint64_t h = row_hash(t->row[i].list, t->row[i].name);
        while (t->row_slots[h & (t->rows_room * 2 - 1)] != FREE_SLOT)
            h++;
        t->row_slots[h & (t->rows_room * 2 - 1)] = i;
    }
}

void tally_start(struct tally *t)
{
    memset(t, 0, sizeof *t);
    grow_names(t);
    grow_rows(t);
    tally_name(t, "", 0);
}

void tally_free(struct tally *t)
{
    arena_free(&t->texts);
    free(t->name);
    free(t->name_slots);
    free(t->row);
    free(t->row_slots);
}

uint32_t tally_name(struct tally *t, const char *text, size_t len)
{
    uint64_t h = hash(text, len);
    uint32_t *slot;
    for (; *(slot = &t->name_slots[h & (t->names_room * 2 - 1)]) != FREE_SLOT; h++)
        if (!strncmp(t->name[*slot], text, len) && !t->name[*slot][len])
            return *slot;
    if (t->names == t->names_room) {
        grow_names(t);
        return tally_name(t, text, len);
    }
    t->name[t->names] = arena_text(&t->texts, text, len);
    return *slot = t->names++;
}

uint32_t tally_row(struct tally *t, int list, const uint32_t name[TALLY_NAMES])
{
    uint64_t h = row_hash(list, name);
    uint32_t *slot;
    for (; *(slot = &t->row_slots[h & (t->rows_room * 2 - 1)]) != FREE_SLOT; h++)
        if (t->row[*slot].list == list && !memcmp(t->row[*slot].name, name, TALLY_NAMES * sizeof *name))
            return *slot;
    if (t->rows == t->rows_room) {
        grow_rows(t);
        return tally_row(t, list, name);
    }
    t->row[t->rows] = (struct tally_row){.list = list};
    memcpy(t->row[t->rows].name, name, TALLY_NAMES * sizeof *name);
    return *slot = t->rows++;
}

void tally_add(struct tally *t, int list, const uint32_t name[TALLY_NAMES], int64_t n)
{
    uint32_t row = tally_row(t, list, name);
    t->row[row].n += n;
}
