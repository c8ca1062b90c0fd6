#include "stage/tone.h"

#include <SDL.h>
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>

#define NOTE_MS 180
#define FADE_MS 12 /* without it each note begins and ends with a click */
#define LOUDNESS 0.3
#define MAX_SAMPLES (TONE_RATE * 2 * NOTE_MS / 1000)

static const double notes[][2] = {
    [TONE_DONE] = {659.26, 880.0},
    [TONE_FAILED] = {440.0, 329.63},
};

static atomic_bool playing;

static double fade(int at, int length)
{
    int edge = TONE_RATE * FADE_MS / 1000, near = at < length - at ? at : length - at;
    return near >= edge ? 1 : (double)near / edge;
}

size_t tone_samples(enum tone t, int16_t *out, size_t room)
{
    const int length = MAX_SAMPLES / 2;
    size_t n = 0;
    for (int note = 0; note < 2; note++) {
        for (int i = 0; i < length && n < room; i++) {
            double wave = sin(2 * M_PI * notes[t][note] * i / TONE_RATE);
            out[n++] = (int16_t)(wave * fade(i, length) * LOUDNESS * INT16_MAX);
        }
    }
    return n;
}

static void play(enum tone t)
{
    static int16_t samples[MAX_SAMPLES];
    SDL_AudioSpec wanted = {.freq = TONE_RATE, .format = AUDIO_S16SYS, .channels = 1, .samples = 1024};
    SDL_AudioDeviceID device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (!device)
        return;
    size_t n = tone_samples(t, samples, MAX_SAMPLES);
    SDL_QueueAudio(device, samples, (Uint32)(n * sizeof *samples));
    SDL_PauseAudioDevice(device, 0);
    SDL_Delay(2 * NOTE_MS + 200); /* what was queued, and the driver's own buffer */
    SDL_CloseAudioDevice(device);
}

static int play_thread(void *data)
{
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
        play((enum tone)(intptr_t)data);
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
    atomic_store(&playing, false);
    return 0;
}

void tone_play(enum tone t)
{
    if (atomic_exchange(&playing, true))
        return;
    SDL_Thread *thread = SDL_CreateThread(play_thread, "qf-tone", (void *)(intptr_t)t);
    if (thread)
        SDL_DetachThread(thread);
    else
        atomic_store(&playing, false);
}
