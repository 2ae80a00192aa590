using System.Text.Json;

namespace Quickstart.Work;

/// <summary>Turns lines into objects, objects into JSON and back: reflection, generated accessors, garbage to collect.</summary>
internal static class Documents
{
    private sealed record Request(string Time, string Verb, string Path, string[] Rest);

    public static void Run(Corpus corpus)
    {
        List<Request> requests = [.. corpus.Lines.Take(5_000).Select(Parse)];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(requests);
        List<Request> read = JsonSerializer.Deserialize<List<Request>>(json)!;
        if (read.Count != requests.Count || read[^1].Path != requests[^1].Path)
        {
            throw new InvalidOperationException("What was read is not what was written.");
        }
    }

    private static Request Parse(string line)
    {
        string[] words = line.Split(' ');
        return new Request(words[0], words[1], words[2], words[3..]);
    }
}
