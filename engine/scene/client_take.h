/* What a scene process sent, checked and put into a struct scene_message. */
#ifndef SCENE_CLIENT_TAKE_H
#define SCENE_CLIENT_TAKE_H

#include "scene/client.h"

/* False: it is malformed or was not asked for. *dropped: fine, but nothing to hand out. */
bool client_take(struct scene_client *c, uint8_t type, struct reader *r, struct scene_message *out, bool *dropped,
                 struct err *e);

/* Processor time of the scene process so far, in microseconds; -1 when it is gone. */
int64_t scene_client_cpu_us(const struct scene_client *c);

#endif
