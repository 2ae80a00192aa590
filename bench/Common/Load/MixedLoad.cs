using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BenchCommon.Load;

/// <summary>
/// One unit of the work a server does: allocation, dictionary, strings, JSON, a regular expression, mathematics. About
/// 40 µs, nearly all of it making garbage, so that two threads collect many times a second.
/// </summary>
/// <param name="seed">Of its random numbers.</param>
/// <param name="survivors">Units whose objects outlive their generation, so that older generations are collected as well.</param>
public sealed partial class MixedLoad(int seed, int survivors = 200)
{
    private sealed record Item(int Id, string Name, double Price, string[] Tags);

    private readonly Random _random = new(seed);
    private readonly Queue<object> _survivors = new();

    /// <summary>Keeps the compiler from dropping what nobody reads.</summary>
    public double Sink { get; private set; }

    public void RunOnce()
    {
        List<Item> items = MakeItems();
        Sink += Group(items) + RoundTrip(items[..4]) + Match(items) + Wave(_random.NextDouble());
        _survivors.Enqueue(items);
        if (_survivors.Count > survivors)
        {
            _survivors.Dequeue();
        }
    }

    private List<Item> MakeItems()
    {
        List<Item> items = [];
        for (int i = 0; i < 40; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"item-{_random.Next(1000)}-{i}");
            items.Add(new Item(i, name, _random.NextDouble() * 100, [name[..4], name[5..]]));
        }

        return items;
    }

    private static double Group(List<Item> items)
    {
        Dictionary<string, double> totals = [];
        foreach (Item item in items)
        {
            foreach (string tag in item.Tags)
            {
                totals[tag] = totals.GetValueOrDefault(tag) + item.Price;
            }
        }

        return totals.OrderByDescending(pair => pair.Value).First().Value;
    }

    private static double RoundTrip(List<Item> items) =>
        JsonSerializer.Deserialize<List<Item>>(JsonSerializer.SerializeToUtf8Bytes(items))!.Sum(item => item.Price);

    private static int Match(List<Item> items) => items.Count(item => LongId().IsMatch(item.Name));

    private static double Wave(double phase)
    {
        double sum = 0;
        for (int i = 0; i < 100; i++)
        {
            sum += Math.Sin(phase + i) * Math.Pow(1.001, i);
        }

        return sum;
    }

    [GeneratedRegex(@"^item-\d{3,}-\d*[13579]$")]
    private static partial Regex LongId();
}
