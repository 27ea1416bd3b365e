using Rego.Values;

namespace Rego.Builtins.Schemas;

/// <summary>What is wrong with a document, and how near it came: the score chooses among alternatives.</summary>
internal sealed class SchemaResult
{
    private readonly List<RegoObject> _errors = [];

    internal IReadOnlyList<RegoObject> Errors => _errors;

    internal bool IsValid => _errors.Count == 0;

    internal int Score { get; private set; }

    internal void Advance() => Score++;

    internal void Add(string type, string field, string description)
    {
        _errors.Add(RegoObject.From(
            ("error", RegoString.From($"{field}: {description}")),
            ("type", RegoString.From(type)),
            ("field", RegoString.From(field)),
            ("desc", RegoString.From(description))));
        Score -= 2;
    }

    internal void Merge(SchemaResult? other)
    {
        if (other is not null)
        {
            _errors.AddRange(other._errors);
            Score += other.Score;
        }
    }
}
