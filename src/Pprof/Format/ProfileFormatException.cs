namespace Pprof.Format;

/// <summary>
/// The bytes are not a profile that can be used: truncated, damaged, against a rule of the format, or beyond the limits. The message
/// says what is wrong and where. It is the only exception the decoder makes for any content; exceptions of the stream pass unchanged.
/// </summary>
internal sealed class ProfileFormatException : FormatException
{
    public ProfileFormatException(string message)
        : base(message)
    {
    }

    public ProfileFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
