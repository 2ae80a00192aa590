using Xunit;

namespace Pprof.Tests.Architecture;

/// <summary>ARCHITECTURE.md's table of the folders of <c>Profiles</c> is what the code does: the profiles do not know one another.</summary>
public sealed class ProfileFolderTests
{
    private const string Profiles = "Profiles";

    private static readonly HashSet<string> s_rooms = [.. Room.All.Select(room => room.Name)];
    private static readonly HashSet<string> s_folders = [.. Room.Profiles.Select(room => room.Name)];

    private static readonly IEnumerable<SourceFile> s_files =
        Repository.LibrarySources.Where(file => file.Room == Profiles && file.ProfileFolder != "");

    [Fact]
    public void Every_folder_is_a_row_of_the_table_and_every_row_a_folder() =>
        Assert.Equal(s_folders.Order(), s_files.Select(file => file.ProfileFolder).Distinct().Order());

    [Fact]
    public void Every_door_is_a_file_in_its_folder() => Assert.Empty(
        from folder in Room.Profiles
        from door in folder.Doors
        where !s_files.Any(file => file.ProfileFolder == folder.Name && Path.GetFileNameWithoutExtension(file.RelativePath) == door)
        select $"{folder.Name} has no {door}");

    [Fact]
    public void Files_refer_only_to_folders_and_rooms_their_row_allows() => Assert.Empty(
        from file in s_files
        join folder in Room.Profiles on file.ProfileFolder equals folder.Name
        from other in RoomReferences.In(file.Code, s_rooms).Concat(RoomReferences.In(file.Code, s_folders, "Pprof.Profiles"))
        where other != Profiles && other != folder.Name && !folder.MayUse.Contains(other)
        select $"{file.RelativePath} refers to {other}");

    [Fact]
    public void Files_that_stand_in_no_folder_are_one_that_knows_all() => Assert.Equal(
        ["Profiles/BuiltIn.cs"],
        from file in Repository.LibrarySources
        where file.Room == Profiles && file.ProfileFolder == ""
        select file.RelativePath);

    [Fact]
    public void Namespace_is_the_folder() => Assert.Empty(
        from file in s_files
        where file.Namespace != $"Pprof.Profiles.{file.ProfileFolder}"
        select $"{file.RelativePath} declares {file.Namespace}");

    [Fact]
    public void Rooms_of_a_row_are_allowed_to_Profiles_as_a_whole() => Assert.Empty(
        from folder in Room.Profiles
        from room in folder.MayUse.Where(s_rooms.Contains)
        where !Room.All.Single(one => one.Name == Profiles).MayUse.Contains(room)
        select $"{folder.Name} may use {room}");

    [Fact]
    public void Arrows_of_the_table_run_one_way() => Assert.Empty(Room.InCircles(Room.Profiles));
}
