namespace Gateway.Hosting.Revisions.Data;

/// <summary>Collects what is wrong with the text of one file, up to a bound.</summary>
/// <param name="file">The file's path.</param>
internal sealed class SyntaxFaults(string file)
{
    private readonly List<string> _faults = [];

    /// <value>What is wrong, a line each.</value>
    public IReadOnlyList<string> All => _faults;

    /// <summary>Notes what is wrong at a place.</summary>
    public void Add(SourcePlace place, string message)
    {
        if (_faults.Count < DataFaults.MaxTold)
        {
            _faults.Add($"{file}:{place.Row}:{place.Column}: {PrintableText.Of(message)}");
        }
    }
}
