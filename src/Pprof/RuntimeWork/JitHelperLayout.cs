namespace Pprof.RuntimeWork;

/// <summary>
/// Where helpers stand in the tables of one major version. <see cref="Pattern"/> is the kinds of all cells from number 1 to the
/// last number, see <see cref="JitHelperTable"/>; the rest are numbers of the table that is filled in at start-up.
/// </summary>
internal sealed record JitHelperLayout
{
    public static readonly JitHelperLayout Net10 = new()
    {
        Pattern = "dpddpdppppd0dd0ddppdddddddddddddddpdddddddddddddddddpddd0ddpdddpddpdddd0ddddddppppppdddddddddddd"
            + "pdddp0ppdddpddddddddd0000000000000dd000000000000ppdddddddpppppp0ppppppppppppppdddd",
        Numbers = 101,
        FirstThrow = 33,
        StopForGc = 48,
        AssignReference = 50,
        BeforeCalli = 76,
        InitFrame = (76, 4),
        BeforePInvoke = 97,
    };

    public static readonly JitHelperLayout Net11 = new()
    {
        Pattern = "dpddpdppppd0dd0ddppddddddddddddddpdddddddddddddddddpdddddpdddpddddd0ddddddppppppdddddddddddd"
            + "ppdddp0dpdddpddddddddd0000000000000dd000000000000ppdddddddpppppp000ppppppppppppppdddd",
        Numbers = 100,
        FirstThrow = 32,
        StopForGc = 47,
        AssignReference = 49,
        BeforeCalli = 74,
        InitFrame = (75, 1),
        BeforePInvoke = 96,
    };

    public required string Pattern { get; init; }

    /// <summary>How many numbers.</summary>
    public required int Numbers { get; init; }

    /// <summary>throw; rethrow and "throw exactly this" follow.</summary>
    public required int FirstThrow { get; init; }

    /// <summary>Stops in compiled code for the collector; the poll follows.</summary>
    public required int StopForGc { get; init; }

    /// <summary>The write barrier; the checked one and the one for references follow.</summary>
    public required int AssignReference { get; init; }

    /// <summary>The cell behind it is the call through a function pointer.</summary>
    public required int BeforeCalli { get; init; }

    /// <summary>The cell so far behind a number makes a P/Invoke's Frame.</summary>
    public required (int Number, int Distance) InitFrame { get; init; }

    /// <summary>The six cells behind it go to native code and come from it.</summary>
    public required int BeforePInvoke { get; init; }
}
