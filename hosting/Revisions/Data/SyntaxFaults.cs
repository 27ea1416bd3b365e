using Gateway.Hosting.Text;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>Collects what is wrong with the text of one file, up to a bound.</summary>
/// <param name="file">The file's path.</param>
internal sealed class SyntaxFaults(string file)
{
    // In characters. Whoever is refused is told a reason, and every reader has the rest.
    private const int MaxText = 1024;

    private readonly List<string> _faults = [];

    /// <value>What is wrong, a line each.</value>
    public IReadOnlyList<string> All => _faults;

    /// <value>Whether no more are told.</value>
    public bool IsFull => _faults.Count >= DataFaults.MaxTold;

    /// <summary>Notes a key that stands in a mapping already.</summary>
    /// <param name="key">The key.</param>
    /// <param name="place">Where it stands again.</param>
    /// <param name="first">Where it stood first.</param>
    public void AddRepeated(string key, SourcePlace place, SourcePlace first) =>
        Add(place, $"the key {PrintableText.Of(key)} stands here a second time, first on line {first.Row}; only one of them would count");

    /// <summary>Notes a key or value that is too long.</summary>
    /// <param name="length">How long it is, in characters.</param>
    /// <param name="isKey">Whether it is a key.</param>
    /// <param name="place">Where it stands.</param>
    public void AddLong(int length, bool isKey, SourcePlace place)
    {
        if (length > MaxText)
        {
            Add(place, $"the {(isKey ? "key" : "value")} has {length} characters; at most {MaxText} are taken");
        }
    }

    /// <summary>Notes a key or value with a character that nobody sees, written as an escape.</summary>
    /// <param name="text">The text, its escapes resolved.</param>
    /// <param name="isKey">Whether it is a key.</param>
    /// <param name="place">Where it stands.</param>
    public void AddHidden(string text, bool isKey, SourcePlace place)
    {
        if (HiddenCharacters.FirstIn(text, isKey) is { } hidden)
        {
            Add(place, $"the {(isKey ? "key" : "value")} has the character {hidden}; write the text without it");
        }
    }

    /// <summary>Notes what is wrong at a place.</summary>
    public void Add(SourcePlace place, string message)
    {
        if (!IsFull)
        {
            _faults.Add($"{file}:{place.Row}:{place.Column}: {PrintableText.Of(message)}");
        }
    }
}
