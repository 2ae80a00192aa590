using System.Text;

namespace HeapGrowth;

/// <summary>Answers with a price, and keeps answers so as not to make them twice.</summary>
internal sealed class QuoteService
{
    private readonly Dictionary<string, byte[]> _answers = [];

    public int Served { get; private set; }

    public byte[] Quote(Request request)
    {
        Served++;
        string key = KeyOf(request);
        if (!_answers.TryGetValue(key, out byte[]? answer))
        {
            answer = Render(request);
            _answers.Add(key, answer);
        }

        return answer;
    }

    // The mistake: hardly any two requests share a customer, so hardly any answer is ever used again, and none is ever dropped.
    private static string KeyOf(Request request) => $"{request.Product}/{request.Quantity}/{request.Customer}";

    private static byte[] Render(Request request)
    {
        StringBuilder text = new();
        for (int year = 1; year <= 20; year++)
        {
            text.Append("Price of product ").Append(request.Product).Append(" for ").Append(year).Append(" years: ")
                .Append(request.Product * request.Quantity * year).AppendLine(" EUR");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
