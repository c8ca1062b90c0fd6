/* Memory: one policy and two helpers. When memory runs out the process writes one line and ends; its supervisor starts
 * it again. An arena ties many small blocks to one owner and frees them together. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

void *mem_alloc(size_t bytes); /* zeroed; free(3) */
void *mem_resize(void *old, size_t bytes);
char *mem_copy_text(const char *text, size_t len); /* NUL-terminated copy; free(3) */

/* Whole pages touched in one call instead of one fault each; `writing` also gives them memory of their own. Kernels
 * before 5.14 refuse: then the faults come as they come. */
void mem_touch(void *from, size_t bytes, bool writing);

/* Gives free memory back to the kernel; a millisecond or two. For a moment when nobody waits. */
void mem_rest(void);

struct arena {
    struct arena_block *blocks;
    size_t used; /* bytes handed out, for budgets */
};

void *arena_alloc(struct arena *a, size_t bytes); /* zeroed, aligned for any type; lives until arena_free */
char *arena_text(struct arena *a, const char *text, size_t len); /* NUL-terminated copy */
void arena_free(struct arena *a);                 /* frees all and makes it empty again */

#endif
