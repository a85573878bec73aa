/* Indicators that are declared as they should be and misbehave when they are asked. Built once a fault; the fault is
 * the plugin's id. */
#define _GNU_SOURCE
#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "healthy.h"

static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error);

#if defined(FAULT_segfault)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  volatile int* nowhere = NULL;
  UNUSED(self), UNUSED(e), UNUSED(error);
  *nowhere = 1;
  return CLUSIA_OK;
}
#elif defined(FAULT_aborts)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(self), UNUSED(e), UNUSED(error);
  abort();
}
#elif defined(FAULT_exits)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(self), UNUSED(e), UNUSED(error);
  exit(0);
}
#elif defined(FAULT_overflows_stack)
static double deeper(volatile char* before) {
  volatile char room[65536];
  room[0] = before[0];
  return 1 + deeper(room) + room[1];
}
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  volatile char first[1] = {0};
  UNUSED(self), UNUSED(error);
  e->estimates[0] = deeper(first);
  return CLUSIA_OK;
}
#elif defined(FAULT_killed)
#include <signal.h>
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(self), UNUSED(e), UNUSED(error);
  raise(SIGKILL); /* as the kernel does when memory runs out */
  return CLUSIA_OK;
}
#elif defined(FAULT_wordless)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(self), UNUSED(e), UNUSED(error);
  return CLUSIA_FAILED;
}
#elif defined(FAULT_mangles_words)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(self), UNUSED(e);
  memset(error, 'x', sizeof *error);     /* no NUL anywhere */
  memcpy(error->message, "caf\xE9 ", 5); /* Latin-1 */
  return 77;                             /* no known status */
}
#elif defined(FAULT_nan_estimate)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(self), UNUSED(error);
  e->estimates[0] = NAN;
  return CLUSIA_OK;
}
#elif defined(FAULT_infinite_estimate)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(self), UNUSED(error);
  e->estimates[0] = HUGE_VAL;
  return CLUSIA_OK;
}
#elif defined(FAULT_nan_influence)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  const clusia_status status = weighted_mean(self, e, error);
  if (e->u != NULL) e->u[e->domain.n - 1] = NAN;
  return status;
}
#elif defined(FAULT_rounds_upward)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  fesetround(FE_UPWARD);
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_floods_log)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(e), UNUSED(error);
  for (;;) self->host->log(self->host->context, CLUSIA_LOG_WARNING, "again");
}
#elif defined(FAULT_logs_a_lot)
static void log_lines(void* task, int64_t i) {
  const clusia_host* host = task;
  int k;
  for (k = 0; k < 250; ++k) {
    char line[600];
    const int n = snprintf(line, sizeof line, "%d.%d ", (int)i, k);
    memset(line + n, 'a' + (int)i, (size_t)(500 - n));
    line[500] = '\0';
    host->log(host->context, CLUSIA_LOG_WARNING, line);
  }
}
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  self->host->parallel_for(self->host->context, 8, (void*)self->host, log_lines);
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_loops)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  volatile int for_ever = 1;
  UNUSED(self), UNUSED(e), UNUSED(error);
  while (for_ever) {
  }
  return CLUSIA_OK;
}
#elif defined(FAULT_listens)
/* No fault: long work that stops when it is asked to. */
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  UNUSED(e);
  while (!self->host->cancelled(self->host->context)) usleep(1000);
  return fail(error, CLUSIA_CANCELLED, "cancelled");
}
#elif defined(FAULT_sleeps)
/* No fault: work that takes a little. */
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  usleep(10000);
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_eats_memory)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  long k;
  UNUSED(self), UNUSED(e);
  for (k = 0; k < 100000; ++k) { /* never touched: what is asked for counts, not what is used */
    volatile char* p = malloc((size_t)1 << 30);
    if (p == NULL) return fail(error, CLUSIA_FAILED, "no more memory");
  }
  return CLUSIA_OK;
}
#elif defined(FAULT_overruns)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  volatile double* past = e->estimates;
  int64_t k;
  UNUSED(self), UNUSED(error);
  for (k = 0; k < ((int64_t)1 << 40); ++k) past[k] = 1; /* ends where the buffer's memory does */
  return CLUSIA_OK;
}
#elif defined(FAULT_writes_weights)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  volatile double* weight = (double*)e->domain.weight;
  weight[0] = 1000;
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_writes_column)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  volatile double* values = (double*)self->values;
  values[0] = 1000;
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_unseals)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  const uintptr_t page = (uintptr_t)self->values & ~(uintptr_t)4095;
  UNUSED(e);
  if (mprotect((void*)page, 4096, PROT_READ | PROT_WRITE) != 0)
    return fail(error, CLUSIA_FAILED, "the column cannot be made writable");
  *(double*)self->values = 1000;
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_dies_later)
static void* die(void* nothing) {
  UNUSED(nothing);
  usleep(50000);
  abort();
}
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  pthread_t thread;
  pthread_create(&thread, NULL, die, NULL);
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_hangs_up)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  int fd;
  for (fd = 3; fd < 1024; ++fd) close(fd);
  pause();
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_babbles)
/* Writes into descriptors that it was never given. */
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  char noise[4096];
  memset(noise, 0x5A, sizeof noise);
  memset(noise + 4, 0, 4);  /* no descriptors */
  memset(noise + 8, 0, 16); /* short, inline */
  noise[8] = 100;
  noise[0] = 1, noise[1] = noise[2] = noise[3] = 0; /* a reply */
  if (write(3, noise, sizeof noise) < 0) return fail(error, CLUSIA_FAILED, "no one listens");
  return weighted_mean(self, e, error);
}
#elif defined(FAULT_leaves_a_child)
static clusia_status misbehave(mean* self, const clusia_evaluation* e, clusia_error* error) {
  char line[32];
  const pid_t child = fork();
  if (child == 0)
    for (;;) pause();
  snprintf(line, sizeof line, "%d", (int)child);
  self->host->log(self->host->context, CLUSIA_LOG_WARNING, line);
  return weighted_mean(self, e, error);
}
#endif

static clusia_status evaluate(void* instance, const clusia_evaluation* e, clusia_error* error) {
  return misbehave(instance, e, error);
}

static const clusia_input inputs[] = {
    {sizeof(clusia_input), "value", CLUSIA_COLUMN_NUMBER, 1, 0, 1, "what is averaged"}};
static const clusia_output outputs[] = {
    {sizeof(clusia_output), "mean", "Mean", "", CLUSIA_NO_DIRECTION, CLUSIA_PLAIN, 0.0, "sum d y / sum d", NULL, 0.0}};
static const clusia_indicator_interface table = {
    sizeof(clusia_indicator_interface), inputs, 1, outputs, 1, 0, create, destroy, evaluate, NULL};
static const clusia_plugin plugin = {sizeof(clusia_plugin), CLUSIA_INDICATOR, FAULT, FAULT, "1.0.0",
                                     "Misbehaves",          "nobody",         NULL,  0,     &table};

CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least,
                                                       clusia_error* error) {
  UNUSED(host), UNUSED(error), UNUSED(weighted_mean);
  least->major = CLUSIA_ABI_MAJOR;
  return &plugin;
}
