using Pprof.Profiles;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Custom;

namespace Pprof;

/// <summary>
/// A named collection of stacks, written in the format the <c>pprof</c> tool reads; the counterpart of the type <c>Profile</c>
/// of Go's <c>runtime/pprof</c>. The predefined ones are filled by the runtime; a program can make its own to find out which
/// stacks led to the values it holds: connections that were opened and never closed, for instance. All members may be called
/// from any thread at any time.
/// </summary>
/// <example>
/// <code>
/// static readonly Profile s_connections = Profile.Create("myapp.connections");
///
/// void Open()  { s_connections.Add(this); }
/// void Close() { s_connections.Remove(this); }
///
/// // who opened what is open now
/// s_connections.WriteTo(file);
/// </code>
/// </example>
public sealed class Profile
{
    private static readonly ProfileRegistry s_registry = new(BuiltIn.Profiles);
    private readonly IProfileSource _source;

    internal Profile(string name, IProfileSource source)
    {
        Name = name;
        _source = source;
    }

    /// <summary>The predefined profiles and those that were created, sorted by name, ordinal; a new list each time.</summary>
    public static IReadOnlyList<Profile> All => s_registry.All;

    /// <summary>The name it is looked up by; also the name of its sample type.</summary>
    public string Name { get; }

    /// <summary>True when the runtime fills it; false when <see cref="Create"/> made it and the program does.</summary>
    public bool IsPredefined => _source is not CustomProfile;

    /// <summary>Stacks held now; of a profile that was created, values held now.</summary>
    public int Count => _source.Count;

    /// <summary>The profile of that name, or null.</summary>
    /// <param name="name">Case matters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static Profile? Lookup(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_registry.Find(name);
    }

    /// <summary>
    /// Makes an empty profile, which lives as long as the process. Keep it in a static field. By convention its name begins with the
    /// name of the library, as in <c>myapp.connections</c>. Avoid white space: the text form shows it as <c>_</c>, because the
    /// <c>pprof</c> tool would not read it otherwise.
    /// </summary>
    /// <param name="name">Not the name of another profile.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or in use.</exception>
    public static Profile Create(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Profile profile = new(name, new CustomProfile(name));
        return s_registry.TryAdd(profile)
            ? profile
            : throw new ArgumentException($"A profile named '{name}' exists. Choose another name, or get the existing one by Profile.Lookup.", nameof(name));
    }

    /// <summary>Adds a value with the stack of this call. It is kept alive until it is removed.</summary>
    /// <param name="value">Compared with the others by <see cref="object.Equals(object)"/>, as a key of a dictionary is.</param>
    /// <param name="skip">
    /// How many frames to leave out. With 0 the stack begins in the caller of this method, with 1 in the caller of that. When all
    /// frames are left out, one frame stands for the stack.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> is negative.</exception>
    /// <exception cref="ArgumentException">The value, or one equal to it, is in the profile already.</exception>
    /// <exception cref="InvalidOperationException">The profile is predefined.</exception>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    public void Add(object value, int skip = 0)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        // Not its last act: a call that the compiler makes a jump of would take this frame off the stack.
        if (!Values.TryAdd(value, skip))
        {
            throw new ArgumentException($"The value is in the profile '{Name}' already. Remove it first, or add each value once.", nameof(value));
        }
    }

    /// <summary>Takes a value out with its stack. Does nothing when it is not there.</summary>
    /// <param name="value">The value that was added, or one equal to it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The profile is predefined.</exception>
    public void Remove(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Values.Remove(value);
    }

    /// <summary>The recording that fills it; none where it is always filled.</summary>
    internal ProfileKinds Needs => _source.Needs;

    private CustomProfile Values => _source as CustomProfile
        ?? throw new InvalidOperationException(
            $"The profile '{Name}' is predefined: the runtime fills it. Make one of your own with Profile.Create to add values.");

    /// <summary>Writes what the profile holds now.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="debug">
    /// 0 or less: gzip'd <c>profile.proto</c>. 1: the text form of Go's profiles, with names and lines in comments. 2 or more: for
    /// <c>goroutine</c> one block of text for each thread and task; for all others the same as 1.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="Exception">Whatever the stream threw.</exception>
    // Not inlined: of the caller's own stack in goroutine, this is the frame it begins with.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    public void WriteTo(Stream stream, int debug = 0)
    {
        EnsureWritable(stream);
        _source.WriteTo(stream, debug);
    }

    /// <summary>
    /// Collects on a thread of the pool, then writes to the stream asynchronously; the stream is never written to synchronously.
    /// </summary>
    /// <param name="stream">Left open.</param>
    /// <param name="debug">As of <see cref="WriteTo"/>.</param>
    /// <param name="cancellationToken">Ends the writing; a part of the profile may have been written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="Exception">Whatever the stream threw.</exception>
    public async Task WriteToAsync(Stream stream, int debug = 0, CancellationToken cancellationToken = default)
    {
        EnsureWritable(stream);
        using ProfileBuffer profile = new(cancellationToken);
        await Task.Run(() => _source.WriteTo(profile, debug), cancellationToken).ConfigureAwait(false);
        await profile.SendAsync(stream).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for <paramref name="duration"/>, then writes what happened meanwhile as gzip'd <c>profile.proto</c>.
    /// </summary>
    /// <remarks>
    /// Values that only grow (allocations, contentions, delays, started threads) are differences, and so is the number of values held. Memory in use
    /// is what was in use at the end. What the profile needs is recorded for that time, even if the program has not enabled it. Recording for
    /// <c>heap</c> and <c>allocs</c> begins with their first use and stays on until the program disables it.
    /// </remarks>
    /// <param name="stream">Written to asynchronously, after the time has passed. Left open.</param>
    /// <param name="duration">More than zero, less than 24 days.</param>
    /// <param name="cancellationToken">Ends the waiting and the writing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive, or too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="Exception">Whatever the stream threw.</exception>
    public Task WriteDeltaAsync(Stream stream, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        EnsureWritable(stream);
        RecordingTime.EnsureValid(duration);
        return ProfileDelta.WriteAsync(_source, BuiltIn.Switches, stream, duration, cancellationToken);
    }

    /// <summary>Begins what <see cref="WriteDeltaAsync"/> waits for, for whoever has a thread of his own and says himself when it ends.</summary>
    internal ProfileInterval BeginInterval() => ProfileInterval.Begin(_source, BuiltIn.Switches);

    /// <summary>Records some kinds for a while, then writes what the profile holds: of operations in flight, those that have begun meanwhile.</summary>
    internal async Task WriteAfterAsync(Stream stream, ProfileKinds kinds, TimeSpan duration, int debug, CancellationToken cancellationToken)
    {
        ProfileLease lease = await Task.Run(() => BuiltIn.Switches.Lease(kinds), cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Delay(duration, cancellationToken).ConfigureAwait(false);
            await WriteToAsync(stream, debug, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Task.Run(lease.Dispose, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void EnsureWritable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream is closed or read-only; pass one that can be written to.", nameof(stream));
        }
    }
}
