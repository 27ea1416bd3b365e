using Deploy.V1;
using Google.Protobuf.WellKnownTypes;

namespace Gateway.Hosting.Revisions;

/// <summary>What is known of revisions, in the messages of the contract and within its bounds.</summary>
public static class RevisionMessages
{
    /// <summary>The most faults of one refusal that are told.</summary>
    public const int MaxFaults = 50;

    /// <summary>The longest fault that is told, in characters.</summary>
    public const int MaxFaultLength = 1024;

    /// <summary>The message that says what one program uses.</summary>
    public static ProgramRevision From(RevisionStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var message = new ProgramRevision { Revision = status.Revision, ActivateTime = status.ActivatedAt.ToTimestamp() };
        if (status.Serial is { } serial)
        {
            message.Serial = serial;
        }

        if (status.Refused is { } refused)
        {
            message.Refused = new RefusedRevision { Revision = refused.Revision ?? "", Time = refused.Time.ToTimestamp() };
            message.Refused.Faults.Add(Cut(refused.Faults, MaxFaults, MaxFaultLength));
        }

        return message;
    }

    /// <summary>The first faults, none longer than a bound; one that was cut ends with an ellipsis.</summary>
    /// <param name="faults">All of them.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="length">How long each at most, in characters.</param>
    public static IEnumerable<string> Cut(IEnumerable<string> faults, int count, int length) => faults.Take(count).Select(fault => Cut(fault, length));

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        // A pair of surrogates is kept whole or not at all.
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
