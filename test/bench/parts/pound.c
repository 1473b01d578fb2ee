// Keeps connections busy with prebuilt requests for a while, and counts the answers. It costs next to nothing and sleeps
// when it has nothing to read, as the clients of a mock do: a client in Node was itself near its limit beside the faster
// of two servers, which then had nobody to wake up, and that is a third of what writing an answer costs.
//   pound PORT CONNECTIONS MS BYTES, and so many bytes of requests behind it, a NUL after each
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define FDS 1024
#define ROOM 65536
static struct { char *bytes; long count; } answer_of[FDS];
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }
static void fail(const char *what) { perror(what); exit(1); }

static int dial(int port) {
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  if (fd < 0 || fd >= FDS || connect(fd, (void *)&a, sizeof a) < 0) fail("dial");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); fcntl(fd, F_SETFL, O_NONBLOCK);
  answer_of[fd].bytes = malloc(ROOM); answer_of[fd].count = 0;
  return fd;
}
// Whether an answer is there whole: by its length, or by its last chunk.
static int is_whole(const char *text, long size) {
  const char *body = memmem(text, size, "\r\n\r\n", 4), *field;
  if (!body) return 0;
  body += 4;
  if (text[9] != '2') { fprintf(stderr, "refused: %.*s\n", (int)size, text); exit(1); }
  if ((field = strcasestr(text, "\r\ncontent-length:")) && field < body) return size >= body - text + atol(field + 17);
  return !memcmp(text + size - 5, "0\r\n\r\n", 5);
}
int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int port = atoi(argv[1]), connections = atoi(argv[2]), loop = epoll_create1(0), open = connections;
  double ms = atof(argv[3]); long bytes = atol(argv[4]), answers = 0;
  char *requests = malloc(bytes), *next = requests; struct epoll_event events[64];
  if (fread(requests, 1, bytes, stdin) != (size_t)bytes) fail("requests");
  double from = now(), until = from + ms;
  for (int i = 0; i < connections; i++) {
    int fd = dial(port); long size = strlen(next); struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };
    epoll_ctl(loop, EPOLL_CTL_ADD, fd, &e);
    if (write(fd, next, size) != size) fail("ask");
    if ((next += size + 1) >= requests + bytes) next = requests;
  }
  while (open > 0) {
    int count = epoll_wait(loop, events, 64, 1000);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd; char *text = answer_of[fd].bytes; long at = answer_of[fd].count, n = read(fd, text + at, ROOM - 1 - at);
      if (n < 0 && errno == EAGAIN) continue;
      if (n <= 0) fail("lost a connection");
      text[answer_of[fd].count = at + n] = 0;
      if (!is_whole(text, at + n)) continue;
      answers++; answer_of[fd].count = 0;
      if (now() >= until) { close(fd); open--; continue; }
      long size = strlen(next);
      if (write(fd, next, size) != size) fail("ask");
      if ((next += size + 1) >= requests + bytes) next = requests;
    }
  }
  printf("{\"answers\":%ld,\"seconds\":%.6f}\n", answers, (now() - from) / 1e3);
}
