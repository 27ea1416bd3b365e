namespace Gatectl.CommandLine;

/// <summary>Writes what there is to say of one thing, a line a field; for people alone.</summary>
internal static class FieldLines
{
    /// <summary>Writes the fields that hold something.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="fields">Names and values, which are not escaped yet.</param>
    /// <param name="indentation">What every line begins with.</param>
    public static void Write(CommandOutput output, IEnumerable<(string Name, string Value)> fields, string indentation = "")
    {
        foreach (var (name, value) in fields.Where(field => field.Value.Length > 0))
        {
            output.Line($"{indentation}{name + ":",-17}{TerminalText.Escape(value)}");
        }
    }
}
