using Xunit.Sdk;
using Xunit.v3;

// A process has one CPU profile and one trace at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
