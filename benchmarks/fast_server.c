/* A server that answers whatever it reads with one small response, as fast as one core can:
   what remains is the cost of the client that asks it.  It prints its port and ends when its
   standard input does. */

#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 256

static const char answer[] =
    "HTTP/1.1 200 OK\r\n"
    "server: fast\r\n"
    "date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
    "content-type: application/json\r\n"
    "content-length: 31\r\n"
    "\r\n"
    "{\"message\":\"hello\",\"number\":42}";

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0), on = 1;
    if (listener < 0 || poll < 0 || bind(listener, (struct sockaddr *)&address, length) ||
        listen(listener, 4096) || getsockname(listener, (struct sockaddr *)&address, &length))
        return 1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);

    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    event.data.fd = STDIN_FILENO;
    epoll_ctl(poll, EPOLL_CTL_ADD, STDIN_FILENO, &event);
    static char request[1 << 16];
    for (;;) {
        int ready = epoll_wait(poll, events, EVENTS, -1);
        for (int at = 0; at < ready; at++) {
            int file = events[at].data.fd;
            if (file == listener) {
                event.data.fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
                if (event.data.fd < 0) continue;
                setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
            } else if (read(file, request, sizeof request) <= 0) {
                if (file == STDIN_FILENO) return 0;
                close(file);
            } else if (write(file, answer, sizeof answer - 1) != sizeof answer - 1) {
                close(file);
            }
        }
    }
}
