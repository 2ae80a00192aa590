using Xunit;

namespace Pprof.Tests.Architecture;

/// <summary>ARCHITECTURE.md's table of rooms is what the code does.</summary>
public sealed class RoomTests
{
    private static readonly HashSet<string> s_names = [.. Room.All.Select(room => room.Name)];

    [Fact]
    public void Every_folder_is_a_row_of_the_table_and_every_row_a_folder() =>
        Assert.Equal(s_names.Order(), Repository.LibrarySources.Select(file => file.Room).Where(room => room != "").Distinct().Order());

    [Fact]
    public void Every_door_is_a_file_in_its_room() => Assert.Empty(
        from room in Room.All
        from door in room.Doors
        where !Repository.LibrarySources.Any(file => file.Room == room.Name && Path.GetFileNameWithoutExtension(file.RelativePath) == door)
        select $"{room.Name} has no {door}");

    [Fact]
    public void Files_refer_only_to_rooms_their_row_allows() => Assert.Empty(
        from file in Repository.LibrarySources
        join room in Room.All on file.Room equals room.Name
        from other in RoomReferences.In(file.Code, s_names)
        where other != room.Name && !room.MayUse.Contains(other)
        select $"{file.RelativePath} refers to {other}");

    [Fact]
    public void Arrows_of_the_table_lead_to_other_rows() => Assert.Empty(
        from room in Room.All
        from other in room.MayUse
        where !s_names.Contains(other)
        select $"{room.Name} may use {other}, which is no room");

    [Fact]
    public void Arrows_of_the_table_run_one_way() => Assert.Empty(Room.InCircles(Room.All));
}
