using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Parameters;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>A CPU profile of the next seconds.</summary>
internal sealed class CpuEndpoint : PprofEndpoint
{
    private static readonly TimeSpan s_usualTime = TimeSpan.FromSeconds(30);

    public override string Pattern => "profile";

    protected override async Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        RequestParameters parameters = new(context.Request.Query, options);
        TimeSpan time = parameters.Seconds ?? s_usualTime;
        CpuProfileOptions cpu = new()
        {
            Frequency = parameters.Hz ?? new CpuProfileOptions().Frequency,
            TimeWindows = parameters.Windows,
            ThreadLabels = parameters.LabelsThreads,
            Stacks = parameters.Stacks,
        };
        ProfileLook look = ProfileLook.Of(context, options, parameters, Pattern);
        parameters.EnsureNoText("a CPU profile");
        WorkLimits limits = LimitsOf(context);
        ProfileAnswer answer;
        using (Work work = Begin(limits.CpuBudget, options, () => Enter(limits.Cpu, options), RecordingCost.OfProfile(time)))
        {
            MemoryStream file = new();
            await RecordAsync(file, cpu, time, cancellationToken);
            answer = await ProfileAnswer.MakeAsync(look, "profile", file, work, cancellationToken);
        }

        await answer.SendAsync(context.Response, cancellationToken);
    }

    private static async Task RecordAsync(MemoryStream file, CpuProfileOptions options, TimeSpan time, CancellationToken cancellationToken)
    {
        // On the pool: the first start of a process takes a third of a second, and any may wait for another recording's end.
        await using CpuRecording recording = await Task.Run(() => Start(options), cancellationToken);
        await Task.Delay(time, cancellationToken);
        await recording.StopAsync(file, cancellationToken);
    }

    private static CpuRecording Start(CpuProfileOptions options)
    {
        try
        {
            return CpuRecording.Start(options);
        }
        catch (Exception e) when (e is InvalidOperationException or PlatformNotSupportedException)
        {
            throw new AnswerException(StatusCodes.Status500InternalServerError, $"Could not enable CPU profiling: {e.Message}");
        }
    }
}
