using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pprof.Export.Collecting;
using Pprof.Export.Delivery;

namespace Pprof.Export.Http;

/// <summary>Sends each profile by one POST.</summary>
internal abstract class HttpTarget : ITarget
{
    private const int MostCharactersTold = 300;

    private readonly HttpExport _export;

    // Redirections are not followed: they would take the password along. Requests of ours are no part of the program's
    // traces.
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    protected HttpTarget(HttpExport export, PprofExportOptions options) => (_export, Options) = (export, options);

    public string Name => Address.GetLeftPart(UriPartial.Path);

    protected PprofExportOptions Options { get; }

    /// <summary>Without what depends on the profile.</summary>
    protected abstract Uri Address { get; }

    protected HttpExport Export => _export;

    public async Task SendAsync(ExportedProfile profile, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, AddressFor(profile)) { Content = ContentOf(profile) };
        AddHeaders(request);
        using HttpResponseMessage response =
            await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw Refusal(response, await TextOf(response, cancellationToken).ConfigureAwait(false));
        }

        await CheckAsync(response, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    protected virtual Uri AddressFor(ExportedProfile profile) => Address;

    protected abstract HttpContent ContentOf(ExportedProfile profile);

    protected virtual void AddHeaders(HttpRequestMessage request)
    {
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Pprof.Export", typeof(PprofExporter).Assembly.GetName().Version?.ToString(3)));
        if (_export.BearerToken is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (_export.User is { } user)
        {
            string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{_export.Password}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }

        if (_export.Tenant is { } tenant)
        {
            request.Headers.TryAddWithoutValidation("X-Scope-OrgID", tenant);
        }

        foreach ((string name, string value) in _export.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Looks into the answer of a success.</summary>
    protected virtual Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken) => Task.CompletedTask;

    // What the server cannot do now it may do later; what it does not understand it never will.
    private static Exception Refusal(HttpResponseMessage response, string text)
    {
        string message = $"it answered {(int)response.StatusCode} {response.ReasonPhrase}{(text.Length == 0 ? "" : $": {text}")}.";
        bool isBusy = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        TimeSpan? after = response.Headers.RetryAfter?.Delta;
        return isBusy ? new BusyException(message, after) : new RejectedException(message);
    }

    private static async Task<string> TextOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] start = new byte[MostCharactersTold];
        int count = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return string.Join(' ', Encoding.UTF8.GetString(start, 0, count).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
