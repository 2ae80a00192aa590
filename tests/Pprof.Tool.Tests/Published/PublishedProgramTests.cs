using System.Diagnostics;
using Pprof.TestSupport;
using Pprof.Tool.Recording;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Published;

/// <summary>Programs of another language, and published in other ways, made here as their authors would make them.</summary>
[Trait("Part", "slow")]
public sealed class PublishedProgramTests
{
    private const string CSharp = """
        using System.Threading;

        object gate = new();
        new Thread(() => { while (true) { lock (gate) { Thread.Sleep(1); } } }) { IsBackground = true }.Start();
        new Thread(() => { while (true) { lock (gate) { } Orders.Work(); new Thread(() => { }).Start(); } }) { IsBackground = true }.Start();
        _ = Orders.AwaitAsync();
        Console.WriteLine("ready");
        Console.ReadLine();

        static class Orders
        {
            public static byte[]? Last;

            public static void Work()
            {
                double sum = 0;
                for (int i = 0; i < 1_000_000; i++) { sum += Math.Sqrt(i); }
                Last = new byte[10_000 + (int)(sum % 2)];
                try { throw new InvalidOperationException(); } catch (InvalidOperationException) { }
            }

            public static async Task AwaitAsync() { while (true) { await Task.Delay(50); _ = LoseAsync(); } }

            public static async Task LoseAsync() => await new TaskCompletionSource().Task;
        }
        """;

    private const string FSharp = """
        module Orders

        open System
        open System.Threading
        open System.Threading.Tasks

        let gate = obj ()
        let mutable last : byte[] = [||]

        let work () =
            let mutable sum = 0.0
            for i in 0 .. 1_000_000 do sum <- sum + Math.Sqrt(float i)
            last <- Array.zeroCreate (10_000 + int (sum % 2.0))
            try raise (InvalidOperationException()) with :? InvalidOperationException -> ()

        let hold () = while true do lock gate (fun () -> Thread.Sleep 1)
        let want () = while true do (lock gate ignore; work (); Thread(ThreadStart ignore).Start())
        let lose () = task { do! TaskCompletionSource().Task }
        let await () =
            task {
                while true do
                    do! Task.Delay 50
                    lose () |> ignore
            }

        [<EntryPoint>]
        let main _ =
            Thread(ThreadStart hold, IsBackground = true).Start()
            Thread(ThreadStart want, IsBackground = true).Start()
            await () |> ignore
            printfn "ready"
            Console.ReadLine() |> ignore
            0
        """;

    [Fact]
    public void Program_in_FSharp() => RecordAll("Program.fs", FSharp, "fsproj", "<Compile Include=\"Program.fs\" />", "Orders.work", []);

    [Fact]
    public void Self_contained_single_file() => RecordAll("Program.cs", CSharp, "csproj", "", "Orders.Work", ["-r", "linux-x64", "--self-contained", "true", "-p:PublishSingleFile=true"]);

    private static void RecordAll(string file, string source, string project, string items, string function, string[] publish)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf(file), source);
        File.WriteAllText(folder.PathOf($"Shop.{project}"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        ToolResult made = ExternalTool.Run("dotnet", ["publish", folder.PathOf($"Shop.{project}"), "-c", "Release", "-o", folder.PathOf("out"), "-nodeReuse:false", .. publish]);
        Assert.SkipUnless(made.ExitCode == 0 || ExternalTool.IsCi, $"It cannot be published here: {made.Output}");
        Assert.True(made.ExitCode == 0, made.Output);
        using Target target = Target.StartReady(new ProcessStartInfo(folder.PathOf("out", "Shop")));

        ToolResult run = ToolRun.Run(["record", "-p", $"{target.Pid}", .. RecordKinds.All.Keys, "--seconds", "1.5", "-o", folder.PathOf("profiles")]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(Rows(folder.PathOf("profiles", "cpu.pb.gz")), row => row.Function == function);
        Assert.All(RecordKinds.All.Keys.Except([RecordKinds.Trace]), kind => Assert.True(Rows(folder.PathOf("profiles", RecordKinds.FileName(kind))).Count > 0, $"{kind} is empty"));
        ToolResult end = target.End();
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
    }

    private static IReadOnlyList<ProfileReportRow> Rows(string path)
    {
        using FileStream file = File.OpenRead(path);
        return ProfileReport.Read(file).Rows;
    }
}
