namespace Gatekeeper.Rego;

/// <summary>Compiled modules with their base document. Immutable and thread-safe.</summary>
public sealed class CompiledPolicy
{
    internal CompiledPolicy()
    {
    }

    /// <summary>Compiles a query against the policy.</summary>
    /// <exception cref="RegoCompilationException">The query does not compile.</exception>
    public PreparedQuery Prepare(string query) => throw new NotSupportedException(query);
}
