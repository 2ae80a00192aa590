namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>The table of tasks is kept while the tests of a class run.</summary>
public sealed class TaskTrackingFixture : IDisposable
{
    public TaskTrackingFixture() => Profiling.Enable(ProfileKinds.Tasks);

    public void Dispose() => Profiling.Disable(ProfileKinds.Tasks);
}
