using Rego.Builtins;
using Rego.Capabilities;
using Rego.Networking;
using Rego.Tracing;

namespace Rego.Options;

/// <summary>How modules are compiled.</summary>
public sealed record RegoCompilerOptions
{
    /// <value>The built-in functions that exist; a call of any other does not compile. Null: all of the language.</value>
    public BuiltinRegistry? Builtins { get; init; }

    /// <value>
    /// What the OPA that a policy is written for can do: other built-in functions do not exist, operands are of its types, and the parser
    /// knows its keywords and features only. Null: all that this engine has.
    /// </value>
    public RegoCapabilities? Capabilities { get; init; }

    /// <value>
    /// What policies may do in the network. Null: nothing, and a policy that calls a function that reaches out of the process does not compile.
    /// </value>
    public NetworkAccess? Network { get; init; }

    /// <value>Names of built-in functions that a policy may not call, in any spelling (<c>with</c> included).</value>
    public IReadOnlySet<string> ForbiddenBuiltins { get; init; } = new HashSet<string>();

    /// <value>Whether OPA's strict checks apply (unused variables and imports, deprecated functions, …).</value>
    public bool Strict { get; init; }

    /// <value>Whether a rule may stand where the base document has a value (the rule counts). Off: such a policy does not compile.</value>
    public bool AllowRulesOverData { get; init; }

    /// <value>Whether a rule may stand where the base document has a value; the rule then hides it.</value>
    public bool AllowDataConflicts { get; init; }

    /// <value>
    /// The schemas of the input and of data; null for none. Annotations that name a schema are then passed over, while schemas
    /// written out in annotations count all the same.
    /// </value>
    public RegoSchemas? Schemas { get; init; }

    /// <value>
    /// Whether evaluations can be observed (<see cref="EvaluationOptions.Tracer"/>): the policy is planned statement by statement
    /// as OPA evaluates it, with nothing computed ahead. Answers are the same; evaluations are much slower.
    /// </value>
    public bool IsInstrumented { get; init; }

    /// <value>
    /// Whether instrumented test rules are split further, so that the values on both sides of each equality can be shown.
    /// </value>
    public bool SplitsTestEqualities { get; init; }

    /// <value>Whether each further definition of a test's name is a test of its own, <c>test_x#01</c>.</value>
    public bool NumbersTests { get; init; }

    /// <value>Whether tests whose names hold variables tell each case that they reach; an observed evaluation by <see cref="TraceOperation.TestCase"/>.</value>
    public bool TellsTestCases { get; init; }

    /// <value>After how many compile errors the list is cut.</value>
    public int MaxErrors { get; init; } = 10;

    /// <value>Whether a plan may choose among definitions, join, and compute ahead what does not change. Off: each definition is tried in its turn, which must give the same answers.</value>
    internal bool UsesShortcuts { get; init; } = true;
}
