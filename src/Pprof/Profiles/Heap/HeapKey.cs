namespace Pprof.Profiles.Heap;

/// <summary>What allocations have in common that are counted together: numbers in the tables of <see cref="HeapTable"/>.</summary>
internal readonly record struct HeapKey(int Stack, int Type, int Labels, int SizeClass);
