using Pprof.Browser.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// One browser for all, one page at a time: on a slow machine several would starve each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Chromium))]
