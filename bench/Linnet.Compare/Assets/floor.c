/* Copyright (c) The Linnet authors.
   Licensed under the MIT license. See LICENSE in the root of the repository.

   The floor: what a request costs when nothing is done for it but to receive and to send. One epoll loop per thread with
   a listener of its own, one fixed answer for every empty line. It reads no request, keeps no limit and trusts everybody:
   a yardstick, not a server.

   cc -O2 -pthread floor.c -o floor && ./floor PORT THREADS */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char answer[] = "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
                             "Content-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, World!";
static const size_t answer_length = sizeof answer - 1;
static int port;

static void watch(int loop, int socket) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    epoll_ctl(loop, EPOLL_CTL_ADD, socket, &event);
}

static int listen_here(void) {
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) exit(1);
    return listener;
}

static void accept_all(int loop, int listener) {
    int yes = 1, client;
    while ((client = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        watch(loop, client);
    }
}

static void serve(int client, char *input, size_t input_size, char *output) {
    ssize_t received = recv(client, input, input_size, 0);
    if (received < 0 && errno == EAGAIN) return;
    if (received <= 0) { close(client); return; }
    size_t length = 0;
    for (char *at = input; (at = memmem(at, input + received - at, "\r\n\r\n", 4)); at += 4) {
        memcpy(output + length, answer, answer_length);
        length += answer_length;
    }
    if (length) send(client, output, length, MSG_NOSIGNAL);
    if (memmem(input, received, "Connection: close", 17)) close(client);
}

static void *run(void *unused) {
    static __thread char input[65536], output[1 << 21];
    struct epoll_event events[512];
    int loop = epoll_create1(0), listener = listen_here();
    watch(loop, listener);
    for (;;) {
        int count = epoll_wait(loop, events, 512, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener) accept_all(loop, listener);
            else serve(events[i].data.fd, input, sizeof input, output);
        }
    }
    return unused;
}

int main(int count, char **arguments) {
    pthread_t thread;
    if (count != 3) return 2;
    port = atoi(arguments[1]);
    for (int i = atoi(arguments[2]); i > 0; i--) pthread_create(&thread, 0, run, 0);
    pause();
}
