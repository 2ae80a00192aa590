namespace Pprof.Reporting;

/// <summary>
/// Columns of numbers, each its count and then the numbers, as varints in zigzag form (Protocol Buffers, "Encoding": 0, -1, 1, -2 become
/// 0, 1, 2, 3), so that small ones take one byte. <c>data.js</c> is the other side.
/// </summary>
internal sealed class ColumnWriter(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _used;

    public void Write(int count, IEnumerable<long> numbers)
    {
        WriteNumber(count);
        foreach (long number in numbers)
        {
            WriteNumber(number);
        }
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    private void WriteNumber(long number)
    {
        if (_used > _buffer.Length - 10)
        {
            Flush();
        }

        ulong left = ((ulong)number << 1) ^ (ulong)(number >> 63);
        for (; left >= 0x80; left >>= 7)
        {
            _buffer[_used++] = (byte)(left | 0x80);
        }

        _buffer[_used++] = (byte)left;
    }
}
