using System.Text;
using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Xunit;

namespace Pprof.EndToEnd.Tests.Exceptions;

/// <summary>The profile <c>exceptions</c>, with real exceptions.</summary>
public sealed class ExceptionTests
{
    [Fact]
    public void Exceptions_are_counted_by_type_and_stack()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Repeat(20, Throwers.Plain);
        Repeat(7, Throwers.PlainOfLibrary);
        TestSupport.Proto.Profile profile = exceptions.Read();

        Assert.Equal((20, 0), ExceptionProfile.CountsBelow(profile, nameof(Throwers.Plain)));
        Assert.Equal((7, 0), ExceptionProfile.CountsBelow(profile, nameof(Throwers.PlainOfLibrary)));
        Assert.Equal("System.InvalidOperationException", TypeOf(profile, nameof(Throwers.Plain)));
        Assert.Equal("System.FormatException", TypeOf(profile, nameof(Throwers.PlainOfLibrary)));
        Assert.Equal(["exceptions/count", "rethrows/count"], profile.SampleType.Select(type => $"{Text(profile, type.Type)}/{Text(profile, type.Unit)}"));
        Assert.Equal("exceptions", Text(profile, profile.DefaultSampleType));
        Assert.Equal(profile.Sample.Count, exceptions.Source.Count);
    }

    // On .NET 11 the runtime answers before it records: without waiting for more than its answer every seventh round had none.
    [Fact]
    public void What_is_thrown_as_soon_as_the_profile_is_on_is_counted()
    {
        for (int round = 0; round < 12; round++)
        {
            using ExceptionProfile exceptions = ExceptionProfile.Enabled();
            Repeat(10, Throwers.Plain);
            Assert.Equal((10, 0), ExceptionProfile.CountsBelow(exceptions.Read(), nameof(Throwers.Plain)));
        }
    }

    [Theory]
    [InlineData(nameof(Throwers.Again), 10, 0)]
    [InlineData(nameof(Throwers.AgainAsNew), 20, 0)]
    [InlineData(nameof(Throwers.CapturedAndThrown), 10, 10)]
    [InlineData(nameof(Throwers.InCatch), 20, 0)]
    public void Throwing_what_was_caught_counts_as_what_it_is(string method, int thrown, int rethrown)
    {
        Action action = typeof(Throwers).GetMethod(method)!.CreateDelegate<Action>();
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Repeat(10, action);

        Assert.Equal((thrown, rethrown), ExceptionProfile.CountsBelow(exceptions.Read(), method));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exception_that_passes_awaits_is_thrown_once_and_rethrown_at_each(bool waits)
    {
        const int Times = 50, Awaits = 3;
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Repeat(Times, () => Throwers.Awaited(Awaits, waits).GetAwaiter().GetResult());
        TestSupport.Proto.Profile profile = exceptions.Read();

        // The last rethrow is that of GetResult here, below which there is no thrower on the stack.
        Assert.Equal((Times, 0), ExceptionProfile.CountsBelow(profile, nameof(Throwers.Plain)));
#if RUNTIME_ASYNC
        // The runtime takes it past the methods that it has suspended without throwing it again.
        Assert.Equal((Times, 0), ExceptionProfile.CountsBelow(profile, nameof(Throwers.Awaited)));
#else
        Assert.Equal((Times, Times * Awaits), ExceptionProfile.CountsBelow(profile, nameof(Throwers.Awaited)));
#endif
    }

    [Fact]
    public void Exception_put_into_a_task_without_being_thrown_is_a_rethrow_where_it_comes_out()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Repeat(5, () => Task.FromException(new DivideByZeroException("never thrown")).GetAwaiter().GetResult());
        TestSupport.Proto.Profile profile = exceptions.Read();

        Sample[] samples = [.. profile.Sample.Where(sample => ProfileOracle.Label(profile, sample, "type") == "System.DivideByZeroException")];
        Assert.Equal((0, 5), (samples.Sum(sample => sample.Value[0]), samples.Sum(sample => sample.Value[1])));
    }

    [Fact]
    public void Exceptions_carry_the_labels_of_the_work_that_threw_them()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        using (ProfileLabels.Push("route", "/a"))
        {
            Repeat(2, Throwers.Plain);
        }

        using (ProfileLabels.Push("route", "/b"))
        {
            Repeat(3, Throwers.Plain);
        }

        Repeat(1, Throwers.Plain);
        TestSupport.Proto.Profile profile = exceptions.Read();
        Assert.Equal(
            [("", 1), ("/a", 2), ("/b", 3)],
            ExceptionProfile.Below(profile, nameof(Throwers.Plain)).Select(sample => (ProfileOracle.Label(profile, sample, "route") ?? "", sample.Value[0])).Order());
    }

    [Fact]
    public void Disabled_profile_keeps_what_it_has_and_counts_no_more()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Repeat(4, Throwers.Plain);
        exceptions.Source.Disable();
        Repeat(2, Throwers.Plain);
        Assert.Equal((4, 0), ExceptionProfile.CountsBelow(exceptions.Read(), nameof(Throwers.Plain)));

        exceptions.Source.TryEnable();
        Repeat(1, Throwers.Plain);
        exceptions.Source.Disable();
        Assert.Equal((5, 0), ExceptionProfile.CountsBelow(exceptions.Read(), nameof(Throwers.Plain)));
    }

    [Fact]
    public void Profile_that_was_never_enabled_is_empty_and_says_what_to_do()
    {
        using ExceptionProfile exceptions = new();
        Repeat(1, Throwers.Plain);
        TestSupport.Proto.Profile profile = exceptions.Read();

        Assert.Empty(profile.Sample);
        Assert.Equal(
            "Exceptions are not recorded: call Profiling.Enable(ProfileKinds.Exceptions) when the program starts.",
            Text(profile, Assert.Single(profile.Comment)));
    }

    [Fact]
    public void Kind_switches_the_profile_of_the_process()
    {
        Profiling.Enable(ProfileKinds.Exceptions);
        try
        {
            Repeat(3, Throwers.Plain);
            using MemoryStream stream = new();
            Profile.Lookup("exceptions")!.WriteTo(stream);
            Assert.True(ExceptionProfile.CountsBelow(ProfileOracle.AssertValid(stream), nameof(Throwers.Plain)).Thrown >= 3);
        }
        finally
        {
            Profiling.Disable(ProfileKinds.Exceptions);
        }
    }

    [Fact]
    public void Text_form_has_what_was_thrown_with_its_type()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Repeat(5, Throwers.CapturedAndThrown);
        exceptions.Source.Disable();
        string text = Encoding.UTF8.GetString(exceptions.Write(debug: 1));

        long thrown = ProfileOracle.Total(exceptions.Read(), ExceptionProfile.Thrown);
        Assert.StartsWith($"exceptions profile: total {thrown}\n", text);
        Assert.Contains("""# labels: {"type":"System.InvalidOperationException"}""", text);
        Assert.DoesNotContain("ExceptionDispatchInfo", text);
    }

    [Fact]
    public void Viewer_shows_types_throwers_and_rethrows()
    {
        GoPprof.Require();
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        Repeat(9, Throwers.CapturedAndThrown);
        exceptions.Source.Disable();
        byte[] file = exceptions.Write();

        Assert.Matches(@"9\.0 \(\s*[\d.]+%\): System\.InvalidOperationException", GoPprof.Run(file, "-tags").Output);
        Assert.Matches(@"(?m)^Type: exceptions\n", GoPprof.Run(file, "-top").Output);
        Assert.Matches(@"(?m)^\s+9 .* \S+Throwers\.Plain$", GoPprof.Run(file, "-top").Output);
        Assert.Contains("ExceptionDispatchInfo.Throw", GoPprof.Run(file, "-top", "-sample_index=rethrows").Output);
        ToolResult text = GoPprof.Run(exceptions.Write(debug: 1), "-top");
        Assert.Contains($"of {ProfileOracle.Total(ProfileOracle.AssertValid(file), ExceptionProfile.Thrown)} total", text.Output);
    }

    private static void Repeat(int count, Action action)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                action();
            }
            catch (Exception)
            {
                // That is what is counted.
            }
        }
    }

    private static string? TypeOf(TestSupport.Proto.Profile profile, string method) =>
        ProfileOracle.Label(profile, Assert.Single(ExceptionProfile.Below(profile, method)), "type");

    private static string Text(TestSupport.Proto.Profile profile, long index) => profile.StringTable[(int)index];
}
