namespace Pprof.AspNetCore.Triage;

/// <summary>One answer to "what is it doing?", and where to look further.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What there is.</param>
/// <param name="Hint">What it may mean, where it is remarkable; else empty.</param>
/// <param name="Address">Of the profile that tells more, relative to the index page; else empty.</param>
internal readonly record struct TriageLine(string Name, string Text, string Hint, string Address);
