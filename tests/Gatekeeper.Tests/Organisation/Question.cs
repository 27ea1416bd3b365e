using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Organisation;

/// <summary>One call that a question about the organisation consists of, and what its answer must show.</summary>
/// <param name="Number">The question's number, <c>01</c> to <c>40</c>.</param>
/// <param name="Part">Which of the question's calls.</param>
/// <param name="Call">What policy is to see: the input document.</param>
/// <param name="Expected">What the answer must show: <c>allow</c> and more.</param>
internal sealed record Question(string Number, int Part, JsonObject Call, JsonObject Expected)
{
    public string Action => (string)Call["action"]!;

    public DateTimeOffset Time => DateTimeOffset.Parse((string)Call["context"]!["time"]!, System.Globalization.CultureInfo.InvariantCulture);

    public JsonObject Claims => Call["caller"]!["claims"]!.AsObject();

    public string Url => (string)Call["caller"]!["issuer"]!;

    public bool IsAllowed => (bool)Expected["allow"]!;

    public override string ToString() => $"question {Number}, call {Part}: {Call.ToJsonString()}";
}
