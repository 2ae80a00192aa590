namespace Pprof.Reporting;

/// <summary>
/// An option has a value that makes no sense, or none for this profile. The message names option and value and says
/// what to do.
/// </summary>
internal sealed class OptionException(string message, Exception? innerException = null)
    : Exception(message, innerException);
