namespace Pprof.Unwinding.Managed;

/// <summary>
/// Follows the stack pointer through the instructions that tear a frame down, without knowing any register's value: it is
/// always "rsp as it was, plus n" or "rbp as it was, plus n".
/// </summary>
internal struct RuleBuilder
{
    private const int NotSaved = int.MinValue;

    private bool _baseIsRbp;
    private int _offset;
    private bool _savedBaseIsRbp;
    private int _savedOffset;

    public RuleBuilder() => _savedOffset = NotSaved;

    /// <summary>rsp += bytes.</summary>
    public void Release(int bytes) => _offset += bytes;

    /// <summary>rsp = rbp + offset.</summary>
    public void FromRbp(int offset) => (_baseIsRbp, _offset) = (true, offset);

    public void Pop(bool isRbp)
    {
        if (isRbp)
            (_savedBaseIsRbp, _savedOffset) = (_baseIsRbp, _offset);
        _offset += sizeof(ulong);
    }

    /// <summary>The caller's rbp lies at an offset from rsp, or from rbp, as they were.</summary>
    public void SavedRbpAt(bool fromRbp, int offset) => (_savedBaseIsRbp, _savedOffset) = (fromRbp, offset);

    /// <summary>The rule once everything is torn down but the return address. False when both offsets have no base in common.</summary>
    public readonly bool TryFinish(out FrameRule rule)
    {
        int cfa = _offset + sizeof(ulong);
        bool isSaved = _savedOffset != NotSaved;
        rule = new FrameRule(cfa, isSaved ? _savedOffset - cfa : 0, _baseIsRbp);
        return !isSaved || (_savedBaseIsRbp == _baseIsRbp && rule.RbpOffset < 0);
    }
}
