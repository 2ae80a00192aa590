namespace WebApi;

/// <summary>Contends: one lock for all articles, held while the warehouse is asked.</summary>
internal static class Stock
{
    private static readonly Lock s_gate = new();
    private static int s_left = 1_000_000;

    public static string Take(string article)
    {
        lock (s_gate)
        {
            AskWarehouse();
            return $"{--s_left} of {article} left";
        }
    }

    private static void AskWarehouse() => Thread.Sleep(5);
}
