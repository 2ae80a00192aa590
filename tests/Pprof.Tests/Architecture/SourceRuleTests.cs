using System.Text.RegularExpressions;
using Xunit;

namespace Pprof.Tests.Architecture;

/// <summary>The rules of ARCHITECTURE.md that hold for each source file by itself.</summary>
public sealed partial class SourceRuleTests
{
    private const int MaximumLines = 300;

    [Fact]
    public void Native_functions_are_declared_in_Interop_only() => Assert.Empty(
        from file in Repository.LibrarySources
        where file.Room != "Interop" && NativeDeclaration().IsMatch(file.Code)
        select file.RelativePath);

    [Fact]
    public void Public_types_stand_in_the_root_folder_only() => Assert.Empty(
        from file in Repository.LibrarySources
        where file.Room != "" && PublicType().IsMatch(file.Code)
        select file.RelativePath);

    [Fact]
    public void Exported_types_are_all_in_the_one_public_namespace() =>
        Assert.DoesNotContain(typeof(Pprof.Unwinding.StackEnd).Assembly.GetExportedTypes(), type => type.Namespace != "Pprof");

    [Fact]
    public void Namespace_is_the_folder_or_one_around_it_in_the_same_room() => Assert.Empty(
        from file in Repository.LibrarySources
        where file.Namespace is { } name && !IsNamespaceOf(file, name)
        select $"{file.RelativePath} declares {file.Namespace}");

    [Fact]
    public void Library_never_uses_the_console() => Assert.Empty(
        from file in Repository.LibrarySources
        where Console().IsMatch(file.Code)
        select file.RelativePath);

    // LibraryThread gives a thread its name and its root frame, and keeps the caller's labels, culture and other AsyncLocals from it.
    [Fact]
    public void Threads_are_made_by_LibraryThread_only() => Assert.Equal(
        ["Threads/LibraryThread.cs"],
        from file in Repository.LibrarySources
        where NewThread().IsMatch(file.Code)
        select file.RelativePath);

    [Fact]
    public void Files_are_short() => Assert.Empty(
        from file in Repository.LibrarySources
        let lines = file.Text.AsSpan().Count('\n')
        where lines > MaximumLines
        select $"{file.RelativePath} has {lines} lines");

    [Fact]
    public void Using_directives_are_not_global() => Assert.Empty(
        from file in Repository.LibrarySources
        where file.Code.Contains("global using Pprof", StringComparison.Ordinal)
        select file.RelativePath);

    private static bool IsNamespaceOf(SourceFile file, string name)
    {
        string full = file.Folder == "" ? "Pprof" : "Pprof." + file.Folder.Replace('/', '.');
        string room = file.Room == "" ? "Pprof" : "Pprof." + file.Room;
        return (full + ".").StartsWith(name + ".", StringComparison.Ordinal) && name.Length >= room.Length;
    }

    [GeneratedRegex(@"\b(LibraryImport|DllImport)\b")]
    private static partial Regex NativeDeclaration();

    [GeneratedRegex(@"^public\s+(?!override)[\w\s]*\b(class|struct|record|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\bnew\s+Thread\s*\(|\bThread\??\s+\w+\s*=\s*new\s*\(|\bUnsafeStart\(")]
    private static partial Regex NewThread();

    [GeneratedRegex(@"\bConsole\s*\.")]
    private static partial Regex Console();
}
