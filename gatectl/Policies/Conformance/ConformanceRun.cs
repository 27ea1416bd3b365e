using System.Collections.Concurrent;
using Rego.Tooling.Conformance;

namespace Gatectl.Policies.Conformance;

/// <summary>The cases of some directories, and how they came out. A file that cannot be read fails as a case does, and holds up no other.</summary>
internal sealed class ConformanceRun
{
    private readonly List<ConformanceCase> _cases = [];
    private readonly ConcurrentBag<ConformanceFailure> _failures = [];
    private readonly ConformanceRunner _runner = new();

    /// <value>How many came out as wanted.</value>
    public int Passed { get; private set; }

    /// <value>What did not, sorted.</value>
    public IReadOnlyList<ConformanceFailure> Failures =>
        [.. _failures.OrderBy(failure => failure.Category, StringComparer.Ordinal).ThenBy(failure => failure.Note, StringComparer.Ordinal)];

    /// <value>How many were not run, by the reason for it.</value>
    public IReadOnlyList<(string Reason, int Cases)> NotRun =>
        [.. _cases.Where(@case => @case.NotRunReason is not null).GroupBy(@case => @case.NotRunReason!).Select(cases => (cases.Key, cases.Count())).OrderBy(cases => cases.Key, StringComparer.Ordinal)];

    /// <value>Whether nothing was found.</value>
    public bool IsEmpty => _cases.Count == 0 && _failures.IsEmpty;

    public void Load(string directory)
    {
        foreach (var file in ConformanceSuite.FilesOf(directory))
        {
            try
            {
                _cases.AddRange(ConformanceSuite.LoadFile(file));
            }
            catch (InvalidDataException failure)
            {
                _failures.Add(new ConformanceFailure(Path.GetRelativePath(directory, file), "cannot be read", failure.Message));
            }
        }
    }

    public void Run(CancellationToken cancellationToken)
    {
        var cases = _cases.Where(@case => @case.NotRunReason is null).ToList();
        var unread = _failures.Count;
        Parallel.ForEach(cases, new ParallelOptions { CancellationToken = cancellationToken }, @case =>
        {
            if (_runner.Run(@case).Failure is { } failure)
            {
                _failures.Add(new ConformanceFailure(@case.Category, @case.Note, failure));
            }
        });
        Passed = cases.Count - (_failures.Count - unread);
    }
}
