using System.Collections.Concurrent;

namespace WebApi;

/// <summary>Leaks: a basket is kept for ever, whether its customer comes back or not.</summary>
internal static class Baskets
{
    private static readonly ConcurrentBag<byte[]> s_open = [];

    public static string Open(string customer)
    {
        s_open.Add(new byte[16 << 10]);
        return $"{customer} has one of {s_open.Count} baskets";
    }
}
