namespace SlowRequests;

/// <summary>What the service does for its two routes.</summary>
internal static class Shop
{
    private static readonly TimeSpan s_database = TimeSpan.FromMilliseconds(5);

    public static async Task<decimal> OrderAsync(int product)
    {
        await QueryAsync();
        decimal price = PriceList.PriceOf(product);
        await QueryAsync();
        return price;
    }

    public static async Task<int> StockAsync(int product)
    {
        await QueryAsync();
        await QueryAsync();
        return product;
    }

    /// <summary>Milliseconds of a request that has the service for itself.</summary>
    public static double Alone(string route) => ((2 * s_database) + (route == "/order" ? PriceList.Fetching : TimeSpan.Zero)).TotalMilliseconds;

    private static async Task QueryAsync() => await Task.Delay(s_database);
}
