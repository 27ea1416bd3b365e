namespace Rego.Tests.Properties;

/// <summary>What a generated term is meant to be, so that most policies pass the type checker.</summary>
internal enum TermKind
{
    Any,
    Number,
    Text,
    Collection,
}
