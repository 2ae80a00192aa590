using System.Globalization;
using System.Text;

namespace Pprof.Format;

/// <summary>
/// Writes stacks as text for people: a header, frames as the runtime prints them, an empty line between two stacks. Passes on what the
/// stream throws, and does not touch the stream afterwards. Holds 16 KiB.
/// <code>
/// thread 12 [waiting in Monitor.Wait, os 4711, name "reader"]:
///    at System.Threading.Monitor.Wait in /_/src/Monitor.cs:line 95
///    at Shop.Orders.Read in /src/Orders.cs:line 12
///    waits for task 87 [awaiting Task.Delay]:
///       at Shop.Basket.Refresh in /src/Basket.cs:line 40
/// </code>
/// </summary>
internal sealed class StackDumpWriter(Stream stream)
{
    private const int BufferBytes = 16 << 10;
    private const int MostCharacters = 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;
    private const string Indent = "   ";
    private bool _hasBlock;
    private bool _isInner;

    /// <param name="header">One line, without the colon that ends it.</param>
    public void BeginBlock(string header)
    {
        if (_hasBlock)
        {
            Write("\n");
        }

        (_hasBlock, _isInner) = (true, false);
        Write(header);
        Write(":\n");
    }

    /// <summary>A stack that belongs to the block, in which it stands indented until the next one.</summary>
    /// <param name="header">One line, without the colon that ends it.</param>
    public void BeginInnerBlock(string header)
    {
        _isInner = true;
        Write(Indent);
        Write(header);
        Write(":\n");
    }

    /// <param name="name">Of the function.</param>
    /// <param name="file">Empty when unknown.</param>
    /// <param name="line">0 when unknown.</param>
    public void WriteFrame(string name, string file, int line)
    {
        Write(_isInner ? Indent : "");
        Write("   at ");
        Write(name);
        if (file.Length > 0 && line > 0)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $" in {file}:line {line}"));
        }

        Write("\n");
    }

    /// <summary>A line that belongs to no stack.</summary>
    public void WriteRemark(string text)
    {
        Write("# ");
        Write(text);
        Write("\n");
    }

    /// <summary>Hands everything to the stream and flushes it.</summary>
    public void Finish()
    {
        Drain();
        stream.Flush();
    }

    // In pieces that fit into the buffer; a pair of surrogates stays together, or it would be written as two question marks.
    private void Write(string text)
    {
        ReadOnlySpan<char> left = text;
        while (!left.IsEmpty)
        {
            int length = Math.Min(left.Length, MostCharacters);
            length -= length < left.Length && char.IsHighSurrogate(left[length - 1]) ? 1 : 0;
            if (Encoding.UTF8.GetMaxByteCount(length) > BufferBytes - _used)
            {
                Drain();
            }

            _used += Encoding.UTF8.GetBytes(left[..length], _buffer.AsSpan(_used));
            left = left[length..];
        }
    }

    private void Drain()
    {
        int length = _used;
        _used = 0;
        stream.Write(_buffer, 0, length);
    }
}
