namespace Pprof.Reporting;

/// <summary>A unit of time, size or computing: <c>ms</c>, which people also write <c>millisecond</c>, is 1,000,000 of its family's smallest.</summary>
internal sealed record Unit(string Symbol, double Factor, params string[] Names);
