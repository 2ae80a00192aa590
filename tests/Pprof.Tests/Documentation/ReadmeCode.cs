using Pprof;

namespace Pprof.Tests.Documentation;

/// <summary>The code of README.md, here to be compiled. A test finds it in this file word by word.</summary>
internal static class ReadmeCode
{
    public static void ProfileToFile()
    {
        using (FileStream file = File.Create("cpu.pb.gz"))
        using (CpuProfile.Start(file))
        {
            Work();
        }
    }

    public static void MoreProfiles(object connection, Stream file)
    {
        // Who opened what is still open: values, each with the stack that added it.
        Profile connections = Profile.Create("myapp.connections");
        connections.Add(connection);
        connections.Remove(connection);
        connections.WriteTo(file);

        // What every thread does now, and with Tasks every async operation in flight; debug: 2 is text for people.
        Profiling.Enable(ProfileKinds.Tasks | ProfileKinds.ThreadCreate);
        Profile.Lookup("goroutine")!.WriteTo(file, debug: 2);

        // Whose work it is: carried by CPU samples and by threads and tasks, over every await.
        using (ProfileLabels.Push("route", "/orders/{id}"))
        {
            Work();
        }
    }

    private static void Work()
    {
    }
}
