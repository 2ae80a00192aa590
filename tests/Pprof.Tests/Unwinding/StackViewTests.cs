using Pprof.Unwinding;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.View;
using Xunit;

namespace Pprof.Tests.Unwinding;

/// <summary>What is physically on a stack, leaf first, and what is shown. One letter is a method; its frames are
/// <c>A</c> body, <c>A'</c> block (catch, finally), <c>*A</c> IL stub, <c>.</c> native; <c>A:9</c> gives rbp (else 1).</summary>
public class StackViewTests
{
    [Theory]
    [InlineData("A B C", "A B C", "ordinary calls")]
    [InlineData("A . . B", "A . . B", "native frames in the middle are kept")]
    [InlineData("A *B C", "A C", "IL stubs are hidden")]
    [InlineData("A' A B", "A' B", "finally in ordinary flow: the block stands for its method")]
    [InlineData("L A' . E T U A B", "L A' B", "catch: the runtime and the dead frames of the thrower are dropped")]
    [InlineData("L A' . A:2 T A B", "L A' B", "the same method with another rbp is another frame")]
    [InlineData("L A' . T T A B", "L A' B", "another method with the same rbp is another frame")]
    [InlineData("L A' . T A' . U A B", "L A' B", "a block in a block of one method")]
    [InlineData("L A' A C' C D", "L A' C' D", "a block whose caller is a block")]
    [InlineData("L A' . *S A B", "L A' B", "a stub behind a block is no reason to show more")]
    [InlineData("L A' A:2 B", "L A'", "the block's method never comes")]
    public void Physical_frames_give_the_shown_ones(string physical, string shown, string because)
    {
        var frames = new CodeAddress[32];
        var view = new StackView(frames, new FirstPass());
        foreach (string frame in physical.Split(' '))
            Assert.True(Add(ref view, frame));
        string text = string.Join(' ', frames.Take(view.Count).Select(Show));
        Assert.True(shown == text, $"{because}: {text}");
    }

    [Fact]
    public void Marker_takes_the_place_of_the_last_frame_when_there_is_no_room()
    {
        var frames = new CodeAddress[2];
        var view = new StackView(frames, null);
        Assert.True(view.AddNative(1, false) && view.AddNative(2, false));
        Assert.False(view.AddNative(3, false));
        Assert.True(view.AddMarker(StackMarker.Truncated));
        Assert.Equal([CodeAddress.Native(1), CodeAddress.Marker(StackMarker.Truncated)], frames);
    }

    private static bool Add(ref StackView view, string frame)
    {
        if (frame == ".")
            return view.AddNative('.', false);
        char method = frame.TrimStart('*')[0];
        ulong rbp = frame.Contains(':', StringComparison.Ordinal) ? (ulong)(frame[^1] - '0') : 1;
        CodeTraits traits = CodeTraits.Managed | (frame.StartsWith('*') ? CodeTraits.Hidden : 0) | (frame.EndsWith('\'') ? CodeTraits.Funclet : 0);
        return view.AddManaged(method + (frame.EndsWith('\'') ? 256UL : 0), false, new FrameCode(default, method, traits), rbp);
    }

    private static string Show(CodeAddress frame) => $"{(char)(frame.Value & 255)}{(frame.Value > 256 ? "'" : "")}";
}
