namespace Pprof.AspNetCore;

/// <summary>Settings of the endpoints that <c>MapPprof</c> maps. The defaults are safe in production.</summary>
public sealed class PprofOptions
{
    /// <summary>
    /// False, the default: only connections from this machine are answered, unless the endpoints carry <c>RequireAuthorization()</c> or
    /// <c>RequireHost(...)</c>. True: whoever can reach the server can read the names of its functions and files, and make it work.
    /// </summary>
    public bool AllowRemote { get; set; }

    /// <summary>
    /// Puts the labels <c>route</c> (the pattern, <c>/orders/{id}</c>) and <c>method</c> in force while a request is handled, so that
    /// <c>go tool pprof -tagfocus</c> tells which endpoint CPU time went into. False by default; it costs some tenth of a microsecond and some hundred
    /// bytes for each request. Read once, when the server starts.
    /// </summary>
    public bool LabelRequests { get; set; }

    /// <summary>
    /// Whether <c>cmdline</c> answers with the arguments the process was started with. True by default, as in Go. Set it to false
    /// when arguments hold what must not be read, such as a password; the path then answers 404.
    /// </summary>
    public bool ShowCommandLine { get; set; } = true;

    /// <summary>What <c>MapPprof</c> switches on for as long as the process runs; nothing by default. See <see cref="Profiling.Enable"/>.</summary>
    public ProfileKinds Enable { get; set; }

    /// <summary>
    /// How many profiles that somebody has looked at (<c>view=flame</c>, <c>md</c>, <c>json</c>) are kept for half an hour, to be downloaded, opened again and
    /// compared; 10 by default, of 32 MB together. 0 keeps none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above 1,000.</exception>
    public int KeptRecordings
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1000);
            field = value;
        }
    } = 10;

    /// <summary>
    /// Whether pages show source lines that are found on this machine or in PDBs. Null, the default: only where the environment is Development. Whoever is
    /// shown profiles can then read these lines.
    /// </summary>
    public bool? ShowSources { get; set; }

    /// <summary>The longest recording that a request may ask for by <c>seconds=</c>; 10 minutes by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than a second or more than a day.</exception>
    public TimeSpan MaxDuration
    {
        get;
        set
        {
            if (value < TimeSpan.FromSeconds(1) || value > TimeSpan.FromDays(1))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxDuration)} must be from a second to a day.");
            }

            field = value;
        }
    } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Requests for profiles that are worked on at a time; one more is answered with 429. 16 by default: a continuous profiler asks for some six
    /// at once. CPU profiles and traces are one at a time whatever this says.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxConcurrentRequests
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 16;

    /// <summary>
    /// The share of one processor's time that requests may take in the long run, however often they are repeated; 0.2 by default, after ten seconds of work in a row. Beyond it they are answered with 429
    /// and <c>Retry-After</c>. What counts is the time in which answers are made, a garbage collection included, a fiftieth of the time of a recording, and a fifth of that of a trace. CPU profiles are counted apart from the rest.
    /// <see cref="double.PositiveInfinity"/> for no bound.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double MaxLoad
    {
        get;
        set
        {
            if (!(value > 0))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxLoad)} must be above 0, such as 0.2 for a fifth of one processor's time.");
            }

            field = value;
        }
    } = 0.2;
}
