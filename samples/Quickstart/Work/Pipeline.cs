using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Quickstart.Work;

/// <summary>A producer and two consumers over a channel, all of them async: their work runs on the thread pool.</summary>
internal static class Pipeline
{
    public static async Task RunAsync(Corpus corpus)
    {
        Channel<string> channel = Channel.CreateBounded<string>(256);
        Task<int> first = HashAllAsync(channel.Reader);
        Task<int> second = HashAllAsync(channel.Reader);
        foreach (string line in corpus.Lines)
        {
            await channel.Writer.WriteAsync(line);
        }

        channel.Writer.Complete();
        if (await first + await second != corpus.Lines.Length)
        {
            throw new InvalidOperationException("A line was lost in the pipeline.");
        }
    }

    private static async Task<int> HashAllAsync(ChannelReader<string> lines)
    {
        int count = 0;
        await foreach (string line in lines.ReadAllAsync())
        {
            _ = SHA256.HashData(Encoding.UTF8.GetBytes(line));
            count++;
        }

        return count;
    }
}
