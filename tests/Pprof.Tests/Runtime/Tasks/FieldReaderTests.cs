using System.Reflection;
using Pprof.Runtime.Tasks;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Runtime.Tasks;

public sealed class FieldReaderTests
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    [Fact]
    public void A_field_of_a_struct_in_an_object_is_read_without_allocation()
    {
        Func<object, int> read = FieldReader.CreateNumber(-9, Field<Outer>("_inner"), Field<Inner>("_number"));
        Outer outer = new(7, null);
        int number = 0;
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                number = read(outer);
            }
        }));
        Assert.Equal(7, number);
    }

    [Fact]
    public void Null_on_the_way_is_the_answer()
    {
        Func<object, string?> read = FieldReader.Create<string>(Field<Outer>("_next"), Field<Outer>("_text"));

        Assert.Null(read(new Outer(0, null)));
        Assert.Equal("text", read(new Outer(0, new Outer(0, null))));
    }

    // A box of a class state machine lets go of it when it completes, which may be while it is looked at.
    [Fact]
    public void Null_on_the_way_to_a_number_gives_the_number_for_what_is_absent()
    {
        Func<object, int> read = FieldReader.CreateNumber(-9, Field<Outer>("_next"), Field<Outer>("_inner"), Field<Inner>("_number"));

        Assert.Equal(-9, read(new Outer(0, null)));
        Assert.Equal(3, read(new Outer(0, new Outer(3, null))));
    }

    [Fact]
    public void The_first_place_that_is_not_null_is_read()
    {
        Func<object, object?> read = FieldReader.FirstOf<object>([[Field<Outer>("_next")], [Field<Outer>("_text")]]);
        Outer next = new(0, null);

        Assert.Equal("text", read(new Outer(0, null)));
        Assert.Same(next, read(new Outer(0, next)));
    }

    [Fact]
    public void Another_type_of_object_is_refused() =>
        Assert.Throws<InvalidCastException>(() => FieldReader.Create<string>(Field<Outer>("_text"))("no such object"));

    private static FieldInfo Field<T>(string name) => typeof(T).GetField(name, Private)!;

    private sealed class Outer(int number, Outer? next)
    {
        private readonly Inner _inner = new(number);
        private readonly Outer? _next = next;
        private readonly string _text = "text";

        public override string ToString() => $"{_inner} {_next} {_text}";
    }

    private readonly struct Inner(int number)
    {
        private readonly int _number = number;

        public override string ToString() => $"{_number}";
    }
}
