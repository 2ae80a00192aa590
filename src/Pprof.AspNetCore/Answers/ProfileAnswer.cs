using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Parameters;

namespace Pprof.AspNetCore.Answers;

/// <summary>
/// A finished answer: a profile as a file, as text, or as a page to look at. Making it is work that is limited; sending it is not, since a client that
/// reads slowly would keep others from theirs. So it is made first, whole, and sent when the place has been given back.
/// </summary>
internal sealed class ProfileAnswer
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly Action<HttpResponse> _setHeaders;

    private ProfileAnswer(MemoryStream content, Action<HttpResponse> setHeaders) =>
        (_content, _setHeaders) = (content.GetBuffer().AsMemory(0, (int)content.Length), setHeaders);

    /// <param name="view">How.</param>
    /// <param name="name">Of the file, and in the page's title.</param>
    /// <param name="file">The whole profile.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    public static async Task<ProfileAnswer> MakeAsync(ProfileView view, string name, MemoryStream file, CancellationToken cancellationToken)
    {
        if (view == ProfileView.File)
        {
            return new ProfileAnswer(file, response => Answer.SetFile(response, name));
        }

        ReadOnlyMemory<byte> profile = file.GetBuffer().AsMemory(0, (int)file.Length);
        MemoryStream page = new();
        ProfilePageOptions options = new() { Title = Title(name) };
        await Task.Run(() => ProfilePage.Write(page, profile, options), cancellationToken);
        return new ProfileAnswer(page, SetPage);
    }

    public static ProfileAnswer OfText(MemoryStream text) => new(text, Answer.SetText);

    public Task SendAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        _setHeaders(response);
        return Answer.SendAsync(response, _content, cancellationToken);
    }

    private static void SetPage(HttpResponse response)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = ProfilePage.ContentSecurityPolicy;
    }

    // Several windows of several servers may be open side by side.
    private static string Title(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} of {Assembly.GetEntryAssembly()?.GetName().Name} on {Environment.MachineName}, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");
}
