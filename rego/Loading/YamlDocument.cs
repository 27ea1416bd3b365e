using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gatekeeper.Rego.Loading;

/// <summary>Reads YAML as values.</summary>
internal static class YamlDocument
{
    private const int MaxDepth = 256;

    /// <summary>Reads one document; an empty text is null.</summary>
    internal static bool TryParse(string text, out RegoValue value, out YamlProblem problem)
    {
        value = RegoNull.Instance;
        problem = default;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 0)
            {
                value = new YamlValueReader(MaxDepth).Read(stream.Documents[0].RootNode);
            }

            return true;
        }
        catch (YamlException failure)
        {
            problem = new YamlProblem((int)failure.Start.Line, $"yaml: line {failure.Start.Line}: {failure.Message}");
            return false;
        }
    }
}
