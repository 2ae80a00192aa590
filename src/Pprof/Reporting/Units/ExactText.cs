using System.Globalization;

namespace Pprof.Reporting;

/// <summary>
/// Numbers as Go and C print them: a tie goes to the even digit, where .NET goes away from zero. 1152 bytes are 1.125 kB: <c>1.12kB</c> there and here.
/// </summary>
internal static class ExactText
{
    private const int EnoughDigits = 24;

    /// <summary>With so many digits after the point: C's <c>%.2f</c>.</summary>
    public static string Fixed(double value, int digits)
    {
        string text = value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

        // Only k/8 lies in the middle of two hundredths, k/4 in the middle of two tenths: 2^(digits + 1) makes an odd number of it.
        double scaled = Math.Abs(value) * (1 << (digits + 1));
        bool isTie = scaled < 1L << 52 && scaled == Math.Floor(scaled) && (long)scaled % 2 == 1;
        return isTie && (text[^1] - '0') % 2 == 1 ? LessByOne(text) : text;
    }

    /// <summary>With two digits, from the first that is not 0, and none that say nothing: C's <c>%.2g</c> for 0 to 99.</summary>
    public static string TwoDigits(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        string exact = value.ToString("E" + EnoughDigits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int power = int.Parse(exact.AsSpan(exact.IndexOf('E') + 1), CultureInfo.InvariantCulture);
        int number = RoundToEven(exact[0] - '0', exact[2] - '0', exact.AsSpan(3, EnoughDigits - 1));
        (number, power) = number == 100 ? (10, power + 1) : (number, power);
        return power < -4 ? Scientific(number, power) : Plain(number, power);
    }

    private static int RoundToEven(int first, int second, ReadOnlySpan<char> rest)
    {
        int number = (10 * first) + second;
        bool isTie = rest[0] == '5' && rest[1..].Trim('0').IsEmpty;
        return rest[0] < '5' || (isTie && number % 2 == 0) ? number : number + 1;
    }

    private static string Plain(int number, int power) =>
        (number * (decimal)Math.Pow(10, power - 1)).ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Scientific(int number, int power)
    {
        string digits = number % 10 == 0 ? $"{number / 10}" : $"{number / 10}.{number % 10}";
        return string.Create(CultureInfo.InvariantCulture, $"{digits}e-{-power:00}");
    }

    // The digit is odd, so there is nothing to borrow.
    private static string LessByOne(string text) => text[..^1] + (char)(text[^1] - 1);
}
