/* Runs a target without libFuzzer: every seed as it is, then mutations of them that follow from a fixed number, for about
 * a second (FUZZ_SECONDS: another time). `--write FOLDER` writes the seeds for libFuzzer. */
#include "fuzz.h"

#include "base/clock.h"

#define SEEDS_MOST 64
#define BYTES_MOST 4096

static uint64_t dice = 1;

static uint32_t roll(uint32_t sides)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return sides ? (uint32_t)(dice >> 33) % sides : 0;
}

static int write_seeds(const char *folder, struct buf *seeds, int n)
{
    for (int i = 0; i < n; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/seed-%d", folder, i);
        FILE *f = fopen(path, "wb");
        if (!f || fwrite(seeds[i].data, 1, seeds[i].len, f) != seeds[i].len || fclose(f) != 0)
            return 1;
    }
    return 0;
}

/* One small change: a bit, a byte, a run moved, removed, repeated, cut off, or taken from another seed. */
static void change(uint8_t *p, size_t *len, const struct buf *other)
{
    static const uint8_t odd[] = {0, 0xFF, 0x7F, 0x80, '"', '\\', '\n', '<', '/', 0xE6, 0xED, 1};
    size_t at = roll((uint32_t)*len + 1), n = roll(16) + 1, room = BYTES_MOST - *len;
    switch (roll(6)) {
    case 0:
        if (at < *len)
            p[at] ^= (uint8_t)(1u << roll(8));
        break;
    case 1:
        if (at < *len)
            p[at] = roll(2) ? odd[roll(sizeof odd)] : (uint8_t)roll(256);
        break;
    case 2:
        n = n < *len - at ? n : *len - at;
        memmove(p + at, p + at + n, *len - at - n);
        *len -= n;
        break;
    case 3:
        n = n < room ? n : room;
        n = n < *len - at ? n : *len - at;
        memmove(p + at + n, p + at, *len - at);
        *len += n;
        break;
    case 4:
        *len = at;
        break;
    default:
        n = roll((uint32_t)other->len + 1);
        n = n < BYTES_MOST - at ? n : BYTES_MOST - at;
        memcpy(p + at, other->data + (other->len - n), n);
        *len = at + n > *len ? at + n : *len;
    }
}

static void try_one(const uint8_t *p, size_t len)
{
    uint8_t *own = malloc(len ? len : 1); /* exactly as long, so that a step past its end is seen */
    MUST(own);
    memcpy(own, p, len);
    LLVMFuzzerTestOneInput(own, len);
    free(own);
}

int main(int argc, char **argv)
{
    static struct buf seeds[SEEDS_MOST];
    static uint8_t p[BYTES_MOST];
    int n = 0;
    long runs = 0;
    while (n < SEEDS_MOST && fuzz_seed(n, &seeds[n]))
        n++;
    MUST(n > 0);
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        return write_seeds(argv[2], seeds, n);
    for (int i = 0; i < n; i++)
        try_one(seeds[i].data, seeds[i].len);
    int64_t end = clock_real_us() + 1000000 * (getenv("FUZZ_SECONDS") ? atoll(getenv("FUZZ_SECONDS")) : 1);
    for (; clock_real_us() < end; runs++) {
        const struct buf *seed = &seeds[roll((uint32_t)n)];
        size_t len = seed->len < BYTES_MOST ? seed->len : BYTES_MOST;
        if (len)
            memcpy(p, seed->data, len);
        for (uint32_t changes = 1 + roll(4); changes; changes--)
            change(p, &len, &seeds[roll((uint32_t)n)]);
        try_one(p, len);
    }
    printf("%d seeds, %ld mutations\n", n, runs);
    for (int i = 0; i < n; i++)
        buf_free(&seeds[i]);
    return 0;
}
