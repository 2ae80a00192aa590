namespace Pprof.Format;

/// <summary>
/// The frames that the pprof tool takes away from a legacy profile, which cannot say so itself: those of the allocator,
/// of the lock, of the signal handler
/// that took the sample.
/// </summary>
internal static class LegacyFrames
{
    private const string Allocators =
        "calloc|cfree|malloc|free|memalign|do_memalign|(__)?posix_memalign|pvalloc|valloc|realloc|" +
        "tcmalloc::.*|tc_(calloc|cfree|malloc|free|memalign|posix_memalign|pvalloc|valloc|realloc|new|delete|newarray|deletearray|new_nothrow|newarray_nothrow)|" +
        "malloc_zone_(malloc|calloc|valloc|realloc|memalign|free)|" +
        @"runtime\..*|" +
        "BaseArena::.*|(::)?do_malloc(_no_errno|_pages)?|DoSampledAllocation|MallocedMemBlock::MallocedMemBlock|_M_allocate|__builtin_(vec_)?delete|__builtin_(vec_)?new|" +
        @"__gnu_cxx::new_allocator::allocate|__libc_malloc|__malloc_alloc_template::allocate|allocate|cpp_alloc|operator new(\[\])?|simple_alloc::allocate";

    // Of Go's runtime, what stands in the middle of a stack.
    private const string NoAllocators = @"runtime\.panic|runtime\.reflectcall|runtime\.call[0-9]*";

    private const string Locks =
        "(base::)?RecordLockProfileData.*|(base::)?Submit(Mutex|SpinLock)ProfileData.*|(base::)?(Mutex::)?(AwaitCommon|Unlock|UnlockSlow|ReaderUnlock).*|" +
        "(base::)?(MutexLock::)?~MutexLock.*|(SpinLock::)?(Unlock|SlowUnlock).*|(SpinLockHolder::)?~SpinLockHolder.*";

    private const string Handlers =
        "ProfileData::Add|ProfileData::prof_handler|CpuProfiler::prof_handler|__pthread_sighandler|__restore";

    private static readonly HashSet<string> s_heap =
        ["objects space", "inuse_objects inuse_space", "alloc_objects alloc_space",
        "alloc_objects alloc_space inuse_objects inuse_space"];

    public static (string Drop, string Keep) For(IEnumerable<SampleType> types)
    {
        string names = string.Join(' ', types.Select(type => type.Type));
        return s_heap.Contains(names) ? (Allocators, NoAllocators) : names == "contentions delay" ? (Locks, "")
            : (Handlers, "");
    }
}
