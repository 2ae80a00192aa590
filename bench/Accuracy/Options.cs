namespace Accuracy;

/// <summary>How much to measure.</summary>
internal sealed record Options(bool IsShort, string? Only)
{
    public string ResultName => "accuracy" + (Only is null ? "" : "-" + Only) + (IsShort ? "-short" : "");

    /// <summary>Length of one measurement of totals, of stacks, of perf.</summary>
    public TimeSpan Run => TimeSpan.FromSeconds(IsShort ? 2 : 8);

    public int Repetitions => IsShort ? 1 : 3;

    /// <summary>Seconds of each call tree: they are many, and 1,000 Hz gives a few hundred samples a second.</summary>
    public TimeSpan Tree => TimeSpan.FromSeconds(IsShort ? 1 : 6);

    public bool Includes(string part) => Only is null || Only == part;

    public static Options? Parse(IReadOnlyList<string> arguments)
    {
        Options options = new(false, null);
        foreach (string argument in arguments)
        {
            switch (argument)
            {
                case "--short": options = options with { IsShort = true }; break;
                case "--only=totals" or "--only=slope" or "--only=stacks" or "--only=perf": options = options with { Only = argument[7..] }; break;
                default: return null;
            }
        }

        return options;
    }
}
