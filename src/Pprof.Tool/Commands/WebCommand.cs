using System.CommandLine;
using Pprof.Tool.Reports;
using Pprof.Tool.Web;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof web</c>: the page in a browser, from a server of this machine for this machine.</summary>
internal static class WebCommand
{
    public static Command Make()
    {
        ProfileInput input = new();
        PageOptions page = new();
        Option<string> listen = new("--http")
            { Description = "Address to serve at; without a host this machine only, without a port a free one.",
            HelpName = "HOST:PORT", DefaultValueFactory = _ => ":" };
        Option<bool> noBrowser = new("--no-browser") { Description = "Only print the address." };
        Command command = new("web", "Shows the profile in the browser: flame graph, table, callers and callees.")
            { listen, noBrowser };
        input.AddTo(command);
        page.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            byte[] html = page.Make(await input.ReadAsync(parsed, cancellation), parsed);
            return await ServeAsync(html, parsed.GetValue(listen)!, !parsed.GetValue(noBrowser), cancellation);
        });
        return command;
    }

    private static async Task<int> ServeAsync(
        byte[] html, string listen, bool opensBrowser, CancellationToken cancellationToken)
    {
        using PageServer server = PageServer.Start(listen, html);
        Console.Error.WriteLine($"Serving the profile at {server.Address} (Ctrl-C ends it).");
        if (opensBrowser && !Browser.TryOpen(server.Address))
        {
            Console.Error.WriteLine("No browser was found here; open that address in yours.");
        }

        await server.RunAsync(cancellationToken);
        return (int)ExitCode.Success;
    }
}
