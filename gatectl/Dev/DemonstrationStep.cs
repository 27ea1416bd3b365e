using System.Text.Json.Nodes;

namespace Gatectl.Dev;

/// <summary>What one step of the demonstration showed.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Succeeded">Whether it came out as it should, a refusal included.</param>
/// <param name="Outcome">What came out.</param>
internal sealed record DemonstrationStep(string Name, bool Succeeded, JsonObject Outcome)
{
    public JsonObject Document()
    {
        var document = new JsonObject { ["step"] = Name, ["as_expected"] = Succeeded };
        foreach (var (name, value) in Outcome)
        {
            document[name] = value?.DeepClone();
        }

        return document;
    }
}
