using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pprof.AspNetCore.Answers;

/// <summary>Headers and bodies as the original sends them.</summary>
internal static class Answer
{
    public const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Of every answer. What was measured is of this moment, so nobody may keep it for later.</summary>
    public static void SetCommonHeaders(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
    }

    public static void SetText(HttpResponse response) => response.ContentType = PlainText;

    public static void SetFile(HttpResponse response, string name)
    {
        response.ContentType = "application/octet-stream";
        response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(name)}\"";
    }

    public static async Task SendAsync(HttpResponse response, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, cancellationToken);
    }

    /// <summary>The header tells the pprof tool that the text is meant for its user, and it prints it.</summary>
    public static Task SendErrorAsync(HttpResponse response, AnswerException error)
    {
        response.Clear();
        SetCommonHeaders(response);
        SetText(response);
        response.Headers["X-Go-Pprof"] = "1";
        response.StatusCode = error.Status;
        response.Headers.Allow = error.Allow;
        if (error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = Math.Ceiling(error.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return SendAsync(response, Encoding.UTF8.GetBytes(error.Message + "\n"), response.HttpContext.RequestAborted);
    }

    // Names of programs' own profiles may hold anything, and headers may not.
    private static string FileName(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '_'));
}
