using System.Globalization;
using System.Text.RegularExpressions;

namespace Pprof.Reporting;

/// <summary>
/// Numbers with a unit, as a person types them: <c>1kb</c>, <c>1kb:10kb</c>, <c>:5ms</c>, <c>32mb:</c>.
/// </summary>
/// <param name="Least">In <paramref name="Unit"/>.</param>
/// <param name="Most">In <paramref name="Unit"/>.</param>
/// <param name="Unit">As <see cref="Measure.Scale"/> names it.</param>
internal sealed partial record NumberRange(double Least, double Most, string Unit)
{
    /// <summary>Null when it is no such thing.</summary>
    public static NumberRange? Parse(string text)
    {
        Match match = Form().Match(text);
        if (!match.Success || (!match.Groups["low"].Success && !match.Groups["high"].Success))
        {
            return null;
        }

        string given = match.Groups["low"].Success ? match.Groups["lowUnit"].Value : match.Groups["highUnit"].Value;
        if (Bound(match, "low", given) is not { } low || Bound(match, "high", low.Unit ?? given) is not { } high)
        {
            return null;
        }

        string unit = low.Unit ?? high.Unit ?? "";
        bool isOne = !match.Groups["colon"].Success;
        return low.Unit is not null && high.Unit is not null && low.Unit != high.Unit ? null
            : new NumberRange(
                low.Value ?? double.NegativeInfinity, isOne ? low.Value!.Value
                : high.Value ?? double.PositiveInfinity, unit);
    }

    public bool Contains(long value, string unit)
    {
        (double scaled, string scaledUnit) = Measure.Scale(value, unit, Unit);
        return scaledUnit == Unit && scaled >= Least && scaled <= Most;
    }

    /// <summary>Nothing and no unit where that side is open; null when the number is too large.</summary>
    private static (double? Value, string? Unit)? Bound(Match match, string side, string to)
    {
        if (!match.Groups[side].Success)
        {
            return (null, null);
        }

        if (!long.TryParse(
            match.Groups[side].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            return null;
        }

        (double value, string unit) = Measure.Scale(number, match.Groups[side + "Unit"].Value, to);
        return (value, unit);
    }

    [GeneratedRegex(@"^(?:(?<low>[+-]?[0-9]+)(?<lowUnit>[A-Za-z]*))?(?:(?<colon>:)(?:(?<high>[+-]?[0-9]+)(?<highUnit>[A-Za-z]*))?)?$")]
    private static partial Regex Form();
}
