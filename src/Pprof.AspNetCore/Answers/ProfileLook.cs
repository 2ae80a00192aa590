using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Parameters;
using Pprof.AspNetCore.Recordings;

namespace Pprof.AspNetCore.Answers;

/// <summary>How a request wants to see a profile, and compared with what.</summary>
internal sealed class ProfileLook
{
    private readonly string _toIndex;

    private ProfileLook(string toIndex) => _toIndex = toIndex;

    public required ProfileView View { get; init; }

    public required ProfileReportSize Size { get; init; }

    /// <summary>What it is compared with, or null.</summary>
    public required KeptRecording? Base { get; init; }

    public required bool ShowsSources { get; init; }

    public required RecentRecordings Recordings { get; init; }

    /// <summary>Where pages and reports are made.</summary>
    public required AnswerThreads Threads { get; init; }

    /// <param name="context">Of the request.</param>
    /// <param name="options">Whether sources are shown.</param>
    /// <param name="parameters">What it asks for.</param>
    /// <param name="below">What follows the prefix in the path: <c>profile</c>, <c>recordings/7</c>.</param>
    /// <exception cref="AnswerException">The recording to compare with is not there, or there is nothing to show a comparison on.</exception>
    public static ProfileLook Of(HttpContext context, PprofOptions options, RequestParameters parameters, string below)
    {
        RecentRecordings recordings = context.RequestServices.GetRequiredService<RecentRecordings>();
        return new ProfileLook(string.Concat(Enumerable.Repeat("../", below.Count(letter => letter == '/'))))
        {
            View = parameters.View,
            Size = parameters.Size,
            Base = parameters.Base is { } number ? BaseOf(recordings, number, parameters.View) : null,
            ShowsSources = options.ShowSources ?? context.RequestServices.GetService<IHostEnvironment>()?.IsDevelopment() == true,
            Recordings = recordings,
            Threads = context.RequestServices.GetRequiredService<WorkLimits>().Pages,
        };
    }

    /// <summary>Relative to the page of this request.</summary>
    public string AddressOf(KeptRecording recording) => string.Create(CultureInfo.InvariantCulture, $"{_toIndex}recordings/{recording.Number}");

    private static KeptRecording BaseOf(RecentRecordings recordings, int number, ProfileView view) => view == ProfileView.File
        ? throw new AnswerException(StatusCodes.Status400BadRequest, "\"base\" needs view=flame, view=md or view=json; for a file, give both files to: go tool pprof -diff_base=FILE FILE")
        : recordings.Find(number) ?? throw new AnswerException(
            StatusCodes.Status404NotFound, $"There is no recording {number} any more. The index page lists those that are kept; take one with view=flame first.");
}
