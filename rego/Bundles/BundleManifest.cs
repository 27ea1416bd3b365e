using System.Text.Json;

namespace Gatekeeper.Rego.Bundles;

/// <summary>What a bundle says of itself.</summary>
internal sealed class BundleManifest
{
    private readonly RegoObject _fields;

    private BundleManifest(RegoObject fields)
    {
        _fields = fields;
        Roots = fields["roots"] is RegoArray roots ? [.. roots.Select(root => ((RegoString)root).Value.Trim('/')).Order(StringComparer.Ordinal)] : [string.Empty];
    }

    /// <value>The paths below <c>data</c> that the bundle owns, sorted; the empty path is all of it.</value>
    internal IReadOnlyList<string> Roots { get; }

    internal string Revision => (_fields["revision"] as RegoString)?.Value ?? string.Empty;

    internal RegoNumber? RegoVersion => _fields["rego_version"] as RegoNumber;

    internal RegoObject Metadata => _fields["metadata"] as RegoObject ?? RegoObject.Empty;

    /// <summary>Whether a module is told to be of Rego v1.</summary>
    internal bool IsVersion1(BundleFile module) =>
        ((_fields["file_rego_versions"] as RegoObject)?["/" + module.Path] as RegoNumber ?? RegoVersion) is not { Text: "0" };

    /// <summary>Reads the manifest of a bundle, and holds the bundle to it.</summary>
    /// <exception cref="FormatException">It is none, or the bundle is not what it says.</exception>
    internal static BundleManifest Of(BundleContent content)
    {
        var manifest = new BundleManifest(content.Find(BundleContent.ManifestName) is { } file ? Parse(file.Bytes) : RegoObject.Empty);
        manifest.CheckRoots();
        manifest.CheckWasm(content);
        return manifest;
    }

    /// <summary>Refuses a module whose package the roots do not cover.</summary>
    /// <param name="package">The package's path without <c>data</c>, with slashes.</param>
    /// <param name="name">What the module is called.</param>
    internal void Permit(string package, string name)
    {
        if (!Roots.Any(root => Covers(root, package)))
        {
            throw new FormatException($"manifest roots [{string.Join(' ', Roots)}] do not permit 'package {package.Replace('/', '.')}' in module '{name}'");
        }
    }

    /// <summary>In the form of <c>opa inspect</c>.</summary>
    internal RegoObject ToJson()
    {
        var members = new RegoObjectBuilder();
        foreach (var name in new[] { "wasm", "rego_version", "file_rego_versions", "metadata" })
        {
            if (_fields[name] is { IsDefined: true } value and not RegoNull)
            {
                members[RegoString.From(name)] = value;
            }
        }

        members[RegoString.From("revision")] = RegoString.From(Revision);
        members[RegoString.From("roots")] = RegoArray.From([.. Roots.Select(RegoString.From)]);
        return members.Build();
    }

    private static RegoObject Parse(byte[] bytes)
    {
        RegoValue value;
        try
        {
            value = RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }
        catch (JsonException failure)
        {
            var isCut = failure.BytePositionInLine is { } at && at >= bytes.AsSpan().TrimEnd((byte)'\n').Length;
            throw new FormatException($"bundle load failed on manifest decode: {(isCut ? "unexpected EOF" : failure.Message)}", failure);
        }

        return value is RegoObject fields && HasForm(fields)
            ? fields
            : throw new FormatException("bundle load failed on manifest decode: not of the form of a manifest");
    }

    private static bool HasForm(RegoObject fields) =>
        fields["revision"] is RegoString or RegoNull or RegoUndefined
        && fields["rego_version"] is RegoNumber or RegoNull or RegoUndefined
        && fields["metadata"] is RegoObject or RegoNull or RegoUndefined
        && (fields["roots"] is not RegoArray roots ? fields["roots"] is RegoNull or RegoUndefined : roots.All(root => root is RegoString))
        && (fields["wasm"] is not RegoArray wasm ? fields["wasm"] is RegoNull or RegoUndefined : wasm.All(module => module is RegoObject));

    private static bool Covers(string root, string path) =>
        root.Length == 0 || path == root || path.StartsWith(root + "/", StringComparison.Ordinal);

    private void CheckRoots()
    {
        for (var i = 0; i + 1 < Roots.Count; i++)
        {
            if (Covers(Roots[i], Roots[i + 1]))
            {
                throw new FormatException($"manifest has overlapped roots: '{Roots[i]}' and '{Roots[i + 1]}'");
            }
        }
    }

    private void CheckWasm(BundleContent content)
    {
        foreach (var module in _fields["wasm"] is RegoArray modules ? modules.OfType<RegoObject>() : [])
        {
            var name = (module["module"] as RegoString)?.Value ?? string.Empty;
            if (content.Find(name.TrimStart('/')) is null)
            {
                throw new FormatException($"manifest references wasm module '{name}' but the module file does not exist");
            }
        }
    }
}
