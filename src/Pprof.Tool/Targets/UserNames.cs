using System.Globalization;

namespace Pprof.Tool.Targets;

/// <summary>Names of users, as /etc/passwd has them.</summary>
internal static class UserNames
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> s_names = new(Read);

    /// <summary>The number when it has no name here.</summary>
    public static string Of(uint user)
    {
        string number = user.ToString(CultureInfo.InvariantCulture);
        return s_names.Value.GetValueOrDefault(number, number);
    }

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, string> names = [];
        try
        {
            foreach (string[] fields in File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 2))
            {
                names.TryAdd(fields[2], fields[0]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Numbers do.
        }

        return names;
    }
}
