using System.CommandLine;

namespace Pprof.Tool.Sources;

/// <summary>The options that say how a server is asked.</summary>
internal sealed class UrlOptions
{
    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "A header for the request, 'Name: value'. May be given more than once." };
    private readonly Option<bool> _insecure = new("--insecure", "-k") { Description = "Take any certificate of the server for good." };
    private readonly Option<string?> _authority = new("--tls-ca") { Description = "PEM file of the authority to trust.", HelpName = "FILE" };
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "PEM file of the certificate to show.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "PEM file of its key, when it is not in the same file.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_headers);
        command.Add(_insecure);
        command.Add(_authority);
        command.Add(_certificate);
        command.Add(_key);
    }

    public HttpOptions Of(ParseResult parsed) => new()
    {
        Headers = parsed.GetValue(_headers) ?? [],
        Insecure = parsed.GetValue(_insecure),
        Authority = parsed.GetValue(_authority),
        Certificate = parsed.GetValue(_certificate),
        Key = parsed.GetValue(_key),
    };
}
