using System.Reflection;

namespace Pprof.Profiles.Naming;

/// <summary>Where a reader of a profile finds what it means: <c>doc_url</c> of the file. Any thread.</summary>
internal static class Documentation
{
    // The SDK puts the address of the repository into what is packed from one.
    private const string RepositoryKey = "RepositoryUrl";

    private static volatile Uri? s_folder = FolderOf(typeof(Documentation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(one => one.Key == RepositoryKey)?.Value);

    /// <summary>The folder that holds the pages, with a slash at its end; null when it is not known.</summary>
    public static Uri? Folder
    {
        get => s_folder;
        set => s_folder = value;
    }

    /// <summary>The address of a page of docs/, such as <c>heap.md</c>; empty when it is not known.</summary>
    public static string UrlOf(string page) => s_folder is { } folder && page.Length > 0 ? new Uri(folder, page).AbsoluteUri : "";

    /// <summary>The documentation in a repository that a browser can read; null for any other.</summary>
    internal static Uri? FolderOf(string? repository) =>
        Uri.TryCreate(repository, UriKind.Absolute, out Uri? address) && IsWeb(address)
            ? new Uri($"{(repository.EndsWith(".git", StringComparison.Ordinal) ? repository[..^4] : repository).TrimEnd('/')}/blob/HEAD/docs/")
            : null;

    internal static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;
}
