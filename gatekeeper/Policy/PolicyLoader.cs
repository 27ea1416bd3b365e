using Gatekeeper.Rego;

namespace Gatekeeper.Policy;

/// <summary>Loads and compiles the policies of a folder.</summary>
internal static class PolicyLoader
{
    private const string TestSuffix = "_test.rego";

    // A decision depends on the call and the policies alone, so that it can be replayed. Time comes with the input.
    private static readonly RegoCompilerOptions CompilerOptions = new()
    {
        ForbiddenBuiltins = new HashSet<string> { "time.now_ns", "rand.intn", "uuid.rfc4122", "opa.runtime", "http.send", "net.lookup_ip_addr" },
    };

    // Far wider than a decision's: what depends on the policies alone is computed here, once a revision, and not by a caller's first call.
    private static readonly EvaluationOptions WarmUpOptions = new() { Limits = EvaluationLimits.Default };

    /// <summary>Loads what is in the folder now.</summary>
    /// <exception cref="PolicySetException">It can't be read or does not compile; the message has one line a mistake, <c>file:row:column: …</c>.</exception>
    public static PolicySnapshot Load(PolicyOptions options, TimeProvider time)
    {
        try
        {
            var files = PolicyDirectory.Load(options.Directory);
            var modules = files.Modules.Where(module => !module.Path.EndsWith(TestSuffix, StringComparison.Ordinal)).ToList();
            if (modules.Count == 0)
            {
                throw new PolicySetException($"There is no policy in {Path.GetFullPath(options.Directory)}: no *.rego file.");
            }

            var query = new RegoCompiler(CompilerOptions).Compile(modules, files.Data).GetPolicyOrThrow().Prepare(PolicyOptions.DecisionQuery);
            query.WarmUp(WarmUpOptions);
            return new PolicySnapshot(files.Revision, query.Evaluate, time.GetUtcNow());
        }
        catch (PolicyLoadException e)
        {
            throw new PolicySetException(Describe(e.Diagnostics), e);
        }
        catch (RegoCompilationException e)
        {
            throw new PolicySetException(Describe(e.Errors), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicySetException($"{options.Directory}: {e.Message}", e);
        }
    }

    private static string Describe(IEnumerable<Diagnostic> diagnostics) => string.Join(Environment.NewLine, diagnostics.Select(Describe));

    private static string Describe(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.File is { } file ? $"{file.Path}:{diagnostic.Location.Row}:{diagnostic.Location.Column}: " : "";
        var hint = diagnostic.Hint is { } text ? $" ({text})" : "";
        return $"{place}{diagnostic.Code}: {diagnostic.Message}{hint}";
    }
}
