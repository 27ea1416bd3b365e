using System.Text.Json.Nodes;

namespace Gateway.Hosting.Notifications;

/// <summary>Adds to the <c>data</c> of an event what there is to say; what says nothing is not there.</summary>
public static class EventData
{
    /// <summary>Adds a text, where there is one.</summary>
    public static void AddText(this JsonObject data, string name, string? text)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (text is { Length: > 0 })
        {
            data.Add(name, text);
        }
    }

    /// <summary>Adds a list, where there is anything in it.</summary>
    public static void AddTexts(this JsonObject data, string name, IReadOnlyCollection<string> texts)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count > 0)
        {
            data.Add(name, ListOf(texts));
        }
    }

    /// <summary>Adds a time, where there is one.</summary>
    public static void AddTime(this JsonObject data, string name, DateTimeOffset? time)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (time is { } given)
        {
            data.Add(name, Notification.TimeOf(given));
        }
    }

    /// <summary>A list of texts.</summary>
    public static JsonArray ListOf(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);
}
