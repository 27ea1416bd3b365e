using System.Diagnostics;
using Gatectl.CommandLine;

namespace Gatectl.Dev;

/// <summary>
/// Finds what lies beside this program: the two programs that it starts, and the shipped policies. It may stand in one directory with
/// them, in a directory beside theirs, or in the build output of a source tree.
/// </summary>
internal sealed class ProgramDirectories(string baseDirectory)
{
    private const string SolutionFile = "Gateway.sln";
    private const int MaxLevelsUp = 8;
    private static readonly string[] Configurations = ["Debug", "Release"];

    private readonly string _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory));

    public static ProgramDirectories OfThisProgram() => new(AppContext.BaseDirectory);

    /// <summary>How <paramref name="program"/> is started, without arguments.</summary>
    public ProcessStartInfo Find(string program)
    {
        var candidates = CandidateDirectories(program).ToArray();
        foreach (var candidate in candidates)
        {
            var library = Path.Combine(candidate, program + ".dll");
            var host = Path.Combine(candidate, program);
            if (DotnetHost() is { } dotnet && File.Exists(library))
            {
                return new ProcessStartInfo(dotnet) { ArgumentList = { library } };
            }

            if (File.Exists(host))
            {
                return new ProcessStartInfo(host);
            }

            if (File.Exists(library))
            {
                return new ProcessStartInfo("dotnet") { ArgumentList = { library } };
            }
        }

        throw CommandFailure.Failed($"the program '{program}' is not found; looked in {string.Join(", ", candidates)}.");
    }

    /// <summary>The shipped policies: those of the source tree where this program was built in one, else those beside it.</summary>
    public string Policies()
    {
        string[] candidates = SourceRoot() is { } root
            ? [Path.Combine(root, "policies"), Path.Combine(_directory, "policies")]
            : [Path.Combine(_directory, "policies"), Path.Combine(Path.GetDirectoryName(_directory) ?? _directory, "policies")];
        return candidates.FirstOrDefault(HoldsPolicies)
            ?? throw CommandFailure.Failed($"the policies are not found; looked in {string.Join(", ", candidates)}.");
    }

    /// <summary>The host that runs this program, where that is <c>dotnet</c> itself: the programs beside it are then run by the same.</summary>
    private static string? DotnetHost() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : null;

    private static bool HoldsPolicies(string candidate) =>
        Directory.Exists(candidate) && Directory.EnumerateFiles(candidate, "*.rego", SearchOption.AllDirectories).Any();

    private IEnumerable<string> CandidateDirectories(string program)
    {
        yield return _directory;
        if (Path.GetDirectoryName(_directory) is { } parent)
        {
            yield return Path.Combine(parent, program);
        }

        if (SourceRoot() is not { } root)
        {
            yield break;
        }

        var relative = Path.GetRelativePath(Path.Combine(root, "gatectl"), _directory);
        yield return Path.Combine(root, program, relative);
        foreach (var configuration in Configurations)
        {
            yield return Path.Combine(root, program, "bin", configuration, Path.GetFileName(_directory));
        }
    }

    private string? SourceRoot()
    {
        var current = _directory;
        for (var level = 0; level < MaxLevelsUp && current is not null; level++, current = Path.GetDirectoryName(current))
        {
            if (File.Exists(Path.Combine(current, SolutionFile)))
            {
                return current;
            }
        }

        return null;
    }
}
