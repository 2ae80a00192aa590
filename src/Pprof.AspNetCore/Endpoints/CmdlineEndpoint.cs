using System.Text;
using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Answers;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>The command line of the process, arguments separated by NUL.</summary>
internal sealed class CmdlineEndpoint : PprofEndpoint
{
    public override string Pattern => "cmdline";

    protected override Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        if (!options.ShowCommandLine)
        {
            throw new AnswerException(
                StatusCodes.Status404NotFound, "The command line is not shown: the program has set PprofOptions.ShowCommandLine = false.");
        }

        Answer.SetText(context.Response);
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\0', Environment.GetCommandLineArgs()));
        return Answer.SendAsync(context.Response, text, cancellationToken);
    }
}
