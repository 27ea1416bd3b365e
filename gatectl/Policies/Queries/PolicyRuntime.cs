using Rego.Values;

namespace Gatectl.Policies.Queries;

/// <summary>What <c>opa.runtime</c> answers on a command line. The environment of the process is not shown to policies.</summary>
internal static class PolicyRuntime
{
    /// <value>The version of OPA that the engine follows.</value>
    internal const string OpaVersion = "1.22.2";

    internal static RegoObject Value { get; } = RegoObject.From(
        ("authorization_enabled", RegoBoolean.False),
        ("commit", RegoString.From(string.Empty)),
        ("env", RegoObject.Empty),
        ("skip_known_schema_check", RegoBoolean.False),
        ("version", RegoString.From(OpaVersion)));
}
