using System.Runtime.CompilerServices;

namespace Pprof.Export.Tests;

/// <summary>Makes what can be counted exactly: exceptions, each of which is an event.</summary>
internal static class Thrower
{
    public const string Method = "Pprof.Export.Tests.Thrower.Throw";

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Throw(int count)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
            }
        }
    }
}
