// A client of many streams that costs next to nothing, so that the mock is what is late.
//   streams PORT STREAMS RAMP_MS EVERY BODY
// Opens STREAMS over RAMP_MS, each with BODY where `MODEL` says `m` and its number. Prints one line of JSON: how long it
// stood in line for a core, and when each token of every EVERY-th stream arrived, in milliseconds of the monotonic clock.
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

#define FDS 20000
static struct { double *at; long count, room; } of[FDS];
static int streamFd[FDS];
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }

static void note(int stream, double at) {
  if (of[stream].count == of[stream].room)
    of[stream].at = realloc(of[stream].at, (of[stream].room = of[stream].room ? 2 * of[stream].room : 256) * sizeof(double));
  of[stream].at[of[stream].count++] = at;
}
static int dial(int port) {
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  if (fd < 0 || fd >= FDS || connect(fd, (void *)&a, sizeof a) < 0) { perror("dial"); exit(1); }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}
static void ask(int fd, int stream, int port, const char *body) {
  char text[4096], filled[3072]; const char *gap = strstr(body, "MODEL");
  int length = snprintf(filled, sizeof filled, "%.*sm%d%s", (int)(gap - body), body, stream, gap + 5);
  int n = snprintf(text, sizeof text, "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:%d\r\ncontent-length: %d\r\n\r\n%s", port, length, filled);
  if (write(fd, text, n) != n) { perror("ask"); exit(1); }
}
static int tokensIn(const char *text, long size) {
  static const char mark[] = "\"delta\":{\"content\":\""; int count = 0;
  for (const char *at = text, *end = text + size; (at = memmem(at, end - at, mark, sizeof mark - 1)); ) {
    at += sizeof mark - 1;
    if (end - at > 2 && *at != '"') count++;
  }
  return count;
}
static double waited(void) {
  double ran = 0, waited = 0; FILE *f = fopen("/proc/self/schedstat", "r");
  if (f) { if (fscanf(f, "%lf %lf", &ran, &waited) != 2) waited = 0; fclose(f); }
  return waited / 1e6;
}
int main(int argc, char **argv) {
  if (argc != 6) return 2;
  int port = atoi(argv[1]), streams = atoi(argv[2]), every = atoi(argv[4]), opened = 0, ended = 0;
  double ramp = atof(argv[3]), began = now(); static struct epoll_event events[512]; static char text[65536];
  int loop = epoll_create1(0);
  while (ended < streams) {
    double due = began + ramp * opened / streams, t = now();
    if (opened < streams && due <= t) {
      int fd = dial(port); struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };
      streamFd[fd] = opened; epoll_ctl(loop, EPOLL_CTL_ADD, fd, &e); ask(fd, opened, port, argv[5]); opened++;
      continue;
    }
    int wait = opened < streams ? (due - t < 1 ? 0 : (int)(due - t)) : 100, count = epoll_wait(loop, events, 512, wait);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd, stream = streamFd[fd]; long n = read(fd, text, sizeof text);
      if (n < 0 && errno == EAGAIN) continue;
      if (n > 0 && stream % every == 0) { double at = now(); for (int k = tokensIn(text, n); k > 0; k--) note(stream, at); }
      if (n <= 0 || memmem(text, n, "[DONE]", 6)) { close(fd); ended++; }
    }
  }
  printf("{\"waited\":%.3f,\"arrivals\":{", waited());
  for (int s = 0; s < streams; s += every) {
    printf("%s\"m%d\":[", s ? "," : "", s);
    for (long k = 0; k < of[s].count; k++) printf("%s%.3f", k ? "," : "", of[s].at[k]);
    printf("]");
  }
  printf("}}\n");
}
