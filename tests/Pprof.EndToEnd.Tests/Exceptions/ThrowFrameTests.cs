using System.Diagnostics;
using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Xunit;

namespace Pprof.EndToEnd.Tests.Exceptions;

/// <summary>The stacks of thrown exceptions beside what each exception says of itself.</summary>
public sealed class ThrowFrameTests
{
    private static readonly Action[] s_throws =
    [
        Throwers.Plain, Throwers.PlainOfLibrary, Throwers.NullOfCall, Throwers.NullAtFirstInstruction, Throwers.ThrownNull, Throwers.ByZero, Throwers.WrongType,
    ];

    // The runtime walks from a catch or finally block to its method as it was when the block was entered, so the line is that of the try block. The call that
    // fails for an index stands behind the method's end, where compilers say no line.
    private static readonly Action[] s_throwsWithoutLine = [Throwers.OutOfRange, Throwers.InFinally, Throwers.InCatch, Throwers.AgainAsNew];

    [Fact]
    public void Stack_from_the_thrower_to_the_catcher_is_the_exceptions_own_with_its_lines()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        (string Method, Exception Exception)[] thrown = [.. s_throws.Select(one => (one.Method.Name, Catch(one)))];
        TestSupport.Proto.Profile profile = exceptions.Read();

        Assert.All(thrown, one => AssertAmong(
            [.. OwnFrames(one.Exception).Select(frame => $"{NameOf(frame)}:{frame.GetFileLineNumber()}")],
            ExceptionProfile.Below(profile, one.Method).Select(sample => ExceptionProfile.Lines(profile, sample))));
    }

    [Fact]
    public void Methods_from_the_thrower_to_the_catcher_are_the_exceptions_own_also_in_handlers()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        (string Method, Exception Exception)[] thrown = [.. s_throwsWithoutLine.Select(one => (one.Method.Name, Catch(one)))];
        TestSupport.Proto.Profile profile = exceptions.Read();

        // Of a block and its method, the runtime's own list has both.
        Assert.All(thrown, one => AssertAmong(
            [.. OwnFrames(one.Exception).Select(NameOf).Distinct()],
            ExceptionProfile.Below(profile, one.Method).Select(sample => ProfileOracle.Names(profile, sample))));
    }

    [Fact]
    public void Machinery_of_throwing_is_in_no_stack()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Array.ForEach([.. s_throws, .. s_throwsWithoutLine, Throwers.InFilter], one => Catch(one));
        TestSupport.Proto.Profile profile = exceptions.Read();

        Assert.DoesNotContain(profile.Sample, sample => ProfileOracle.Names(profile, sample).Any(name => name.StartsWith("System.Runtime.EH.", StringComparison.Ordinal)));
        Sample inFilter = Assert.Single(ExceptionProfile.Below(profile, nameof(Throwers.ThrowsAndCatches)));
        Assert.Equal(["ThrowsAndCatches", "InFilter", "Plain", "InFilter"], ProfileOracle.Names(profile, inFilter).Where(name => name != ExceptionProfile.Unknown).Take(4).Select(name => name[(name.LastIndexOf('.') + 1)..]));
    }

    [Fact]
    public void Stack_deeper_than_the_runtime_records_is_marked_as_cut()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Catch(() => Throwers.AtDepth(200));
        TestSupport.Proto.Profile profile = exceptions.Read();

        string[] stack = [.. ProfileOracle.Names(profile, Assert.Single(ExceptionProfile.Below(profile, nameof(Throwers.AtDepth))))];
        Assert.EndsWith("Throwers.Plain", stack[0]);
        Assert.Equal("[truncated]", stack[^1]);
    }

    private static Exception Catch(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            return e;
        }

        return new InvalidOperationException("Nothing came out.");
    }

    private static void AssertAmong(string[] frames, IEnumerable<IEnumerable<string>> stacks)
    {
        string[] expected = [.. frames.Where(IsKnown)];
        string[] beginnings = [.. stacks.Select(stack => string.Join(" < ", stack.Where(IsKnown).Take(expected.Length).Select(WithoutArguments)))];
        Assert.True(beginnings.Contains(string.Join(" < ", expected)), $"{string.Join(" < ", expected)} is not among\n{string.Join('\n', beginnings)}");
    }

    // The helper of casts calls native code through glue, whose frames the two walks show differently once it has been compiled again.
    private static bool IsKnown(string name) =>
        !name.StartsWith(ExceptionProfile.Unknown, StringComparison.Ordinal) && !name.StartsWith("System.Runtime.CompilerServices.CastHelpers.", StringComparison.Ordinal);

    // Down to the caller of the thrower, whose line belongs to a call like all others.
    private static IEnumerable<StackFrame> OwnFrames(Exception exception) => new StackTrace(exception, fNeedFileInfo: true).GetFrames().SkipLast(1);

    private static string NameOf(StackFrame frame) => $"{frame.GetMethod()!.DeclaringType!.FullName}.{frame.GetMethod()!.Name}";

    private static string WithoutArguments(string name) => name.Split('<', ':') is [var method, .., var line] && name.Contains(':') ? $"{method}:{line}" : name.Split('<')[0];
}
