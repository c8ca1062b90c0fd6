/* The picture worker: a process that turns files into pixels and is trusted with nothing else. It gets an
 * open file and a size, checks the picture's dimensions in the file's header, decodes, scales, and answers
 * with sealed memory. */
#ifndef STAGE_PICTURE_WORKER_H
#define STAGE_PICTURE_WORKER_H

/* Serves MSG_DECODE on the socket (taken over) until the other side closes it; returns the process's exit
 * status. */
int picture_worker_main(int fd);

#endif
