using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Gateway.Hosting.Revisions.Data;
using Gateway.Hosting.Revisions.Directories;
using Rego;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Loading;
using Rego.Options;
using Rego.Syntax;
using Rego.Values;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// Makes a revision of files: the same for both programs, so that what one of them takes the other does not refuse. Modules must
/// compile, with nothing in them that depends on more than the input and the files, and all tests must pass.
/// </summary>
internal static class RevisionCompiler
{
    // A decision depends on the call and the policies alone, so that it can be replayed. Time comes with the input.
    private static readonly RegoCompilerOptions CompilerOptions = new()
    {
        ForbiddenBuiltins = UnrepeatableBuiltins.Names,
        MaxErrors = DirectoryLimits.MaxFaults,
    };

    private static readonly PolicyDirectoryOptions Limits = new()
    {
        MaxDataBytes = (int)DirectoryLimits.MaxFileBytes,
        MaxTotalBytes = DirectoryLimits.MaxTotalBytes,
    };

    // Far wider than a decision's: what depends on the policies alone is computed here, once a revision, and not by a caller's first call.
    private static readonly EvaluationOptions WarmUpOptions = new() { Limits = DataFaults.Limits };

    /// <summary>Compiles, asks for faults of the data, and runs the tests.</summary>
    /// <param name="content">The files.</param>
    /// <param name="runsTests">Whether the tests run, too.</param>
    /// <param name="cancellationToken">Ends the search for faults and the tests.</param>
    /// <exception cref="RevisionRefusedException">The files are no revision.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> said so.</exception>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong with policies, they are refused, and that is told.")]
    public static Revision Compile(RevisionContent content, bool runsTests = true, CancellationToken cancellationToken = default)
    {
        try
        {
            var serial = RevisionManifest.ReadSerial(content.Files);
            var files = Load(content.Files);
            var revision = Compile(content, serial, files, cancellationToken);
            if (runsTests)
            {
                RevisionTests.Require(files, CompilerOptions, cancellationToken);
            }

            return revision;
        }
        catch (PolicyLoadException e)
        {
            throw new RevisionRefusedException(Describe(e.Diagnostics));
        }
        catch (RegoCompilationException e)
        {
            throw new RevisionRefusedException(Describe(e.Errors));
        }
        catch (Exception e) when (e is not (RevisionRefusedException or OperationCanceledException))
        {
            throw new RevisionRefusedException([$"the policies cannot be loaded: {e.GetType().Name}: {e.Message}"], IsOfMachine(e));
        }
    }

    // What says nothing of the policies: memory or open files have run out, or a disk fails.
    private static bool IsOfMachine(Exception e) => e is OutOfMemoryException or IOException;

    /// <summary>What stands in the wrong place, and the modules that are of a package that may not stand there.</summary>
    public static IReadOnlyList<string> FindMisplaced(IReadOnlyList<PolicyFile> files)
    {
        try
        {
            return [.. DataLayout.FindFaults(files), .. FindMisplacedRules(LoadRules(files).Modules)];
        }
        catch (PolicyLoadException)
        {
            // Of what package a module is that cannot be read, nobody knows; that it cannot be read is told with the rules.
            return DataLayout.FindFaults(files);
        }
    }

    // A file in the wrong place is told before what follows from it, and both are told at once.
    private static PolicyFiles Load(IReadOnlyList<PolicyFile> content)
    {
        List<string> faults = [.. DataLayout.FindFaults(content), .. DataSyntax.FindFaults(content)];
        if (faults.Count == 0)
        {
            var files = PolicyDirectory.LoadFiles(content.Where(file => PolicyNames.IsLoaded(file.Path)), Limits);
            if (FindMisplacedRules(files.Modules).Count == 0)
            {
                return files;
            }
        }

        throw new RevisionRefusedException(DataFaults.Cut([.. faults, .. FindFaultsOfRules(content)]));
    }

    private static PolicyFiles LoadRules(IEnumerable<PolicyFile> files) =>
        PolicyDirectory.LoadFiles(files.Where(file => PolicyNames.IsLoaded(file.Path) && !PolicyNames.IsData(file.Path)), Limits);

    private static List<string> FindMisplacedRules(IReadOnlyList<RegoSource> modules) => [.. DataLayout.FindFaults(modules), .. RestingOnTests.FindFaults(modules)];

    private static List<string> FindFaultsOfRules(IReadOnlyList<PolicyFile> content)
    {
        try
        {
            var modules = LoadRules(content).Modules;
            return [.. FindMisplacedRules(modules), .. Describe(new RegoCompiler(CompilerOptions).Compile(modules, RegoObject.Empty).Errors)];
        }
        catch (PolicyLoadException e)
        {
            return Describe(e.Diagnostics);
        }
    }

    private static Revision Compile(RevisionContent content, long? serial, PolicyFiles files, CancellationToken cancellationToken)
    {
        var modules = files.Modules.Where(module => !PolicyNames.IsTest(module.Path)).ToList();
        if (modules.Count == 0)
        {
            throw new RevisionRefusedException(["there is no policy: no *.rego file that is not a test"]);
        }

        var policy = new RegoCompiler(CompilerOptions).Compile(modules, files.Data).GetPolicyOrThrow();
        DataFaults.Require(policy, content.Files, cancellationToken);
        var revision = new Revision(content.Digest, serial, policy, files.Data);
        WarmUp(revision);
        return revision;
    }

    private static void WarmUp(Revision revision)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            revision.Decision.WarmUp(WarmUpOptions);
            revision.Artifact.WarmUp(WarmUpOptions);
            revision.Credentials.WarmUp(WarmUpOptions);
        }
        catch (RegoEvaluationException e) when (Stopwatch.GetElapsedTime(start) >= DataFaults.Limits.Timeout)
        {
            // A machine that was busy may do better the next time.
            throw new RevisionRefusedException([$"the tables of the policies cannot be computed: {e.Code}: {e.Message}"], isPassing: true);
        }
    }

    private static List<string> Describe(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Take(DirectoryLimits.MaxFaults).Select(Describe)];

    private static string? HintFor(Diagnostic diagnostic) =>
        UnrepeatableBuiltins.Names.Any(name => diagnostic.Message.EndsWith(" " + name, StringComparison.Ordinal)) ? UnrepeatableBuiltins.Hint : null;

    private static string Describe(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.File is { } file ? $"{file.Path}:{diagnostic.Location.Row}:{diagnostic.Location.Column}: " : "";
        var hint = (diagnostic.Hint ?? HintFor(diagnostic)) is { } text ? $" ({text})" : "";
        return $"{place}{diagnostic.Code}: {diagnostic.Message}{hint}";
    }
}
