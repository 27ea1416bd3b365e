namespace Gatectl.Policies.Parse;

/// <summary>How a module's tree is written.</summary>
internal enum PolicyParseFormat
{
    Pretty,
    Json,
}
