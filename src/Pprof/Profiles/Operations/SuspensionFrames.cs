using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Runtime;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Which of the methods that the runtime has suspended are helpers of its own between an awaiter and the method that awaits it. Any thread.
/// </summary>
/// <remarks>Some ten helpers, some of them generic, each at a few addresses.</remarks>
internal static class SuspensionFrames
{
    private const string Helpers = "System.Runtime.CompilerServices.AsyncHelpers";
    private const int MostKnown = 1 << 14;
    private static readonly ConcurrentDictionary<ulong, bool> s_isHelper = [];

    public static bool IsHelper(ulong place)
    {
        if (s_isHelper.Count > MostKnown)
        {
            s_isHelper.Clear();
        }

        return s_isHelper.GetOrAdd(place, static one => MethodLookup.FromNativeIp(one)?.DeclaringType is { } type && IsHelperType(type));
    }

    /// <summary>Whether the innermost gave up its thread, and waits for another.</summary>
    public static bool HasYield(IReadOnlyList<ulong> places) =>
        MethodLookup.FromNativeIp(places[0]) is MethodInfo { IsGenericMethod: true } method && IsHelper(places[0])
        && method.GetGenericArguments().Contains(typeof(YieldAwaitable.YieldAwaiter));

    private static bool IsHelperType(Type type) => type.FullName == Helpers || (type.DeclaringType is { } outer && IsHelperType(outer));
}
