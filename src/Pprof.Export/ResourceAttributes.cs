using System.Globalization;
using System.Reflection;

namespace Pprof.Export;

/// <summary>What the process says of itself, by the names and the environment variables of OpenTelemetry.</summary>
internal static class ResourceAttributes
{
    public const string ServiceName = "service.name";

    private static readonly Dictionary<string, string> s_environment =
        Read(Environment.GetEnvironmentVariable("OTEL_RESOURCE_ATTRIBUTES"));

    public static string DefaultName { get; } =
        NotEmpty(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME"))
        ?? NotEmpty(s_environment.GetValueOrDefault(ServiceName))
        ?? NotEmpty(Assembly.GetEntryAssembly()?.GetName().Name)
        ?? "dotnet";

    /// <summary>By name, ordinal. Labels of the options go before the environment.</summary>
    public static SortedDictionary<string, string> Of(PprofExportOptions options)
    {
        SortedDictionary<string, string> all = new(s_environment, StringComparer.Ordinal)
        {
            ["process.pid"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["process.runtime.name"] = ".NET",
            ["process.runtime.version"] = Environment.Version.ToString(),
            ["telemetry.sdk.language"] = "dotnet",
        };
        foreach ((string key, string value) in options.Labels)
        {
            all[key] = value;
        }

        all[ServiceName] = options.ApplicationName;
        return all;
    }

    /// <summary>Pairs <c>key=value</c> with commas between them, percent-encoded. What is not one is left
    /// out.</summary>
    internal static Dictionary<string, string> Read(string? text)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach (string pair in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                all[Uri.UnescapeDataString(pair[..equals].Trim())] = Uri.UnescapeDataString(pair[(equals + 1)..].Trim());
            }
        }

        return all;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
