using Gatekeeper.Rego;

namespace Deployer.Policy;

/// <summary>One revision of the policies, compiled. Immutable.</summary>
internal sealed class PolicySnapshot
{
    private const int MaxReasons = 16;
    private const int MaxReasonLength = 512;

    private static readonly EvaluationLimits Limits = new(MaxSteps: 10_000_000, Timeout: TimeSpan.FromSeconds(2), MaxDepth: 256, MaxMemoryBytes: 256L << 20);

    private readonly PreparedQuery _artifact;
    private readonly PreparedQuery _credentials;

    private PolicySnapshot(PolicyFiles files, CompiledPolicy policy)
    {
        Revision = files.Revision;
        _artifact = policy.Prepare("data.deployer.artifact");
        _credentials = policy.Prepare("data.deployer.credentials");
    }

    /// <value><c>sha256:</c> and the digest of the files.</value>
    public string Revision { get; }

    /// <summary>Loads and compiles a folder.</summary>
    /// <exception cref="PolicyLoadException">The files cannot be read.</exception>
    /// <exception cref="RegoCompilationException">They do not compile.</exception>
    public static PolicySnapshot Load(string directory)
    {
        PolicyFiles files = PolicyDirectory.Load(directory);
        return new(files, new RegoCompiler().Compile(files.Modules, files.Data).GetPolicyOrThrow());
    }

    /// <summary>Asks <c>data.deployer.artifact</c>.</summary>
    public PolicyAnswer AskArtifact(RegoObject input) => Ask(_artifact, input);

    /// <summary>Asks <c>data.deployer.credentials</c>.</summary>
    public PolicyAnswer AskCredentials(RegoObject input) => Ask(_credentials, input);

    private PolicyAnswer Ask(PreparedQuery query, RegoObject input)
    {
        try
        {
            return Read(query.Evaluate(input, new EvaluationOptions { Limits = Limits }));
        }
        catch (RegoEvaluationException e)
        {
            return new(false, [$"the policy could not be evaluated ({e.Code})"], Revision);
        }
    }

    // The one place where a value becomes a decision.
    private PolicyAnswer Read(RegoValue value)
    {
        if (value is not RegoObject answer)
        {
            return new(false, [value.IsDefined ? "the policy's answer is not an object" : "the policy has no answer"], Revision);
        }

        bool isAllowed = ReferenceEquals(answer["allow"], RegoBoolean.True);
        List<string> reasons = answer["reasons"] is RegoArray array
            ? [.. array.OfType<RegoString>().Take(MaxReasons).Select(r => Shorten(r.Value))]
            : [];
        return new(isAllowed, reasons, Revision);
    }

    private static string Shorten(string reason) => reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength] + "…";
}
