using System.Globalization;
using Rego.Tracing;

namespace Gatectl.Policies;

/// <summary>Where an evaluation was when it failed, as OPA shows it.</summary>
internal static class Traceback
{
    /// <summary>The lines of text, led by a title; none where nothing is known.</summary>
    internal static IEnumerable<string> Lines(IReadOnlyList<StackFrame> stack) =>
        stack.Count == 0 ? [] : stack.Select(frame => $"  {PlaceOf(frame)}: {frame.Text}").Prepend("Traceback:");

    /// <summary>Writes the member of an error.</summary>
    internal static void Write(GoJsonWriter json, IReadOnlyList<StackFrame> stack)
    {
        if (stack.Count == 0)
        {
            return;
        }

        json.Name("stack_trace").StartArray();
        foreach (var frame in stack)
        {
            json.StartObject().Member("query_id", frame.QueryId);
            PolicyErrorJson.WritePlace(json, frame.Location);
            json.EndObject();
        }

        json.EndArray();
    }

    private static string PlaceOf(StackFrame frame) => frame.Location.File is { Path.Length: > 0 } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{frame.Location.Row}")
        : string.Create(CultureInfo.InvariantCulture, $"{frame.Location.Row}:{frame.Location.Column}");
}
