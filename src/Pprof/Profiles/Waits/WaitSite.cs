namespace Pprof.Profiles.Waits;

/// <summary>What is remembered of an address on the stack of a wait.</summary>
/// <param name="Role">Of the method it lies in.</param>
/// <param name="Method">The runtime's handle of that method; 0 for none.</param>
internal readonly record struct WaitSite(WaitRole Role, nint Method);
