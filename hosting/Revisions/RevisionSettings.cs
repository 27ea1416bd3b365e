using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Revisions;

/// <summary>Where the policies are, and how they are watched.</summary>
/// <param name="Directory">The directory with the policies, their data and their tests.</param>
/// <param name="QuietPeriod">How long nothing must have changed there before it is read.</param>
/// <param name="StateDirectory">Where revisions are kept, and the one in use is remembered.</param>
/// <param name="Judge">Judges who could have written the policies, each time that they are read.</param>
public sealed record RevisionSettings(string Directory, TimeSpan QuietPeriod, string StateDirectory, PathJudge Judge)
{
    /// <value>One second: the files of a set are often written one by one.</value>
    public static TimeSpan DefaultQuietPeriod => TimeSpan.FromSeconds(1);

    /// <value>How often the contents are compared although nothing seems to have changed.</value>
    public TimeSpan CompareInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>How long loading a revision may take.</value>
    internal TimeSpan LoadLimit { get; set; } = TimeSpan.FromMinutes(2);
}
