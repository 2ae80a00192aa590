using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Where on a stack something runs that another thread, or another operation, had made ready: what stands below is
/// whoever completed what was awaited, or the
/// pool. The first from the leaf counts.
/// </summary>
/// <param name="Index">The last frame that belongs to what runs; -1 when nothing was resumed.</param>
/// <param name="Kind">The code of an async method, a task's delegate, or one that cannot be told.</param>
/// <param name="Machine">Type of the async method's state machine.</param>
/// <param name="LastOfTask">Of a task's delegate, the last frame that runs it.</param>
internal readonly record struct Resumption(int Index, FrameRoleKind Kind, Type? Machine, int LastOfTask)
{
    private static readonly Resumption s_none = new(-1, FrameRoleKind.None, null, 0);

    public bool IsFound => Index >= 0;

    public static Resumption Find(ReadOnlySpan<CodeAddress> stack, FrameRoles roles)
    {
        int pending = -1;
        FrameRole machine = FrameRole.None;
        for (int i = 0; i < stack.Length; i++)
        {
            FrameRole role = roles.Of(stack[i]);
            if (role.Kind == FrameRoleKind.None)
            {
                continue;
            }

            if (pending >= 0 && Resumes(role, machine))
            {
                return new Resumption(pending, FrameRoleKind.Machine, machine.Type, 0);
            }

            if (role.Kind is FrameRoleKind.Box or FrameRoleKind.Dispatcher)
            {
                return new Resumption(i, role.Kind, null, 0);
            }

            if (role.Kind == FrameRoleKind.TaskRun && !IsInlined(stack, roles, ref i))
            {
                return new Resumption(FirstOf(stack, roles, i) - 1, FrameRoleKind.TaskRun, null, i);
            }

            (pending, machine) = role.Kind == FrameRoleKind.Machine ? (i, role) : (-1, FrameRole.None);
        }

        return s_none;
    }

    // What calls an async method for the first time is the method itself as the program wrote it, or stands for it.
    private static bool Resumes(FrameRole role, FrameRole machine) => role.Kind switch
    {
        FrameRoleKind.Context or FrameRoleKind.Box => true,
        FrameRoleKind.Core => role.Type != machine.Type?.DeclaringType,
        _ => false,
    };

    // Moves on to the last of the frames that run the task.
    private static bool IsInlined(ReadOnlySpan<CodeAddress> stack, FrameRoles roles, ref int i)
    {
        FrameRoleKind kind = FrameRoleKind.TaskRun;
        int next = i;
        while (next < stack.Length && kind is FrameRoleKind.TaskRun or FrameRoleKind.Context or FrameRoleKind.None)
        {
            i = kind == FrameRoleKind.TaskRun ? next : i;
            next++;
            kind = next < stack.Length ? roles.Of(stack[next]).Kind : FrameRoleKind.Core;
        }

        return kind == FrameRoleKind.Inlining;
    }

    private static int FirstOf(ReadOnlySpan<CodeAddress> stack, FrameRoles roles, int last)
    {
        int first = last;
        for (int i = last; i >= 0 && roles.Of(stack[i]).Kind is FrameRoleKind.TaskRun or FrameRoleKind.Context or FrameRoleKind.None; i--)
        {
            first = roles.Of(stack[i]).Kind == FrameRoleKind.TaskRun ? i : first;
        }

        return first;
    }
}
