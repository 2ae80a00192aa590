/*
 * What libstdc++ and libgcc_s of a glibc system need and musl's libc lacks. With it a program published for linux-musl-x64 runs on a
 * Debian machine under Debian's musl loader: libc, the loader and the .NET runtime are musl builds; these two libraries are not. Alpine needs none of it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* _dl_find_object of glibc 2.35: where the unwind table of the image around an address is. */
struct found { unsigned long long flags; void *start, *end; struct link_map *map; void *frames; unsigned long long reserved[7]; };
struct search { char *address; struct found *found; int has_frames; };

static int look(struct dl_phdr_info *image, size_t size, void *data)
{
    struct search *search = data;
    int is_inside = 0;
    char *frames = 0, *start = (char *)-1, *end = 0;
    for (int i = 0; i < image->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &image->dlpi_phdr[i];
        char *first = (char *)image->dlpi_addr + segment->p_vaddr, *last = first + segment->p_memsz;
        if (segment->p_type == PT_GNU_EH_FRAME) frames = first;
        if (segment->p_type != PT_LOAD) continue;
        if (first < start) start = first;
        if (last > end) end = last;
        is_inside |= search->address >= first && search->address < last;
    }
    if (is_inside && frames) {
        *search->found = (struct found){ .start = start, .end = end, .frames = frames };
        search->has_frames = 1;
    }
    return is_inside;
}

int _dl_find_object(void *address, struct found *found)
{
    struct search search = { address, found, 0 };
    dl_iterate_phdr(look, &search);
    return search.has_frames ? 0 : -1;
}

/* Destructors of thread-local objects. One that does nothing would keep the runtime from hearing that a thread ends. */
struct destructor { void (*run)(void *); void *object; struct destructor *next; };
static pthread_key_t destructors;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void run_all(void *first)
{
    for (struct destructor *one = first; one;) {
        struct destructor *next = one->next;
        one->run(one->object);
        free(one);
        one = next;
    }
}

static void make_key(void) { pthread_key_create(&destructors, run_all); }

int __cxa_thread_atexit_impl(void (*run)(void *), void *object, void *library)
{
    pthread_once(&once, make_key);
    struct destructor *one = malloc(sizeof *one);
    if (!one) return -1;
    *one = (struct destructor){ run, object, pthread_getspecific(destructors) };
    return pthread_setspecific(destructors, one);
}

int __pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) { return pthread_key_create(key, destructor); }

size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time, locale_t locale) { return strftime(text, size, format, time); }

unsigned arc4random(void)
{
    unsigned value = 0;
    int file = open("/dev/urandom", O_RDONLY);
    if (read(file, &value, sizeof value) != sizeof value) abort();
    close(file);
    return value;
}

/* "More than one thread may run", and "nothing is known of the processor". */
char __libc_single_threaded = 0;
unsigned __cpu_model[4], __cpu_features2[4];
int __cpu_indicator_init(void) { return 0; }
