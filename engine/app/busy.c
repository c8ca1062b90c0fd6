#include "app/busy.h"

#include "base/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

struct busy_mark *busy_open(struct err *e)
{
    void *p = mmap(NULL, sizeof(struct busy_mark), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p != MAP_FAILED)
        return p;
    err_set(e, "共享内存建不起来（%s）", err_reason(errno));
    return NULL;
}

void busy_begin(struct busy_mark *m)
{
    atomic_store(&m->since_us, clock_real_us());
    atomic_fetch_add(&m->steps, 1);
}

void busy_end(struct busy_mark *m)
{
    atomic_store(&m->since_us, 0);
}

int64_t busy_ms(const struct busy_mark *m)
{
    int64_t since = atomic_load(&m->since_us), now = clock_real_us();
    return since > 0 && since < now ? (now - since) / 1000 : 0;
}

uint32_t busy_steps(const struct busy_mark *m)
{
    return atomic_load(&m->steps);
}
