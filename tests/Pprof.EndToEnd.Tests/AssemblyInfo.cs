using Xunit.Sdk;
using Xunit.v3;

// A process has one CPU profile at a time: tests that profile themselves run one after the other.
[assembly: Parallelization(Mode = ParallelMode.None)]
