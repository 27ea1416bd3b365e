namespace Gatectl.Policies;

/// <summary>The exit codes of the policy commands, which are OPA's.</summary>
internal static class PolicyExitCode
{
    /// <summary>All tests passed; the evaluation gave an answer.</summary>
    public const int Done = 0;

    /// <summary>The policy does not load or compile before its tests; <c>--fail</c> found what it looked for.</summary>
    public const int Refused = 1;

    /// <summary>A test failed or was skipped; the evaluation ended in an error.</summary>
    public const int Error = 2;
}
