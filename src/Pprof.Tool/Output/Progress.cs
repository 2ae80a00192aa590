using System.Globalization;

namespace Pprof.Tool.Output;

/// <summary>One line about what is going on, on the error output: renewed in place on a terminal, written once elsewhere.</summary>
internal sealed class Progress : IDisposable
{
    private readonly string _what;
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private int _length;

    public Progress(string what)
    {
        _what = what;
        if (!_isTerminal)
        {
            Console.Error.WriteLine($"Recording {what}");
        }
    }

    /// <summary>How much time is left.</summary>
    public void Show(TimeSpan left) => Show(left.TotalDays > 1
        ? "Ctrl-C ends it"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds)} s left, Ctrl-C ends it now"));

    /// <summary>Any other word about it.</summary>
    public void Show(string state)
    {
        if (_isTerminal)
        {
            string line = $"Recording {_what}: {state}";
            Console.Error.Write("\r" + line.PadRight(_length));
            _length = line.Length;
        }
    }

    public void Dispose()
    {
        if (_isTerminal)
        {
            Console.Error.Write("\r" + new string(' ', _length) + "\r");
        }
    }
}
