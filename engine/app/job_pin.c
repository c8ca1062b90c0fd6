/* The PIN's slow hash, away from the keeper. */
#include "app/job.h"

#include "trust/pin.h"

#include <stdio.h>

void job_pin_try(struct job *j, struct job_end *end)
{
    struct err e = {.text = ""};
    end->number = pin_try(j->config->kiosk.data, j->request->pin, clock_mono(j->clock), &end->wait_seconds, &e);
    end->good = true;
    snprintf(end->sentence, sizeof end->sentence, "%s", end->number == PIN_BROKEN ? e.text : "");
}

void job_pin_set(struct job *j, struct job_end *end)
{
    struct err e = {.text = ""};
    end->good = pin_set(j->config->kiosk.data, j->request->pin, &e);
    snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
}
