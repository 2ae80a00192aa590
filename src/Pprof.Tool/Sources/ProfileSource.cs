namespace Pprof.Tool.Sources;

/// <summary>Where a profile comes from: a file, an address on the network, a process.</summary>
internal abstract class ProfileSource
{
    /// <summary>As the person named it: a path, an address, <c>process 1234</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The bytes of the profile, compressed or not, all of them.</summary>
    /// <exception cref="ToolException">It cannot be had; the message says why and what to do.</exception>
    public abstract Task<byte[]> ReadAsync(CancellationToken cancellationToken);
}
