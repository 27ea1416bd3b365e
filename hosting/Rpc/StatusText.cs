using Gateway.Hosting.Text;
using Grpc.Core;

namespace Gateway.Hosting.Rpc;

/// <summary>What a call that failed says for itself, in a line of the log.</summary>
public static class StatusText
{
    /// <summary>Its words; where there are none, as of an attempt to connect that was given up, that nothing answered.</summary>
    public static string Of(Status status) => status.Detail.Length > 0 ? PrintableText.Of(status.Detail) : "it did not answer; is it running?";
}
