using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>
/// Tells the library's own work from the program's, so that the first rows of every profile are the program's. Any thread; never throws.
/// </summary>
/// <remarks>
/// Whoever is innermost and not the framework's has asked for the work:
/// <code>
/// List.AddWithResize · Symbolizer.Name · Profile.WriteTo · Shop.Dump     the library's, though the program has called it
/// List.AddWithResize · Shop.Write · Profile.WriteTo · Shop.Dump          the program's stream, which the library has called
/// String.Concat · Kestrel.Log · RequestLabels.HandleAsync · Kestrel.Run  Kestrel's: our code only stands on the way
/// </code>
/// </remarks>
internal static class OwnWork
{
    /// <summary>Whether the library has asked for what is done there.</summary>
    /// <param name="stack">Leaf first.</param>
    /// <param name="ownerOf">Of a frame.</param>
    public static bool Is(ReadOnlySpan<CodeAddress> stack, Func<CodeAddress, CodeOwner> ownerOf)
    {
        bool isDirect = true;
        foreach (CodeAddress frame in stack)
        {
            CodeOwner owner = ownerOf(frame);
            if (owner is CodeOwner.Program or CodeOwner.Library || (isDirect && owner == CodeOwner.Wrapper))
            {
                return owner != CodeOwner.Program;
            }

            isDirect &= owner == CodeOwner.Core;
        }

        return false;
    }

    /// <summary>Whether nothing of the program has to do with it: what the program has called may come back to it, such as an exception.</summary>
    /// <param name="stack">Leaf first.</param>
    /// <param name="ownerOf">Of a frame.</param>
    public static bool IsAlone(ReadOnlySpan<CodeAddress> stack, Func<CodeAddress, CodeOwner> ownerOf)
    {
        bool isOwn = false;
        foreach (CodeAddress frame in stack)
        {
            CodeOwner owner = ownerOf(frame);
            if (owner == CodeOwner.Program)
            {
                return false;
            }

            isOwn |= owner == CodeOwner.Library;
        }

        return isOwn;
    }
}
