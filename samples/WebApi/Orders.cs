namespace WebApi;

/// <summary>Awaits: a payment service that takes its time.</summary>
internal static class Orders
{
    public static async Task<string> LoadAsync(int id, CancellationToken cancellationToken)
    {
        string state = await AskPaymentServiceAsync(cancellationToken);
        return $"order {id} is {state}";
    }

    private static async Task<string> AskPaymentServiceAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(30), cancellationToken);
        return "paid";
    }
}
