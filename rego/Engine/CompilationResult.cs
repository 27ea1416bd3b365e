using Rego.Diagnostics;

namespace Rego;

/// <summary>What compiling gave: a policy, or all that is wrong.</summary>
public sealed class CompilationResult
{
    internal CompilationResult(CompiledPolicy? policy, IReadOnlyList<Diagnostic> errors)
    {
        Policy = policy;
        Errors = errors;
    }

    /// <summary>The policy; null where there are errors.</summary>
    public CompiledPolicy? Policy { get; }

    /// <summary>All that is wrong, in order.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; }

    /// <summary>Whether there is a policy.</summary>
    public bool Succeeded => Policy is not null;

    /// <summary>The policy.</summary>
    /// <exception cref="RegoCompilationException">There are errors.</exception>
    public CompiledPolicy GetPolicyOrThrow() => Policy ?? throw new RegoCompilationException(Errors);
}
