using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.Limits;
using Pprof.Profiles.Naming;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>
/// Names of functions for addresses, <c>0x1234+0x5678</c>, in the query or the body. Profiles written here have their names in them; this is for
/// tools that keep addresses only.
/// </summary>
internal sealed class SymbolEndpoint : PprofEndpoint
{
    // Some 16,000 addresses, more than a profile has. An address met for the first time costs up to a millisecond, for its method's name and lines.
    private const int MostBytes = 256 << 10;

    public override string Pattern => "symbol";

    public override IEnumerable<string> Methods => [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    protected override async Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        string addresses = HttpMethods.IsPost(context.Request.Method)
            ? await ReadBodyAsync(context.Request.Body, cancellationToken)
            : context.Request.QueryString.Value?.TrimStart('?') ?? "";
        string text;
        WorkLimits limits = LimitsOf(context);
        using (Work work = Begin(limits.Budget, options, () => limits.Symbols.Enter() ?? throw Busy(), RecordingCost.None))
        {
            text = await limits.Pages.RunAsync(work, () => Names(addresses, cancellationToken), cancellationToken);
        }

        Answer.SetText(context.Response);
        await Answer.SendAsync(context.Response, Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private static AnswerException Busy() =>
        new(StatusCodes.Status429TooManyRequests, "Addresses of another request are being looked up. Try again when it has been answered.");

    // The count is only ever compared with 0: it says that there are symbols here.
    private static string Names(string addresses, CancellationToken cancellationToken)
    {
        StringBuilder text = new("num_symbols: 1\n");
        foreach (string word in addresses.Split('+'))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryParse(word.AsSpan().Trim(), out ulong address) && AddressNames.Find(address) is { } name)
            {
                text.Append(CultureInfo.InvariantCulture, $"0x{address:x} {name}\n");
            }
        }

        return text.ToString();
    }

    private static bool TryParse(ReadOnlySpan<char> word, out ulong address) =>
        word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(word[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address)
            : ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out address);

    private static async Task<string> ReadBodyAsync(Stream body, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[16 << 10];
        for (int read = await body.ReadAsync(buffer, cancellationToken); read > 0; read = await body.ReadAsync(buffer, cancellationToken))
        {
            content.Write(buffer, 0, read);
            if (content.Length > MostBytes)
            {
                throw new AnswerException(StatusCodes.Status413PayloadTooLarge, $"Too many addresses: the limit is {MostBytes:N0} bytes. Ask in several requests.");
            }
        }

        return Encoding.ASCII.GetString(content.GetBuffer(), 0, (int)content.Length);
    }
}
