namespace Pprof.Profiles.Heap;

/// <summary>What the runtime says about a collection; the values are the numbers of its events.</summary>
internal enum GcEventKind : byte
{
    /// <summary>With its number and the oldest generation it collects; a background collection is told by what follows.</summary>
    Start = 1,

    /// <summary>With its number. A blocking collection ends while the program is still suspended.</summary>
    End = 2,

    /// <summary>How many bytes a collection has left alive, right behind its end and by the same thread.</summary>
    Statistics = 4,

    /// <summary>The program is about to go on, after any kind of suspension.</summary>
    Restart = 7,

    /// <summary>Ranges that stay where they are.</summary>
    Surviving = 21,

    /// <summary>Ranges with where they go to, which may be where they are.</summary>
    Moved = 22,

    /// <summary>A region and the generation it belongs to, at a collection's start and again at its end.</summary>
    GenerationRange = 23,
}
