using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Parameters;
using Pprof.AspNetCore.Recordings;

namespace Pprof.AspNetCore.Answers;

/// <summary>
/// A finished answer: a profile as a file, as text, as a report, or as a page to look at. Making it is work that is limited; sending it is not, since a client
/// that reads slowly would keep others from theirs. So it is made first, whole, and sent when the place has been given back.
/// </summary>
internal sealed class ProfileAnswer
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly Action<HttpResponse> _setHeaders;

    private ProfileAnswer(ReadOnlyMemory<byte> content, Action<HttpResponse> setHeaders) => (_content, _setHeaders) = (content, setHeaders);

    /// <param name="look">How it is wanted, and compared with what.</param>
    /// <param name="name">Of the file, and in the page's title.</param>
    /// <param name="file">The whole profile.</param>
    /// <param name="work">Of the request.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    public static Task<ProfileAnswer> MakeAsync(ProfileLook look, string name, MemoryStream file, Work work, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> profile = file.GetBuffer().AsMemory(0, (int)file.Length);
        KeptRecording? kept = look.View == ProfileView.File ? null : look.Recordings.Keep(name, profile);
        return MakeAsync(look, name, profile, kept, work, cancellationToken);
    }

    /// <inheritdoc cref="MakeAsync(ProfileLook, string, MemoryStream, Work, CancellationToken)"/>
    /// <param name="look">How it is wanted, and compared with what.</param>
    /// <param name="kept">One that is kept already.</param>
    /// <param name="work">Of the request.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    public static Task<ProfileAnswer> MakeAsync(ProfileLook look, KeptRecording kept, Work work, CancellationToken cancellationToken) =>
        MakeAsync(look, string.Create(CultureInfo.InvariantCulture, $"{kept.Name}-{kept.Number}.pb.gz"), kept.File, kept, work, cancellationToken);

    public static ProfileAnswer OfText(MemoryStream text) => new(text.GetBuffer().AsMemory(0, (int)text.Length), Answer.SetText);

    public Task SendAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        _setHeaders(response);
        return Answer.SendAsync(response, _content, cancellationToken);
    }

    private static async Task<ProfileAnswer> MakeAsync(
        ProfileLook look, string name, ReadOnlyMemory<byte> profile, KeptRecording? kept, Work work, CancellationToken cancellationToken) => look.View switch
        {
            ProfileView.File => new ProfileAnswer(profile, response => Answer.SetFile(response, name)),
            ProfileView.Flame => new ProfileAnswer(await look.Threads.RunAsync(work, () => Page(look, name, profile, kept), cancellationToken), SetPage),
            ProfileView.Markdown => new ProfileAnswer(await look.Threads.RunAsync(work, () => Report(look, name, profile), cancellationToken), Answer.SetText),
            _ => new ProfileAnswer(await look.Threads.RunAsync(work, () => Report(look, name, profile), cancellationToken), SetJson),
        };

    private static byte[] Page(ProfileLook look, string name, ReadOnlyMemory<byte> profile, KeptRecording? kept)
    {
        using MemoryStream page = new();
        ProfilePageOptions options = new()
        {
            Title = Title(name),
            ShowSources = look.ShowsSources,
            DownloadAddress = kept is null ? null : look.AddressOf(kept),
        };
        Compare(() =>
        {
            if (look.Base is { } other)
            {
                ProfilePage.WriteDifference(page, profile, other.File, options);
            }
            else
            {
                ProfilePage.Write(page, profile, options);
            }
        });
        return page.ToArray();
    }

    private static byte[] Report(ProfileLook look, string name, ReadOnlyMemory<byte> profile)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        ProfileReportOptions options = new() { Title = Title(name) };
        Compare(() =>
        {
            using MemoryStream file = new(profile.ToArray(), writable: false);
            using MemoryStream? other = look.Base is null ? null : new(look.Base.File.ToArray(), writable: false);
            ProfileReport report = other is null ? ProfileReport.Read(file, options) : ProfileReport.ReadDifference(file, other, options);
            if (look.View == ProfileView.Json)
            {
                report.WriteJson(text, look.Size);
            }
            else
            {
                report.WriteMarkdown(text, look.Size);
            }
        });
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Two kinds cannot be compared, and the library says which two these are.
    private static void Compare(Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentException e)
        {
            throw new AnswerException(StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static void SetPage(HttpResponse response)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = ProfilePage.ContentSecurityPolicy;
    }

    private static void SetJson(HttpResponse response) => response.ContentType = "application/json; charset=utf-8";

    // Several windows of several servers may be open side by side.
    private static string Title(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} of {Assembly.GetEntryAssembly()?.GetName().Name} on {Environment.MachineName}, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");
}
