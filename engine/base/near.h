/* "Did you mean": the nearest name in a list. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

/* Edits (insert, delete, replace, swap of neighbours) from a to b; texts over 63 bytes count as 99. */
int near_distance(const char *a, const char *b);

/* Keeps the better of two candidates: call for each, starting with best NULL. Only names within a third of the word's
 * length plus one count as near. */
const char *near_better(const char *word, const char *best, const char *candidate);

#endif
