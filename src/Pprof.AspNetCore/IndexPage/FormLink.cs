namespace Pprof.AspNetCore.IndexPage;

/// <summary>A link to one form of a profile.</summary>
/// <param name="Address">Relative to the index page.</param>
/// <param name="Text">What stands on it.</param>
internal readonly record struct FormLink(string Address, string Text);
