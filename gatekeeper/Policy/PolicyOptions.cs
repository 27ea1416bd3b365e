using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Policy;

/// <summary>Where the policies are and what one evaluation may cost. Section <c>Gatekeeper:Policy</c>.</summary>
internal sealed class PolicyOptions
{
    /// <summary>The query whose value is the decision; not configurable.</summary>
    public const string DecisionQuery = "data.gatekeeper.decision";

    /// <value>The folder of <c>*.rego</c> files and <c>data.json</c>/<c>data.yaml</c> documents.</value>
    [Required]
    public string Directory { get; set; } = "";

    /// <value>Fixed; the key exists so that a configuration that says so is understood and one that says otherwise is refused.</value>
    [RegularExpression("^data\\.gatekeeper\\.decision$", ErrorMessage = "Policy:Query must be data.gatekeeper.decision.")]
    public string Query { get; set; } = DecisionQuery;

    /// <value>The longest evaluation, by the wall clock; longer is denied as POLICY_ERROR.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:05")]
    public TimeSpan EvaluationTimeout { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <value>The most evaluation steps; more is denied as POLICY_ERROR.</value>
    [Range(1_000, 1_000_000_000)]
    public long MaxEvaluationSteps { get; set; } = 5_000_000;

    /// <value>The deepest nesting of calls and rules in one evaluation.</value>
    [Range(16, 4_096)]
    public int MaxEvaluationDepth { get; set; } = 256;

    /// <value>The most memory that one evaluation may take, in bytes.</value>
    [Range(65_536, 1_073_741_824)]
    public long MaxEvaluationMemoryBytes { get; set; } = 64 * 1024 * 1024;

    /// <value>Whether changed files are loaded while running. A set that does not compile is never taken.</value>
    public bool Watch { get; set; } = true;

    /// <value>How long the folder must be quiet before it is loaded again.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ReloadDelay { get; set; } = TimeSpan.FromMilliseconds(250);
}
