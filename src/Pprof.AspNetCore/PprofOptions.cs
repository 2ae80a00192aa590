namespace Pprof.AspNetCore;

/// <summary>Settings of the endpoints that <c>MapPprof</c> maps. The defaults are safe in production.</summary>
public sealed class PprofOptions
{
    /// <summary>
    /// Whether other machines are answered. False by default: only this machine is, unless the endpoints carry <c>RequireAuthorization()</c>
    /// or <c>RequireHost(...)</c>. When true, everybody who can reach the server can read the names of its functions and files, and can
    /// make it spend time on profiles.
    /// </summary>
    public bool AllowRemote { get; set; }

    /// <summary>
    /// Whether each request carries the labels <c>route</c> (the pattern, for instance <c>/orders/{id}</c>) and <c>method</c>. CPU time can
    /// then be told apart by endpoint, for instance with <c>go tool pprof -tagfocus</c>. False by default. Costs a tenth of a microsecond
    /// and a hundred bytes a request. Read once, when the server starts.
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
    /// How many requests for profiles are served at the same time. One more is answered with 429. 16 by default; a continuous profiler asks for
    /// about six at once. CPU profiles are counted apart from the rest, at most 32 of them; traces are always one at a time.
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
    /// The share of one processor's time that requests for profiles may take in the long run. 0.2 by default; <see cref="double.PositiveInfinity"/>
    /// for no bound. Requests beyond it are answered with 429 and <c>Retry-After</c>.
    /// </summary>
    /// <remarks>
    /// Ten seconds of work may be done in a row before the bound takes effect. A request costs the time in which its answer is made, with any
    /// garbage collection in it, plus 1/50 of the time of a recording or 1/5 of the time of a trace. With 0.2, an answer that takes 0.05 seconds
    /// can be asked for four times a second. CPU profiles are counted apart from the rest.
    /// </remarks>
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
