namespace SlowRequests;

/// <summary>Asks another service for prices.</summary>
internal static class PriceList
{
    public static readonly TimeSpan Fetching = TimeSpan.FromMilliseconds(100);

    // Its callers are older than async methods.
    public static decimal PriceOf(int product)
    {
        return FetchAsync(product).Result;
    }

    private static async Task<decimal> FetchAsync(int product)
    {
        await Task.Delay(Fetching);
        return product * 1.1m;
    }
}
