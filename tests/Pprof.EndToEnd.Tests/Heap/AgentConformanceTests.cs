using Pprof.TestSupport;

namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>The native agent, built by this build.</summary>
public sealed class AgentConformanceTests : HeapTrackerConformance
{
    protected override string Tracker => "agent";

    protected override void Require() => ExternalTool.Require("cc", "apt-get install gcc, then build again");
}
