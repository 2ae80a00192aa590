namespace Pprof.Tool.Sources;

/// <summary>A file, or <c>-</c> for the standard input.</summary>
internal sealed class FileSource(string path) : ProfileSource
{
    public override string Name => path == "-" ? "the standard input" : path;

    public override async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return path == "-" ? await ReadInputAsync(cancellationToken) : await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no file '{path}'. Name a profile's file, an http address, or a process with -p PID.", ExitCode.NotFound);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new ToolException($"'{path}' is a folder. Name one of the files in it.", ExitCode.NotFound);
        }
        catch (UnauthorizedAccessException)
        {
            throw new ToolException($"'{path}' may not be read by this user. Make it readable, or read it as its owner.");
        }
    }

    private static async Task<byte[]> ReadInputAsync(CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        await using Stream input = Console.OpenStandardInput();
        await input.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
