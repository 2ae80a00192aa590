using Pprof.Export.Collecting;

namespace Pprof.Export.Delivery;

/// <summary>Where profiles go. One profile at a time.</summary>
internal interface ITarget : IDisposable
{
    /// <summary>For messages, such as <c>http://pyroscope:4040/ingest</c>.</summary>
    string Name { get; }

    /// <summary>Throws <see cref="RejectedException"/> when it will never be taken; anything else is tried
    /// again.</summary>
    Task SendAsync(ExportedProfile profile, CancellationToken cancellationToken);
}

/// <summary>The target has taken a look and does not want it.</summary>
internal sealed class RejectedException(string message) : Exception(message);

/// <summary>The target does not take it now.</summary>
/// <param name="message">What it said.</param>
/// <param name="after">When it wants to be asked again; null when it did not say.</param>
internal sealed class BusyException(string message, TimeSpan? after) : Exception(message)
{
    public TimeSpan? After { get; } = after;
}
