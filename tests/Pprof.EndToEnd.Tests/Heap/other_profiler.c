/*
 * Another vendor's profiler, as small as can be: counts collections, and samples allocations when asked to. Built by the tests, with NOTIFICATIONS_ONLY 0 (the one main profiler) or 1
 * (one of the many that only take notifications). Calls no library.
 */
typedef void (*function)(void);
struct object { const function *table; };

__attribute__((visibility("default"))) int other_collections;

static struct object *info;

static int nothing(void) { return 0; }
static unsigned one(void) { return 1; }

static int query(struct object *self, void *id, void **result)
{
    (void)id;
    *result = self;
    return 0;
}

static int notifications_only(void *self, int *answer)
{
    (void)self;
    *answer = NOTIFICATIONS_ONLY;
    return 0;
}

static int initialize_for_attach(void *self, struct object *runtime, void *data, unsigned bytes)
{
    /* ICorProfilerInfo13 {6E6C7EE2-0701-4EC2-9D29-2E8733B66934}: SetEventMask2, place 82, for collections (0x10) and events (0x80). */
    static const unsigned long id[2] = { 0x4EC207016E6C7EE2ul, 0x3469B633872E299Dul };
    (void)self, (void)data, (void)bytes;
    int (*ask)(void *, const void *, struct object **) = (void *)runtime->table[0];
    int result = ask(runtime, id, &info);
    int (*set)(void *, unsigned, unsigned) = result < 0 ? 0 : (void *)info->table[82];
    return result < 0 ? result : set(info, 0, 0x90);
}

/* A session of its own, of sampled allocations and of a provider whose events have the same number. On a thread the runtime does not know. */
struct provider { const unsigned short *name; unsigned long keywords; unsigned level; const unsigned short *arguments; };
__attribute__((visibility("default"))) int other_result;
static unsigned long session;

__attribute__((visibility("default"))) void *other_start_session(void *unused)
{
    static struct provider providers[2] = { { u"Microsoft-Windows-DotNETRuntime", 0x80000000000ul, 4, 0 }, { u"Pprof-Test-SameNumber", ~0ul, 5, 0 } };
    int (*start)(void *, unsigned, struct provider *, int, unsigned long *) = (void *)info->table[101];
    other_result = start(info, 2, providers, 0, &session);
    return unused;
}

__attribute__((visibility("default"))) void *other_stop_session(void *unused)
{
    int (*stop)(void *, unsigned long) = (void *)info->table[103];
    other_result = stop(info, session);
    return unused;
}

static int collection_started(void *self, int generations, const int *collected, unsigned reason)
{
    (void)self, (void)generations, (void)collected, (void)reason;
    __atomic_fetch_add(&other_collections, 1, __ATOMIC_RELAXED);
    return 0;
}

static const function methods[128] = {
    [0] = (function)query, (function)one, (function)one, [3 ... 127] = (function)nothing,
    [73] = (function)collection_started, [80] = (function)initialize_for_attach, [97] = (function)notifications_only,
};
static struct object profiler = { methods };

static int create_instance(void *self, void *outer, void *id, void **result)
{
    (void)self, (void)outer;
    return query(&profiler, id, result);
}

static const function factory_methods[5] = { (function)query, (function)one, (function)one, (function)create_instance, (function)nothing };
static struct object factory = { factory_methods };

__attribute__((visibility("default"))) int DllGetClassObject(void *class, void *id, void **result)
{
    (void)class;
    return query(&factory, id, result);
}
