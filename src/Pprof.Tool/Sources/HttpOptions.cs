using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Pprof.Tool.Sources;

/// <summary>How a server is asked: headers to send, certificates to show and to trust.</summary>
internal sealed record HttpOptions
{
    /// <summary>Each as <c>Name: value</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Whether any certificate of the server is good enough.</summary>
    public bool Insecure { get; init; }

    /// <summary>PEM file of the authority to trust, or null for those of the system.</summary>
    public string? Authority { get; init; }

    /// <summary>PEM file of the certificate to show, or null.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of that certificate's key; null when it is in the same file.</summary>
    public string? Key { get; init; }

    /// <summary>A client without a time limit: a profile of ten minutes takes ten minutes.</summary>
    public HttpClient MakeClient()
    {
        HttpClient client = new(new SocketsHttpHandler { SslOptions = TlsOptions() }) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (string header in Headers)
        {
            int colon = header.IndexOf(':');
            if (colon <= 0 || !client.DefaultRequestHeaders.TryAddWithoutValidation(header[..colon].Trim(), header[(colon + 1)..].Trim()))
            {
                client.Dispose();
                throw new ToolException($"'{header}' is no header. Write --header 'Name: value'.", ExitCode.Usage);
            }
        }

        return client;
    }

    [SuppressMessage("Security", "CA5359", Justification = "The person asked for it, by --insecure.")]
    private SslClientAuthenticationOptions TlsOptions()
    {
        SslClientAuthenticationOptions tls = new();
        if (Insecure)
        {
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (Authority is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(Authority);
        }

        if (Certificate is not null)
        {
            tls.ClientCertificates = [X509Certificate2.CreateFromPemFile(Certificate, Key)];
        }

        return tls;
    }
}
