namespace HeapGrowth;

/// <summary>What a customer asks for.</summary>
internal sealed record Request(string Customer, int Product, int Quantity);
