using System.ComponentModel.DataAnnotations;
using Gateway.Hosting.Revisions;

namespace Gatekeeper.Policy;

/// <summary>Where the policies are and what one evaluation may cost. Section <c>Gatekeeper:Policy</c>.</summary>
internal sealed class PolicyOptions
{
    /// <value>The directory of policies, their data and their tests. What is wrong as a whole is never taken into use.</value>
    [Required]
    public string Directory { get; set; } = "";

    /// <value>Fixed; the key exists so that a configuration that says so is understood and one that says otherwise is refused.</value>
    [RegularExpression("^data\\.gatekeeper\\.decision$", ErrorMessage = "Policy:Query must be data.gatekeeper.decision.")]
    public string Query { get; set; } = Revision.DecisionQuery;

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

    /// <value>How long nothing must have changed in the directory before it is read.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan QuietPeriod { get; set; } = RevisionSettings.DefaultQuietPeriod;
}
