namespace Gateway.Hosting.Revisions;

/// <summary>Policies cannot be used. The message has one line a fault.</summary>
public sealed class RevisionRefusedException : Exception
{
    /// <summary>With all that is wrong.</summary>
    /// <param name="faults">A line each; never empty.</param>
    /// <param name="isPassing">Whether the policies themselves may be right, and looking again may help.</param>
    public RevisionRefusedException(IReadOnlyList<string> faults, bool isPassing = false)
        : base(string.Join(Environment.NewLine, faults.Select(ToLine))) => (Faults, IsPassing) = ([.. faults.Select(ToLine)], isPassing);

    /// <value>What is wrong, a line each.</value>
    public IReadOnlyList<string> Faults { get; }

    /// <value>Whether it was not the policies' fault.</value>
    public bool IsPassing { get; }

    private static string ToLine(string fault) => fault.ReplaceLineEndings(" ");
}
