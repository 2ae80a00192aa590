using System.Reflection.Emit;
using BenchCommon;

namespace Profiles.Custom;

/// <summary>Add below code that may be freed.</summary>
internal sealed class AddDynamicBench : IBench
{
    private const int Values = 2_000;

    public string Name => "Custom profiles: Add below a dynamic method";

    public string Explanation =>
        "At 10 frames, of which one is a `DynamicMethod`, as compiled expressions, compiled regular expressions and reflection are: the runtime may free it, so its name is found at the " +
        "first Add and remembered for as long as the method lives. Predicted: 450 ns. (Before it was remembered, 243,000, where 25,000 had been predicted.)";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("Add ns");
        Values values = new("bench.dynamic", Values);
        Action<Values> call = Emit();
        List<double> adds = [];
        for (int i = -3; i < effort.Rounds; i++)
        {
            Stacks.OfDepth(9, () => call(values));
            if (i >= 0)
            {
                adds.Add(values.AddNanoseconds);
            }
        }

        return table.Add(Cell.Nanoseconds(adds));
    }

    private static Action<Values> Emit()
    {
        DynamicMethod method = new("Emitted", null, [typeof(Values)], typeof(AddDynamicBench).Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(Values).GetMethod(nameof(Custom.Values.AddAndRemove))!);
        code.Emit(OpCodes.Nop);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<Values>>();
    }
}
