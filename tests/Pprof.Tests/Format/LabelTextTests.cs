using Pprof.Format;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class LabelTextTests
{
    [Fact]
    public void No_labels_are_an_empty_pair_of_braces() => Assert.Equal("{}", LabelText.Of([]));

    [Fact]
    public void Labels_are_sorted_by_their_quoted_text()
    {
        KeyValuePair<string, string>[] labels =
        [
            new("key2", "v"), new("key1", "w"), new("key with space", "x"), new("key\"", "y"), new("key", "z"),
        ];

        Assert.Equal("""{"key with space":"x", "key":"z", "key1":"w", "key2":"v", "key\"":"y"}""", LabelText.Of(labels));
    }

    [Fact]
    public void Sorting_is_by_bytes_also_beyond_the_first_plane() =>
        Assert.Equal("{\"\uffe6\":\"\", \"\U0001F600\":\"\"}", LabelText.Of([new("\U0001F600", ""), new("\uffe6", "")]));

    [Theory]
    [InlineData("plain text", "\"plain text\"")]
    [InlineData("", "\"\"")]
    [InlineData("two\nlines", "\"two\\nlines\"")]
    [InlineData("\a\b\f\r\t\v", "\"\\a\\b\\f\\r\\t\\v\"")]
    [InlineData("\"quoted\" \\ back", "\"\\\"quoted\\\" \\\\ back\"")]
    [InlineData("\u0001\u001f\u007f", "\"\\x01\\x1f\\x7f\"")]
    [InlineData("\u0080\u00a0\u00ad\u2028\ufeff", "\"\\u0080\\u00a0\\u00ad\\u2028\\ufeff\"")]
    [InlineData("Grüße, 世界", "\"Grüße, 世界\"")]
    [InlineData("\U0001F600", "\"\U0001F600\"")]
    [InlineData("\U000E0001", "\"\\U000e0001\"")]
    public void Value_is_quoted_as_Go_quotes_it(string value, string expected) => Assert.Equal(expected, QuotedText.Quote(value));

    // Not a row of the table: the runner cannot carry such text from discovery to run.
    [Fact]
    public void Half_a_surrogate_pair_is_quoted_as_the_replacement_character() =>
        Assert.Equal("\"half \\ufffd pair\"", QuotedText.Quote("half \ud800 pair"));
}
