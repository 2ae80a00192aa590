namespace Pprof.Profiles.Waits;

/// <summary>What a frame tells about the wait it takes part in.</summary>
internal enum WaitRole
{
    /// <summary>The program's own, or not known.</summary>
    Program,

    Framework,

    /// <summary>A thread of the pool that works.</summary>
    Worker,

    /// <summary>The framework's wait for data of a socket.</summary>
    Socket,

    /// <summary>Only raises the event.</summary>
    Plumbing,

    /// <summary>A thread of the framework that has nothing to do.</summary>
    Idle,

    /// <summary>This library's.</summary>
    Library,
}
