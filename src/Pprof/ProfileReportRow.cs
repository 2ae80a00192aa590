namespace Pprof;

/// <summary>One function of a <see cref="ProfileReport"/>.</summary>
/// <param name="Function">Its name in the profile.</param>
/// <param name="Flat">Value of the samples taken in the function itself.</param>
/// <param name="Cumulative">Value of the samples taken in it or in what it called.</param>
public readonly record struct ProfileReportRow(string Function, long Flat, long Cumulative);
