using Xunit.Sdk;
using Xunit.v3;

// What is recorded is of the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
