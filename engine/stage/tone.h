/* Two short signals for somebody who stands beside the screen and waits: done, and not done. The sound is made here; there
 * is no file to go missing. */
#ifndef STAGE_TONE_H
#define STAGE_TONE_H

#include <stddef.h>
#include <stdint.h>

enum tone { TONE_DONE, TONE_FAILED };

#define TONE_RATE 44100 /* samples a second, one channel */

/* Plays it, in a thread of its own since a sound driver may take its time. Nothing happens on a machine without sound, or
 * while another one plays. */
void tone_play(enum tone t);

/* The samples of it; returns how many, at most `room`. */
size_t tone_samples(enum tone t, int16_t *out, size_t room);

#endif
