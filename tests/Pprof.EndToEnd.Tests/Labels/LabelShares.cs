using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Labels;

/// <summary>Samples of a profile by a method on their stack and a label.</summary>
internal sealed class LabelShares(byte[] file)
{
    public Proto.Profile Profile { get; } = ProfileOracle.AssertValid(file);

    /// <summary>Number of samples with the method on their stack, by the label's value; "" for those without it.</summary>
    public Dictionary<string, long> Of(string method, string key) => Profile.Sample
        .Where(sample => ProfileOracle.Names(Profile, sample).Any(name => name.EndsWith(method, StringComparison.Ordinal)))
        .GroupBy(sample => LabelOf(sample, key))
        .ToDictionary(group => group.Key, group => group.Sum(sample => sample.Value[0]));

    /// <summary>Samples that carry any label of the program's: what the runtime does is labelled too.</summary>
    public IEnumerable<Sample> Labelled =>
        Profile.Sample.Where(sample => sample.Label.Any(label => Profile.StringTable[(int)label.Key] != "runtime"));

    public IEnumerable<string> StacksOf(IEnumerable<Sample> samples) => samples.Select(sample => string.Join(" < ", ProfileOracle.Names(Profile, sample)));

    public IEnumerable<string> Names => Profile.Function.Select(function => Profile.StringTable[(int)function.Name]);

    public string CommentsText => string.Join('\n', Profile.Comment.Select(comment => Profile.StringTable[(int)comment]));

    private string LabelOf(Sample sample, string key) =>
        sample.Label.Where(label => Profile.StringTable[(int)label.Key] == key).Select(label => Profile.StringTable[(int)label.Str]).SingleOrDefault("");
}
