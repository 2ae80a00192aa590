using Pprof.Export;

namespace Fleet;

/// <summary>Where profiles go, by variables of the environment.</summary>
internal static class Targets
{
    public static void Add(PprofExportOptions options, Func<string, string?> variable)
    {
        options.Labels["pod"] = Environment.MachineName;
        if (variable("PPROF_INTERVAL") is { } seconds)
        {
            options.Interval = TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
        }

        if (variable("PPROF_FOLDER") is { } folder)
        {
            options.ToFolder(folder).MaxBytes = 64 << 20;
        }

        if (variable("PPROF_PYROSCOPE") is { } pyroscope)
        {
            HttpExport http = options.ToPyroscope(new Uri(pyroscope));
            http.Tenant = variable("PPROF_TENANT");
            http.BearerToken = variable("PPROF_TOKEN");
        }

        if (variable("PPROF_COLLECTOR") is { } collector)
        {
            options.ToCollector(new Uri(collector));
        }
    }
}
