using System.Globalization;
using System.Text;

namespace Quickstart;

/// <summary>The log of an imaginary shop: the same text on every run.</summary>
internal sealed record Corpus(string Text, string[] Lines)
{
    private static readonly string[] s_verbs = ["GET", "PUT", "POST", "DELETE"];
    private static readonly string[] s_things = ["basket", "order", "invoice", "customer", "parcel", "refund", "voucher"];

    public static Corpus Make(int lines)
    {
        Random random = new(1);
        StringBuilder text = new();
        DateTime time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < lines; i++)
        {
            time = time.AddMilliseconds(random.Next(900));
            AppendLine(text, random, time);
        }

        return new Corpus(text.ToString(), text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void AppendLine(StringBuilder text, Random random, DateTime time)
    {
        string thing = s_things[random.Next(s_things.Length)];
        // One duration in 50 is not a number: logs are like that.
        string duration = random.Next(50) == 0 ? "n/a" : random.Next(3, 4000).ToString(CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"{time:O} {s_verbs[random.Next(s_verbs.Length)]} /shop/{thing}/{random.Next(100_000)}")
            .Append(CultureInfo.InvariantCulture, $" from 10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}")
            .Append(CultureInfo.InvariantCulture, $" user{random.Next(5_000)}@example.org status={200 + (100 * random.Next(4))} ms={duration}\n");
    }
}
