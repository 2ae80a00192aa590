using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Parameters;

namespace Pprof.AspNetCore.Answers;

/// <summary>Sends a finished profile, as a file or as a page to look at.</summary>
internal static class ProfileAnswer
{
    /// <param name="response">Of the request.</param>
    /// <param name="view">How.</param>
    /// <param name="name">Of the file, and in the page's title.</param>
    /// <param name="file">The whole profile.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public static async Task SendAsync(HttpResponse response, ProfileView view, string name, MemoryStream file, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> profile = file.GetBuffer().AsMemory(0, (int)file.Length);
        if (view == ProfileView.File)
        {
            Answer.SetFile(response, name);
            await Answer.SendAsync(response, profile, cancellationToken);
            return;
        }

        using MemoryStream page = new();
        ProfilePageOptions options = new() { Title = Title(name) };
        await Task.Run(() => ProfilePage.Write(page, profile, options), cancellationToken);
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = ProfilePage.ContentSecurityPolicy;
        await Answer.SendAsync(response, page.GetBuffer().AsMemory(0, (int)page.Length), cancellationToken);
    }

    // Several windows of several servers may be open side by side.
    private static string Title(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} of {Assembly.GetEntryAssembly()?.GetName().Name} on {Environment.MachineName}, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");
}
