using System.Diagnostics.CodeAnalysis;

namespace Deployer.Targets.Directories;

/// <summary>
/// The plans that were made last. Whatever waits is planned anew at each look, and neither an artifact nor a release changes by the deployer: each
/// pair is compared once, what somebody edits by hand afterwards left aside. Bounded; thread-safe.
/// </summary>
internal sealed class PlanCache
{
    private const int MaxPlans = 256;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<(string Directory, TargetRelease Release, string Current), TargetPlan> _plans = [];

    /// <summary>Finds the plan for a release in the place of another.</summary>
    /// <param name="directory">The target.</param>
    /// <param name="release">What would be current.</param>
    /// <param name="current">What is current, or empty.</param>
    /// <param name="plan">The plan.</param>
    public bool TryFind(string directory, TargetRelease release, string current, [NotNullWhen(true)] out TargetPlan? plan)
    {
        lock (_lock)
        {
            return _plans.TryGetValue((directory, release, current), out plan);
        }
    }

    /// <summary>Keeps a plan until so many others have been made.</summary>
    /// <param name="directory">The target.</param>
    /// <param name="plan">The plan.</param>
    public void Keep(string directory, TargetPlan plan)
    {
        lock (_lock)
        {
            _plans[(directory, plan.Release, plan.Replaces)] = plan;
            if (_plans.Count > MaxPlans)
            {
                _plans.RemoveAt(0);
            }
        }
    }
}
