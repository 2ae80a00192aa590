using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pprof.AspNetCore;

namespace Pprof.Soak.Ends;

/// <summary>
/// A hosted service that ends in one of the ways there are, in the middle of its work, with everything being recorded or nothing. What it says on its way out, and
/// its exit code, must be the same.
/// </summary>
internal static partial class EndingService
{
    private const int Terminate = 15;

    /// <param name="way"><c>return</c>, <c>exit</c>, <c>fail-fast</c>, <c>unhandled</c>, <c>terminated</c>, <c>terminated-at-once</c>, <c>overflow</c>.</param>
    /// <param name="isProfiled">Whether everything is recorded meanwhile, until the process is gone.</param>
    public static int Run(string way, bool isProfiled)
    {
        if (isProfiled)
        {
            ProfileEverything();
        }

        if (way == "terminated-at-once")
        {
            // No handler of anybody's: the runtime's own way.
            Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        Serve(way);
        Console.WriteLine("served");
        return way == "return" ? 3 : 0;
    }

    private static void Serve(string way)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPprof();
        builder.Services.AddHostedService(services => new Worker(way, services.GetRequiredService<IHostApplicationLifetime>()));
        WebApplication app = builder.Build();
        app.MapPprof();
        app.Run();
    }

    // Nothing is ended or disposed of: the process is to end amid of it.
    private static void ProfileEverything()
    {
        Profiling.Enable(EverySwitch.Kinds);
        CpuProfile.Start(Stream.Null, new CpuProfileOptions { Frequency = 1000 });
        new Thread(WriteForever) { IsBackground = true }.Start();
    }

    private static void WriteForever()
    {
        while (true)
        {
            foreach (Profile profile in Profile.All)
            {
                profile.WriteTo(Stream.Null);
            }
        }
    }

    private static void End(string way, IHostApplicationLifetime lifetime)
    {
        switch (way)
        {
            case "return":
                lifetime.StopApplication();
                break;
            case "exit":
                Environment.Exit(5);
                break;
            case "fail-fast":
                Environment.FailFast("it cannot go on");
                break;
            case "unhandled":
                new Thread(static () => throw new InvalidOperationException("nobody catches it")).Start();
                break;
            case "overflow":
                _ = Deeper(0);
                break;
            default:
                Kill();
                break;
        }
    }

    private static void Kill() => _ = kill(Environment.ProcessId, Terminate);

    // Not a tail call: the stack must grow.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Deeper(int depth) => Deeper(depth + 1) + depth;

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    private sealed class Worker(string way, IHostApplicationLifetime lifetime) : BackgroundService
    {
        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            Console.WriteLine("stopping");
            await base.StopAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (int i = 0; i < 20; i++)
            {
                await Task.Delay(10, stoppingToken);
                GC.KeepAlive(new byte[10_000]);
            }

            Console.WriteLine("worked");
            End(way, lifetime);
        }
    }
}
