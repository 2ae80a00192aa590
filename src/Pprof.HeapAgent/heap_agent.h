/*
 * What the agent and the library share: three exported functions and one block of memory, the board.
 * src/Pprof/Sampling/Heap/AgentBoard.cs is the same layout in C#; a change here is a change there, and of AGENT_VERSION.
 */
#ifndef PPROF_HEAP_AGENT_H
#define PPROF_HEAP_AGENT_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef int i32;

#define AGENT_VERSION 2

/* Frames the runtime collects for an event at most, and what is kept of a type's name, in UTF-16 units. */
#define MOST_FRAMES 100
#define MOST_NAME 512

/* Written by: L the library, before the session starts; A the agent, attaching; T allocating threads; D the library's draining thread;
   G the thread that collects. */
struct board {
    u32 version;         /* AGENT_VERSION, for a library of another version to find out         */
    u32 attached;        /* A: 1 when the runtime has finished attaching                        */
    i32 result;          /* A: the HRESULT of the last thing asked of the runtime               */
    u32 most_handles;    /* L: samples followed at once; beyond, a sample comes without handle  */
    u8 *ring;            /* L: ring_size zeroed bytes, a power of two, never given back         */
    u64 ring_size;       /* L                                                                   */
    u64 session;         /* A: of the runtime's events; 0 while there is none                   */
    u64 probe_handle;    /* L: a handle of the library's own ...                                */
    u64 probe_object;    /* A: ... and what the runtime says it refers to                       */
    u32 taken;           /* L: 1 while one of the library's copies in this process uses it      */
    u32 on;              /* L: 1 while samples are wanted; set before start, cleared before stop */
    u64 reserved;        /* T: bytes of the ring ever taken by writers                          */
    u64 handles;         /* T adds, D subtracts: weak handles there are                         */
    u64 lost;            /* T: allocations for which the ring had no room                       */
    u64 line[5];         /* the reader's word lies in another cache line than the writers'      */
    u64 consumed;        /* D: bytes of the ring ever read and zeroed again                     */
    u64 collections;     /* G: collections ever ended, written last                             */
    u64 young;           /* G: when the last one that ended without the oldest generation began */
    u64 oldest;          /* G: when the last one that ended with the oldest generation began    */
};

/*
 * A record of the ring, 8-aligned, never wrapping: a writer that finds too little room before the end fills it with a record of kind
 * SKIPPED and goes on at the start. length is written last, and tells the reader that the rest is there; 0 means not yet.
 */
#define RECORD_SAMPLE 1
#define RECORD_SKIPPED 2

struct record {
    u32 length;          /* of the record in bytes, this field among them                       */
    u16 kind;
    u16 frames;
    u32 thread;          /* the kernel's number                                                 */
    u32 name;            /* UTF-16 units of the type's name, which stands behind the frames     */
    u64 handle;          /* weak; 0: this object cannot be followed                             */
    u64 type;            /* the runtime's own identity of the type                              */
    u64 size;            /* of the object in bytes                                              */
    u64 time;            /* CLOCK_MONOTONIC in nanoseconds                                      */
};

_Static_assert(__builtin_offsetof(struct board, reserved) == 64 && __builtin_offsetof(struct board, consumed) == 128, "cache lines");
_Static_assert(sizeof(struct board) == 160 && sizeof(struct record) == 48, "as the library has them");

#endif
