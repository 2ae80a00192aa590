using Pprof.Entry;

/// <summary>
/// What the runtime looks for by this name and calls: in a running process on the thread of its diagnostics server, in one that starts before its
/// Main. In the program's own load context.
/// </summary>
internal static class StartupHook
{
    /// <summary>Nothing is thrown into the program and nothing written to its console, whatever happens here.</summary>
    public static void Initialize()
    {
        try
        {
            if (Invitation.OfParent() is { } folder)
            {
                Visit.BeforeMain(folder);
            }
            else
            {
                Visit.Begin();
            }
        }
        catch (Exception)
        {
            // Whoever wanted to come in notices that nobody answers.
        }
    }
}
