namespace Pprof.Export;

/// <summary>Where profiles are sent to, by whom, and with what rights.</summary>
public sealed class HttpExport
{
    internal HttpExport(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{address}' is not an address to send to; use one such as http://pyroscope:4040.", nameof(address));
        }

        Address = address;
    }

    /// <summary>As it was given. The paths of the protocol are appended to it.</summary>
    public Uri Address { get; }

    /// <summary>For basic authentication, together with <see cref="Password"/>; null for none.</summary>
    public string? User { get; set; }

    /// <summary>See <see cref="User"/>.</summary>
    public string? Password { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; null for none. Goes before <see cref="User"/>.</summary>
    public string? BearerToken { get; set; }

    /// <summary>Sent as <c>X-Scope-OrgID</c>, for servers with several tenants; null for none.</summary>
    public string? Tenant { get; set; }

    /// <summary>Sent with every request. Empty at first.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    // The path of the address may end with a slash or without.
    internal Uri PathOf(string path) => new($"{Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
}
