// Upstream and client of the proxy bench in one loop, so that one core holds both and the proxy is what is measured.
// Prints its two ports (echo, sink); then one command a line, one line of JSON each:
//   rps PORT CONNS MS | rtt PORT MS | bulk PORT BYTES RATE | churn PORT CONNS MS | delay PORT CONNS MS THINK | hold PORT CONNS | drop
//   control PORT MS BYTES, and so many bytes of HTTP requests behind it, a NUL after each: sent in turn over one connection
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { NONE, LISTEN_ECHO, LISTEN_SINK, ECHO, SINK, CLIENT };
#define SIZE 200
#define FDS 20000
static struct { int kind; int got; double at; double due; } fd_of[FDS];
static int loop, echo_port, sink_port, held[FDS], held_count;
static char block[1 << 20];
static long sink_total, sink_seen;
static double sink_began, sink_rate, sink_ahead, sink_done;
static double *samples; static long sample_count, sample_room;

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }
static void watch(int fd, int kind, unsigned events) {
  struct epoll_event e = { .events = events, .data.fd = fd };
  fd_of[fd].kind = kind; fd_of[fd].got = 0;
  epoll_ctl(loop, EPOLL_CTL_ADD, fd, &e);
}
static void ready(int fd) { int one = 1; setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); fcntl(fd, F_SETFL, O_NONBLOCK); }
static int listener(int kind) {
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) }; socklen_t n = sizeof a;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  bind(fd, (void *)&a, sizeof a); listen(fd, 4096); getsockname(fd, (void *)&a, &n); ready(fd); watch(fd, kind, EPOLLIN);
  return ntohs(a.sin_port);
}
static int dial(int port) {
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || fd >= FDS || connect(fd, (void *)&a, sizeof a) < 0) { perror("dial"); exit(1); }
  ready(fd); return fd;
}
static void gone(int fd) { fd_of[fd].kind = NONE; close(fd); }
static void put(int fd, const char *from, long count) {
  for (long at = 0; at < count;) {
    long n = write(fd, from + at, count - at);
    if (n > 0) at += n;
    else if (errno == EAGAIN) { struct pollfd p = { fd, POLLOUT, 0 }; poll(&p, 1, 1000); }
    else return;
  }
}
static void sample(double value) {
  if (sample_count == sample_room) samples = realloc(samples, (sample_room = sample_room ? 2 * sample_room : 1024) * sizeof *samples);
  samples[sample_count++] = value;
}
static int by_value(const void *a, const void *b) { double d = *(double *)a - *(double *)b; return d < 0 ? -1 : d > 0; }
static double part(double share) { return sample_count ? samples[(long)(share * (sample_count - 1))] : -1; }
static void sink_read(int fd) {
  long n = read(fd, block, sizeof block);
  if (n <= 0) { if (n == 0 || errno != EAGAIN) gone(fd); return; }
  sink_seen += n;
  double ahead = sink_seen - (now() - sink_began) * sink_rate;
  if (sink_rate > 0 && ahead > sink_ahead) sink_ahead = ahead;
  if (sink_seen >= sink_total) { sink_done = now(); put(fd, "x", 1); }
}
// Serves the upstream; answers a client that has a whole answer, or 0. Waits as epoll_wait does.
static int turn(int wait) {
  static struct epoll_event events[512]; static int count, at;
  if (at == count) { at = 0; count = epoll_wait(loop, events, 512, wait); if (count < 0) count = 0; }
  while (at < count) {
    int fd = events[at++].data.fd; static char small[65536]; long n;
    switch (fd_of[fd].kind) {
      case LISTEN_ECHO: case LISTEN_SINK:
        for (int s; (s = accept(fd, NULL, NULL)) >= 0;) { ready(s); watch(s, fd_of[fd].kind == LISTEN_ECHO ? ECHO : SINK, EPOLLIN); }
        break;
      case ECHO: n = read(fd, small, sizeof small); if (n > 0) put(fd, small, n); else if (n == 0 || errno != EAGAIN) gone(fd); break;
      case SINK: sink_read(fd); break;
      case CLIENT:
        n = read(fd, small, sizeof small);
        if (n > 0) { fd_of[fd].got += n; if (fd_of[fd].got >= SIZE) { fd_of[fd].got = 0; return fd; } }
        else if (n == 0 || errno != EAGAIN) { fprintf(stderr, "lost a client\n"); gone(fd); }
    }
  }
  return 0;
}
static void send_one(int fd) { fd_of[fd].at = now(); put(fd, block, SIZE); }
static int open_client(int port) { int fd = dial(port); watch(fd, CLIENT, EPOLLIN); return fd; }
static void settle(int ms) { double end = now() + ms; while (now() < end) turn(1); }
static void rps(int port, int conns, double ms) {
  int fds[conns]; long done = 0, all = 0; sample_count = 0;
  for (int i = 0; i < conns; i++) send_one(fds[i] = open_client(port));
  double warm = now() + 300, from = 0, end = warm + ms;
  for (double t = now(); t < end;) {
    int fd = turn(10); t = now();
    if (!fd) continue;
    all++;
    if (t >= warm) { if (!from) from = t; done++; sample(t - fd_of[fd].at); }
    send_one(fd);
  }
  double took = now() - from;
  for (int i = 0; i < conns; i++) gone(fds[i]);
  qsort(samples, sample_count, sizeof *samples, by_value);
  printf("{\"count\":%ld,\"rate\":%.1f,\"p50\":%.4f,\"p99\":%.4f}\n", all, done / took * 1e3, part(.5), part(.99));
}
static void rtt(int port, double ms) {
  int fd = open_client(port); double warm = now() + 300, end = warm + ms; long all = 0; sample_count = 0;
  for (double t = now(); t < end; all++) { send_one(fd); while (turn(100) != fd); t = now(); if (t >= warm) sample(t - fd_of[fd].at); }
  gone(fd); qsort(samples, sample_count, sizeof *samples, by_value);
  printf("{\"count\":%ld,\"p50\":%.4f,\"p99\":%.4f}\n", all, part(.5), part(.99));
}
static void bulk(int port, long total, double rate) {
  int fd = dial(port); char answer; long sent = 0;
  sink_total = total; sink_seen = 0; sink_rate = rate; sink_ahead = -1e18; sink_done = 0; sink_began = now();
  while (!sink_done || read(fd, &answer, 1) != 1) {
    int hasSent = 0;
    if (sent < total) { long n = write(fd, block, total - sent < 262144 ? total - sent : 262144); if (n > 0) { sent += n; hasSent = 1; } }
    turn(hasSent ? 0 : 1);
  }
  printf("{\"ms\":%.3f,\"ahead\":%.0f}\n", sink_done - sink_began, sink_ahead);
  close(fd);
}
static void churn(int port, int conns, double ms) {
  long done = 0; double from = now(), end = from + ms, t;
  for (int i = 0; i < conns; i++) send_one(open_client(port));
  while ((t = now()) < end) { int fd = turn(10); if (fd) { done++; gone(fd); send_one(open_client(port)); } }
  for (int fd = 0; fd < FDS; fd++) if (fd_of[fd].kind == CLIENT) gone(fd);
  settle(200);
  printf("{\"count\":%ld,\"rate\":%.1f}\n", done, done / (t - from) * 1e3);
}
// Spins, so that only the proxy is late. THINK: at most so many milliseconds between two requests.
static void delay(int port, int conns, double ms, double think) {
  int fds[conns]; double end = now() + ms; sample_count = 0;
  for (int i = 0; i < conns; i++) { fds[i] = open_client(port); fd_of[fds[i]].due = now() + drand48() * think; }
  for (double t; (t = now()) < end;) {
    for (int i = 0; i < conns; i++) if (fd_of[fds[i]].due > 0 && fd_of[fds[i]].due <= t) { fd_of[fds[i]].due = 0; send_one(fds[i]); }
    int fd = turn(0);
    if (fd) { double at = now(); sample(at - fd_of[fd].at); fd_of[fd].due = at + drand48() * think; }
  }
  for (int i = 0; i < conns; i++) gone(fds[i]);
  qsort(samples, sample_count, sizeof *samples, by_value);
  printf("{\"count\":%ld,\"min\":%.4f,\"p50\":%.4f,\"p99\":%.4f}\n", sample_count, part(0), part(.5), part(.99));
}
static void hold(int port, int conns) {
  for (int i = 0; i < conns; i++) { int fd = held[held_count++] = open_client(port); send_one(fd); while (turn(100) != fd); }
  printf("{\"held\":%d}\n", held_count);
}
// Whether an answer is there whole; where its status is no success, it is shown.
static int answered(const char *a, long n) {
  const char *body = strstr(a, "\r\n\r\n"), *field;
  if (!body) return 0;
  body += 4;
  if (a[9] != '2') { fprintf(stderr, "refused: %s\n", a); exit(1); }
  if ((field = strcasestr(a, "\r\ncontent-length:")) && field < body) return n >= body - a + atol(field + 17);
  if ((field = strcasestr(a, "\r\ntransfer-encoding:")) && field < body) return n >= 5 && !memcmp(a + n - 5, "0\r\n\r\n", 5);
  return 1;
}
static void exchange(int fd, const char *request, long size) {
  static char answer[65536]; long n = 0;
  put(fd, request, size);
  do {
    long got = read(fd, answer + n, sizeof answer - 1 - n);
    if (got <= 0) { fprintf(stderr, "lost the control connection\n"); exit(1); }
    answer[n += got] = 0;
  } while (!answered(answer, n));
}
// A round of requests is always finished, so that a server is left as it was found.
static void control(int port, double ms, long bytes) {
  char *requests = malloc(bytes); long done = 0; sample_count = 0;
  if (fread(requests, 1, bytes, stdin) != (size_t)bytes) exit(1);
  int fd = dial(port); fcntl(fd, F_SETFL, 0);
  double from = now(), t = from;
  while (t < from + ms)
    for (char *at = requests; at < requests + bytes; done++) {
      long size = strlen(at); double began = t;
      exchange(fd, at, size); t = now(); sample(t - began); at += size + 1;
    }
  close(fd); free(requests); qsort(samples, sample_count, sizeof *samples, by_value);
  printf("{\"count\":%ld,\"rate\":%.1f,\"p50\":%.4f,\"p99\":%.4f}\n", done, done / (t - from) * 1e3, part(.5), part(.99));
}
int main(void) {
  char line[256], what[16]; double a, b, c, d;
  signal(SIGPIPE, SIG_IGN); loop = epoll_create1(0);
  echo_port = listener(LISTEN_ECHO); sink_port = listener(LISTEN_SINK);
  printf("{\"echo\":%d,\"sink\":%d}\n", echo_port, sink_port); fflush(stdout);
  for (;;) {
    struct pollfd p[2] = { { 0, POLLIN, 0 }, { loop, POLLIN, 0 } };
    poll(p, 2, 1000);
    while (p[1].revents && turn(0)); 
    if (!p[0].revents) continue;
    if (!fgets(line, sizeof line, stdin)) return 0;
    a = b = c = d = 0; sscanf(line, "%15s %lf %lf %lf %lf", what, &a, &b, &c, &d);
    if (!strcmp(what, "rps")) rps(a, b, c);
    else if (!strcmp(what, "rtt")) rtt(a, b);
    else if (!strcmp(what, "bulk")) bulk(a, b, c);
    else if (!strcmp(what, "churn")) churn(a, b, c);
    else if (!strcmp(what, "delay")) delay(a, b, c, d);
    else if (!strcmp(what, "control")) control(a, b, c);
    else if (!strcmp(what, "hold")) hold(a, b);
    else if (!strcmp(what, "drop")) { while (held_count) gone(held[--held_count]); settle(200); printf("{}\n"); }
    fflush(stdout);
  }
}
