using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using Pprof.TestSupport;

namespace Pprof.Soak.Copies;

/// <summary>Two copies of the library in one process, in two load contexts: a program that uses the package, and a plug-in with a package of its own.</summary>
internal static class TwoCopies
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(1);

    /// <summary>Both record at the same time. A line for each of their profiles: the share of the process's CPU time that it found in <see cref="Work"/>, and its threads.</summary>
    public static int Run()
    {
        (string Name, Copy Library)[] copies = [("own", new Copy(typeof(CpuProfile).Assembly)), ("other", Copy.Load(isCollectible: false))];
        MemoryStream[] files = [.. copies.Select(_ => new MemoryStream())];
        IDisposable[] sessions = [.. copies.Select((copy, index) => copy.Library.StartCpu(files[index]))];
        Array.ForEach(copies, copy => copy.Library.EnableExceptions());
        int thrown = Work();
        Array.ForEach(sessions, session => session.Dispose());
        foreach (((string name, Copy library), MemoryStream cpu) in copies.Zip(files))
        {
            Console.WriteLine($"{name} {ShareOfWork(ProfileOracle.AssertValid(cpu)):0.00} {library.CountBelowWork("exceptions") == thrown} {library.CountBelowWork("goroutine")}");
        }

        return 0;
    }

    /// <summary>What the profiles of a copy that could be unloaded say of themselves: it has no signal handler.</summary>
    public static int Refuse()
    {
        Copy copy = Copy.Load(isCollectible: true);
        using MemoryStream cpu = new();
        copy.StartCpu(cpu).Dispose();
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(cpu);
        Console.WriteLine(string.Join('\n', profile.Comment.Select(index => profile.StringTable[(int)index])));
        Console.WriteLine(copy.Text("goroutine"));
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Work()
    {
        int thrown = 0;
        for (long start = Environment.TickCount64; Environment.TickCount64 - start < s_duration.TotalMilliseconds;)
        {
            Thread.SpinWait(100_000);
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                thrown++;
            }
        }

        return thrown;
    }

    private static double ShareOfWork(TestSupport.Proto.Profile cpu) =>
        (double)cpu.Sample.Where(sample => IsBelow(cpu, sample, nameof(Work))).Sum(sample => sample.Value[1]) / ProfileOracle.Total(cpu, 1);

    private static bool IsBelow(TestSupport.Proto.Profile profile, TestSupport.Proto.Sample sample, string method) =>
        ProfileOracle.Names(profile, sample).Contains($"{typeof(TwoCopies).FullName}.{method}");

    /// <summary>The library, as one load context has it.</summary>
    private sealed class Copy(Assembly library)
    {
        public static Copy Load(bool isCollectible)
        {
            AssemblyLoadContext context = new("other", isCollectible);
            AssemblyDependencyResolver resolver = new(typeof(CpuProfile).Assembly.Location);
            context.Resolving += (_, name) => resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
            return new Copy(context.LoadFromAssemblyPath(typeof(CpuProfile).Assembly.Location));
        }

        public IDisposable StartCpu(Stream stream) =>
            (IDisposable)Get(nameof(CpuProfile)).GetMethod(nameof(CpuProfile.Start), [typeof(Stream), Get(nameof(CpuProfileOptions))])!.Invoke(null, [stream, null])!;

        public void EnableExceptions() =>
            Get(nameof(Profiling)).GetMethod(nameof(Profiling.Enable))!.Invoke(null, [Enum.ToObject(Get(nameof(ProfileKinds)), (int)ProfileKinds.Exceptions)]);

        public string Text(string name) => Encoding.UTF8.GetString(Write(name, 1).ToArray());

        public long CountBelowWork(string name)
        {
            TestSupport.Proto.Profile read = ProfileOracle.AssertValid(Write(name, 0));
            string method = name == "goroutine" ? nameof(Run) : nameof(Work);
            return read.Sample.Where(sample => IsBelow(read, sample, method)).Sum(sample => sample.Value[0]);
        }

        private MemoryStream Write(string name, int debug)
        {
            MemoryStream file = new();
            object profile = Get(nameof(Profile)).GetMethod(nameof(Profile.Lookup))!.Invoke(null, [name])!;
            Get(nameof(Profile)).GetMethod(nameof(Profile.WriteTo))!.Invoke(profile, [file, debug]);
            return file;
        }

        private Type Get(string name) => library.GetType($"Pprof.{name}", throwOnError: true)!;
    }
}
