/*
 * Follows sampled allocations with weak handles, from inside the process that allocates. README.md beside this file has the rules it keeps.
 *
 * The runtime's profiling interface is COM without Windows: an object is a pointer to a table of functions. The numbers below are places in
 * those tables, in the order of corprof.idl, IUnknown first. They are part of a published binary interface and never change.
 */
#include "heap_agent.h"

#define EXPORT __attribute__((visibility("default")))
#define S_OK 0
#define STOP_WALKING 1
#define E_POINTER ((i32)0x80004003)
#define E_UNEXPECTED ((i32)0x8000FFFF)
#define CLASS_E_NOAGGREGATION ((i32)0x80040110)

typedef void (*function)(void);
struct object { const function *table; };
struct guid { u64 low, high; };

/* ICorProfilerInfo13 {6E6C7EE2-0701-4EC2-9D29-2E8733B66934}: the first that has handles (.NET 7). */
static const struct guid info_id = { 0x4EC207016E6C7EE2ul, 0x3469B633872E299Dul };
enum { INFO_STACK_SNAPSHOT = 36, INFO_SET_EVENT_MASK = 82, INFO_START_SESSION = 101, INFO_STOP_SESSION = 103, INFO_CREATE_HANDLE = 108, INFO_OBJECT_OF_HANDLE = 110 };
enum { CALLBACK_COLLECTION_STARTED = 73, CALLBACK_COLLECTION_FINISHED = 75, CALLBACK_INITIALIZE_FOR_ATTACH = 80, CALLBACK_ATTACH_COMPLETE = 81,
    CALLBACK_EVENT = 95, CALLBACK_NOTIFICATIONS_ONLY = 97 };
#define CALLBACKS 128 /* 98 in .NET 10; the rest for what later versions append */

#define ENABLE_STACK_SNAPSHOT 0x10000000u
#define MONITOR_COLLECTIONS 0x10u
#define MONITOR_EVENT_PIPE 0x80u
#define OLDEST_GENERATION 2
#define HANDLE_WEAK 1u
#define EVENT_ALLOCATION_SAMPLED 303u
#define KEYWORD_ALLOCATION_SAMPLING 0x80000000000ul
#define LEVEL_INFORMATIONAL 4u

/* The bytes of AllocationSampled: kind u32, instance u16, type u64, name UTF-16 with its zero, address u64, size u64, offset u64. */
enum { EVENT_TYPE = 6, EVENT_NAME = 14, EVENT_TAIL = 24 };

EXPORT struct board pprof_heap_agent_board __attribute__((aligned(64))) = { .version = AGENT_VERSION };
static struct board *const board = &pprof_heap_agent_board;
static struct object *runtime;

/* ---- what a C library would have given ---- */

static long system_call(long number, long a, long b)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b) : "rcx", "r11", "memory");
    return result;
}

/* Called by the compiler's own code when a function has written past its arrays: there is nothing to return to. */
__attribute__((noreturn, used)) void __stack_chk_fail(void) { __builtin_trap(); }

static u32 thread_number(void) { return (u32)system_call(186 /* gettid */, 0, 0); }

static u64 now(void)
{
    long time[2] = { 0, 0 };
    system_call(228 /* clock_gettime */, 1 /* CLOCK_MONOTONIC */, (long)time);
    return (u64)time[0] * 1000000000ul + (u64)time[1];
}

static u64 read64(const u8 *from)
{
    u64 value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

/* In place of memcpy: "rep movsb" is one instruction, which the compiler cannot turn into a call of the function that is not there. */
static void copy(void *to, const void *from, u64 bytes)
{
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
}

/* ---- the ring: many writers, one reader, no lock ---- */

/* Room for a record, or null when the reader is that far behind. A writer is never waited for: the reader stops before its record. */
static struct record *take(u64 bytes)
{
    u64 size = board->ring_size;
    u64 at, skipped;
    do {
        /* In this order: read the other way around, the reader might be past "at", and the room there is would look negative. */
        u64 consumed = __atomic_load_n(&board->consumed, __ATOMIC_ACQUIRE);
        at = __atomic_load_n(&board->reserved, __ATOMIC_ACQUIRE);
        u64 left = size - (at & (size - 1));
        skipped = left < bytes ? left : 0;
        if (at + skipped + bytes - consumed > size)
            return 0;
    } while (!__atomic_compare_exchange_n(&board->reserved, &at, at + skipped + bytes, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));

    if (skipped != 0) {
        struct record *rest = (struct record *)(board->ring + (at & (size - 1)));
        rest->kind = RECORD_SKIPPED;
        __atomic_store_n(&rest->length, (u32)skipped, __ATOMIC_RELEASE);
    }
    return (struct record *)(board->ring + ((at + skipped) & (size - 1)));
}

/* ---- the event: on the allocating thread, in cooperative mode, the new object still without its type ---- */

static u64 weak_handle(u64 address)
{
    u64 handle = 0;
    if (__atomic_load_n(&board->handles, __ATOMIC_RELAXED) >= board->most_handles)
        return 0;
    i32 (*create)(void *, u64, u32, u64 *) = (void *)runtime->table[INFO_CREATE_HANDLE];
    if (create(runtime, address, HANDLE_WEAK, &handle) < 0 || handle == 0)
        return 0;
    __atomic_fetch_add(&board->handles, 1, __ATOMIC_RELAXED);
    return handle;
}

static u32 name_length(const u8 *name, u64 bytes)
{
    u32 length = 0;
    while ((length + 1) * 2ul <= bytes && (name[2 * length] | name[2 * length + 1]) != 0)
        length++;
    return length;
}

/* The runtime hands out no stacks with the events of such a session, although it could: they are asked for. */
struct walk { u32 depth; u64 stack[MOST_FRAMES]; };

static i32 add_frame(u64 method, u64 address, u64 info, u32 context_bytes, const u8 *context, void *data)
{
    (void)info, (void)context_bytes, (void)context;
    struct walk *walk = data;
    if (method != 0) /* else a run of native frames */
        walk->stack[walk->depth++] = address;
    return walk->depth < MOST_FRAMES ? S_OK : STOP_WALKING;
}

static void walk_own_stack(struct walk *walk)
{
    i32 (*snapshot)(void *, u64, void *, u32, void *, const u8 *, u32) = (void *)runtime->table[INFO_STACK_SNAPSHOT];
    walk->depth = 0;
    snapshot(runtime, 0, (void *)add_frame, 0, walk, 0, 0);
}

static void on_allocation(const u8 *data, u64 bytes)
{
    const u8 *name = data + EVENT_NAME;
    u32 length = name_length(name, bytes - EVENT_NAME - EVENT_TAIL);
    const u8 *tail = name + 2ul * length + 2;
    if (tail + EVENT_TAIL > data + bytes)
        return;

    struct walk walk;
    walk_own_stack(&walk);
    u32 frames = walk.depth;
    u32 kept = length < MOST_NAME ? length : MOST_NAME;
    u64 size = (sizeof(struct record) + 8ul * frames + 2ul * kept + 7) & ~7ul;

    /* Room first: a handle made for a record that finds none would never be given back. */
    struct record *record = take(size);
    if (record == 0) {
        __atomic_fetch_add(&board->lost, 1, __ATOMIC_RELAXED);
        return;
    }
    record->kind = RECORD_SAMPLE;
    record->frames = (u16)frames;
    record->thread = thread_number();
    record->name = kept;
    record->handle = weak_handle(read64(tail));
    record->type = read64(data + EVENT_TYPE);
    record->size = read64(tail + 8);
    record->time = now();
    copy(record + 1, walk.stack, 8ul * frames);
    copy((u8 *)(record + 1) + 8ul * frames, name, 2ul * kept);
    __atomic_store_n(&record->length, (u32)size, __ATOMIC_RELEASE);
}

/*
 * Of our session alone, whatever other profilers listen to: so it is in .NET 10, and a test has another profiler sample beside this one. "on" is
 * for a session that could not be ended.
 */
static i32 event_delivered(void *self, u64 provider, u32 id, u32 version, u32 metadata_bytes, const u8 *metadata, u32 bytes, const u8 *data,
    const void *activity, const void *related, u64 thread, u32 depth, const u64 *stack)
{
    (void)self, (void)provider, (void)version, (void)metadata_bytes, (void)metadata, (void)activity, (void)related, (void)thread, (void)depth, (void)stack;
    if (id == EVENT_ALLOCATION_SAMPLED && bytes >= EVENT_NAME + 2 + EVENT_TAIL && __atomic_load_n(&board->on, __ATOMIC_ACQUIRE) != 0)
        on_allocation(data, bytes);
    return S_OK;
}

/* ---- collections: on the thread that collects; all others are suspended, but at the end of a background collection ---- */

static u64 collection_start;
static i32 collection_has_oldest;

static i32 collection_started(void *self, i32 generations, const i32 *collected, u32 reason)
{
    (void)self, (void)reason;
    collection_start = now();
    collection_has_oldest = generations > OLDEST_GENERATION && collected[OLDEST_GENERATION];
    return S_OK;
}

static i32 collection_finished(void *self)
{
    (void)self;
    __atomic_store_n(collection_has_oldest ? &board->oldest : &board->young, collection_start, __ATOMIC_RELAXED);
    __atomic_fetch_add(&board->collections, 1, __ATOMIC_RELEASE);
    return S_OK;
}

/* ---- what the library asks for: on threads the runtime does not know, as it wants it outside of its own callbacks ---- */

static const u16 provider_name[] = u"Microsoft-Windows-DotNETRuntime";
struct provider { const u16 *name; u64 keywords; u32 level; const u16 *arguments; };

EXPORT void *pprof_heap_agent_start(void *unused)
{
    if (runtime == 0) {
        board->result = E_UNEXPECTED;
        return unused;
    }
    struct provider provider = { provider_name, KEYWORD_ALLOCATION_SAMPLING, LEVEL_INFORMATIONAL, 0 };
    i32 (*start)(void *, u32, struct provider *, i32, u64 *) = (void *)runtime->table[INFO_START_SESSION];
    i32 (*object_of)(void *, u64, u64 *) = (void *)runtime->table[INFO_OBJECT_OF_HANDLE];
    board->result = object_of(runtime, board->probe_handle, &board->probe_object);
    if (board->result >= 0 && board->session == 0)
        board->result = start(runtime, 1, &provider, 0, &board->session);
    return unused;
}

EXPORT void *pprof_heap_agent_stop(void *unused)
{
    board->result = S_OK;
    if (board->session != 0) {
        i32 (*stop)(void *, u64) = (void *)runtime->table[INFO_STOP_SESSION];
        board->result = stop(runtime, board->session);
        if (board->result >= 0)
            board->session = 0; /* else the next start goes on with it */
    }
    return unused;
}

/* ---- the object the runtime calls, and the factory it gets it from ---- */

static i32 nothing(void) { return S_OK; }
static u32 one(void) { return 1; } /* reference counts: static objects live for ever */

/* Every interface it asks for is an earlier or later edition of the one table. */
static i32 query(struct object *self, const struct guid *id, void **result)
{
    (void)id;
    if (result == 0)
        return E_POINTER;
    *result = self;
    return S_OK;
}

/* Not the one main profiler of the process, whose place may be wanted by others: one of those that are only told of things. */
static i32 notifications_only(void *self, i32 *answer)
{
    (void)self;
    *answer = 1;
    return S_OK;
}

static i32 initialize_for_attach(void *self, struct object *offered, void *data, u32 bytes)
{
    (void)self, (void)data, (void)bytes;
    i32 (*ask)(void *, const struct guid *, struct object **) = (void *)offered->table[0];
    i32 result = ask(offered, &info_id, &runtime);
    if (result >= 0) {
        i32 (*set_event_mask)(void *, u32, u32) = (void *)runtime->table[INFO_SET_EVENT_MASK];
        result = set_event_mask(runtime, ENABLE_STACK_SNAPSHOT, MONITOR_EVENT_PIPE | MONITOR_COLLECTIONS);
    }
    return board->result = result;
}

static i32 attach_complete(void *self)
{
    (void)self;
    __atomic_store_n(&board->attached, 1, __ATOMIC_RELEASE);
    return S_OK;
}

static const function callbacks[CALLBACKS] = {
    [0] = (function)query, (function)one, (function)one,
    [3 ... CALLBACKS - 1] = (function)nothing,
    [CALLBACK_INITIALIZE_FOR_ATTACH] = (function)initialize_for_attach,
    [CALLBACK_ATTACH_COMPLETE] = (function)attach_complete,
    [CALLBACK_COLLECTION_STARTED] = (function)collection_started,
    [CALLBACK_COLLECTION_FINISHED] = (function)collection_finished,
    [CALLBACK_EVENT] = (function)event_delivered,
    [CALLBACK_NOTIFICATIONS_ONLY] = (function)notifications_only,
};
static struct object callback_object = { callbacks };

static i32 create_instance(void *self, void *outer, const struct guid *id, void **result)
{
    (void)self;
    return outer != 0 ? CLASS_E_NOAGGREGATION : query(&callback_object, id, result);
}

static const function factory_methods[5] = { (function)query, (function)one, (function)one, (function)create_instance, (function)nothing };
static struct object factory = { factory_methods };

EXPORT i32 DllGetClassObject(const struct guid *class, const struct guid *id, void **result)
{
    (void)class;
    return query(&factory, id, result);
}
